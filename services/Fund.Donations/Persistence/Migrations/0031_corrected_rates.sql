-- A rate that was used is never changed: a corrected one takes its place and both stay. What new rates make of
-- contributions is done in steps, and where it is stands here.

alter table operational_rates
    add column superseded_at timestamptz,
    add column reason text not null default '';

drop index ix_operational_rates_currency_code_effective_date;

create unique index ix_operational_rates_currency_code_effective_date
    on operational_rates (currency_code, effective_date) where superseded_at is null;

create table rate_valuations (
    id uuid primary key,
    currency_code char(3) not null,
    from_date date not null,
    after_id uuid not null,
    valued bigint not null check (valued >= 0),
    corrected bigint not null check (corrected >= 0),
    difference_cents bigint not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    problem text not null
);

create index ix_rate_valuations_unfinished on rate_valuations (id) where finished_at is null;

-- Contributions that a new rate may concern.
create index ix_contributions_foreign on contributions (amount_currency, value_date) where amount_currency <> 'USD';

-- A policy setting of a day that has not come may be corrected: the newer record holds, the older one stays.
alter table policy_settings
    add column recorded_by text not null default 'system',
    add column superseded_at timestamptz;

drop index ix_policy_settings_name_effective_date;

create unique index ix_policy_settings_name_effective_date
    on policy_settings (name, effective_date) where superseded_at is null;

create function policy_settings_stay() returns trigger language plpgsql as $$
begin
    raise exception 'policy_settings keeps its records: a correction is a new one' using errcode = 'restrict_violation';
end $$;

create trigger policy_settings_stay
    before delete or truncate or update of name, value, effective_date, source, recorded_at, recorded_by
    on policy_settings for each statement execute function policy_settings_stay();
