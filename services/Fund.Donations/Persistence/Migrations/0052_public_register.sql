-- The public register of contributions. See services/decisions/0032-public-register.md.

-- What the public register shows. Names are not here: they are looked up when it is read, so that a donor who asks to be
-- anonymous vanishes at once. A line of several donors who are not named has no donor.
create table register_lines (
    id bigint generated always as identity primary key,
    part text not null check (part in ('Named', 'Anonymous', 'Individuals')),
    donor_id uuid references donors (id),
    year integer not null,
    usd_cents bigint check (usd_cents > 0),
    check ((part = 'Named') = (donor_id is not null)),
    check (part <> 'Named' or usd_cents is not null)
);

create index ix_register_lines_year on register_lines (year);

-- What was published of donors who are not named, donor by donor: a line changes only when enough of these do.
create table register_shares (
    part text not null check (part in ('Anonymous', 'Individuals')),
    year integer not null,
    donor_id uuid not null references donors (id),
    usd_cents bigint not null,
    primary key (part, year, donor_id)
);

-- How far the register is.
create table register_state (
    id integer primary key check (id = 1),
    last_ledger_entry_id uuid,
    updated_at timestamptz,
    next_at timestamptz
);

insert into register_state (id) values (1);

insert into policy_settings (id, name, value, effective_date, source, recorded_at) values
    ('00000000-0000-7000-8000-000000000052', 'public_register_least_donors', 3, '2010-01-01',
     'Default; fewer donors who are not named are not shown as a sum in the public register', now());
