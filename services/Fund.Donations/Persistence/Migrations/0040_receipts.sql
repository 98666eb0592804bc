-- Receipts: one for a contribution, numbered without gaps within a year. What stands on a receipt is copied when it is
-- issued, so that it is printed the same whatever changes later.
create table receipts (
    id uuid primary key,
    contribution_id uuid not null references contributions (id),
    donor_id uuid not null references donors (id),
    year integer not null,
    number integer not null check (number > 0),
    issued_on date not null,
    issued_at timestamptz not null,
    issued_by text not null,
    language text not null check (language in ('en', 'fr')),
    form integer not null,
    donor_name text not null,
    donor_search_name text not null,
    donor_country_code char(2),
    amount_minor bigint not null check (amount_minor > 0),
    amount_currency char(3) not null,
    value_date date not null,
    channel text not null,
    earmark text not null,
    pledge_reference text not null,
    usd_cents bigint,
    units_per_usd numeric(20, 10),
    rate_effective_date date,
    first_printed_at timestamptz,
    check (num_nulls(usd_cents, units_per_usd, rate_effective_date) in (0, 3))
);

-- Never two for one contribution, never two with one number.
create unique index ix_receipts_contribution_id on receipts (contribution_id);
create unique index ix_receipts_year_number on receipts (year, number);
create index ix_receipts_donor_id on receipts (donor_id);

create function receipts_refuse_change() returns trigger language plpgsql as $$
begin
    if old.first_printed_at is null
        and to_jsonb(new) - 'first_printed_at' = to_jsonb(old) - 'first_printed_at' then
        return new;
    end if;
    raise exception 'a receipt is never changed' using errcode = 'restrict_violation';
end $$;

create trigger receipts_frozen before update on receipts for each row execute function receipts_refuse_change();

create trigger receipts_stay before delete or truncate on receipts for each statement execute function refuse_delete();
