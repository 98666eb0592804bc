-- Instalments of pledges that somebody was told of: once when they fall due soon and once when they are overdue, for good.
create table pledge_instalment_notices (
    id uuid primary key,
    pledge_id uuid not null references pledges (id),
    number integer not null,
    due_date date not null,
    stage text not null check (stage in ('Due', 'Overdue')),
    noticed_at timestamptz not null
);

create unique index ix_pledge_instalment_notices_instalment
    on pledge_instalment_notices (pledge_id, number, due_date, stage);

create index ix_pledge_instalments_due_date on pledge_instalments (due_date);

insert into policy_settings (id, name, value, effective_date, source, recorded_at) values
    ('00000000-0000-7000-8000-000000000053', 'pledge_instalment_notice_days', 30, '2010-01-01',
     'Default; how long before its due date an instalment of a pledge is announced', now());

-- The register is worked out anew and has no part in merges of donors.
alter table register_lines drop constraint register_lines_donor_id_fkey;
alter table register_shares drop constraint register_shares_donor_id_fkey;
