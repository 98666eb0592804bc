-- Donors, pledges, contributions, rates, bank statements, the ledger, the fund's running totals and reservations.
-- Amounts are whole minor units. Times are the service's clock.

create table donors (
    id uuid primary key,
    kind text not null check (
        kind in ('MemberState', 'IntergovernmentalOrganisation', 'PrivateSector', 'Foundation', 'Individual', 'Campaign')
    ),
    name text not null,
    search_name text not null,
    name_words text[] not null,
    country_code char(2),
    language text not null,
    publicly_anonymous boolean not null,
    registered_at timestamptz not null
);

create index ix_donors_search_name_id on donors (search_name, id);
create index ix_donors_name_words on donors using gin (name_words);

create table donor_ibans (
    donor_id uuid not null references donors (id),
    iban text not null,
    bank_entry_id uuid not null,
    primary key (donor_id, iban)
);

create index ix_donor_ibans_iban on donor_ibans (iban);

create table pledges (
    id uuid primary key,
    donor_id uuid not null references donors (id),
    amount_minor bigint not null check (amount_minor > 0),
    amount_currency char(3) not null,
    pledged_on date not null,
    reference text not null,
    reference_key text not null,
    recorded_at timestamptz not null,
    cancelled_on date,
    cancellation_reason text,
    cancelled_minor bigint not null check (cancelled_minor between 0 and amount_minor),
    check ((cancelled_on is null) = (cancellation_reason is null))
);

create index ix_pledges_donor_id_pledged_on on pledges (donor_id, pledged_on);
create index ix_pledges_amount_currency_amount_minor on pledges (amount_currency, amount_minor);

create table pledge_instalments (
    pledge_id uuid not null references pledges (id),
    number integer not null,
    due_date date not null,
    amount_minor bigint not null check (amount_minor > 0),
    primary key (pledge_id, number)
);

create table operational_rates (
    id uuid primary key,
    currency_code char(3) not null,
    effective_date date not null,
    units_per_usd numeric(20, 10) not null check (units_per_usd > 0),
    source text not null,
    recorded_at timestamptz not null
);

create unique index ix_operational_rates_currency_code_effective_date
    on operational_rates (currency_code, effective_date);

create table contributions (
    id uuid primary key,
    donor_id uuid not null references donors (id),
    amount_minor bigint not null check (amount_minor > 0),
    amount_currency char(3) not null,
    value_date date not null,
    channel text not null,
    pledge_id uuid references pledges (id),
    earmark text not null,
    recorded_at timestamptz not null,
    bank_entry_id uuid,
    usd_cents bigint check (usd_cents >= 0),
    support_cost_cents bigint check (support_cost_cents between 0 and usd_cents),
    units_per_usd numeric(20, 10) check (units_per_usd > 0),
    rate_effective_date date check (rate_effective_date <= value_date),
    valued_at timestamptz,
    check (num_nulls(usd_cents, support_cost_cents, units_per_usd, rate_effective_date, valued_at) in (0, 5))
);

create index ix_contributions_donor_id_value_date on contributions (donor_id, value_date);
create index ix_contributions_pledge_id on contributions (pledge_id) where pledge_id is not null;
create index ix_contributions_bank_entry_id on contributions (bank_entry_id) where bank_entry_id is not null;
create index ix_contributions_awaiting on contributions (amount_currency, value_date) where usd_cents is null;

create table revaluations (
    id uuid primary key,
    contribution_id uuid not null references contributions (id),
    revalued_on date not null,
    old_units_per_usd numeric(20, 10) not null,
    old_rate_effective_date date not null,
    old_usd_cents bigint not null,
    new_units_per_usd numeric(20, 10) not null,
    new_rate_effective_date date not null,
    new_usd_cents bigint not null
);

create index ix_revaluations_contribution_id on revaluations (contribution_id);

create table ledger_entries (
    id uuid primary key,
    transaction_id uuid not null,
    account text not null,
    amount_minor bigint not null check (amount_minor <> 0),
    amount_currency char(3) not null,
    entry_date date not null,
    kind text not null,
    cause_id uuid not null,
    corrects_transaction_id uuid,
    posted_at timestamptz not null
);

create index ix_ledger_entries_cause_id on ledger_entries (cause_id);

-- Accounts that move seldom, so that their entries are found among those of every contribution.
create index ix_ledger_entries_account_id on ledger_entries (account, id)
    where account not in ('bank', 'exchange_clearing', 'received', 'appropriated', 'support_costs_set_aside');

-- The ledger only grows. A correction is another transaction.
create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'ledger_entries is append-only: a correction is a new transaction' using errcode = 'restrict_violation';
end $$;

create trigger ledger_append_only before update or delete or truncate on ledger_entries
    for each statement execute function ledger_refuse_change();

-- Every transaction sums to zero in every currency. All lines of one come in one statement, so the sum is checked when
-- it is posted and not only at commit; adding a line later can only be refused. One check serves a whole batch.
create function ledger_check_balanced() returns trigger language plpgsql as $$
declare
    wrong record;
begin
    select transaction_id, amount_currency, sum(amount_minor) as sum into wrong
    from new_entries
    group by transaction_id, amount_currency
    having sum(amount_minor) <> 0
    limit 1;
    if found then
        raise exception 'ledger transaction % does not balance: % minor units of % are left over',
            wrong.transaction_id, wrong.sum, wrong.amount_currency using errcode = 'check_violation';
    end if;
    return null;
end $$;

create trigger ledger_balanced after insert on ledger_entries
    referencing new table as new_entries
    for each statement execute function ledger_check_balanced();

-- What the USD accounts add up to: one row, locked by everything that takes money away.
create table fund_balance (
    id integer primary key check (id = 1),
    received bigint not null check (received >= 0),
    support_costs_set_aside bigint not null check (support_costs_set_aside >= 0),
    support_costs_charged bigint not null check (support_costs_charged >= 0),
    held_back bigint not null check (held_back >= 0),
    reserved bigint not null check (reserved >= 0),
    committed bigint not null check (committed >= 0),
    disbursed bigint not null check (disbursed >= 0),
    refunded bigint not null check (refunded >= 0),
    check (
        received + refunded
        >= support_costs_set_aside + support_costs_charged + held_back + reserved + committed + disbursed
    )
);

insert into fund_balance values (1, 0, 0, 0, 0, 0, 0, 0, 0);

-- Additions to the totals that were not folded into the row yet: recording contributions does not wait for its lock.
create table fund_balance_additions (
    id uuid primary key,
    received bigint not null,
    support_costs_set_aside bigint not null,
    support_costs_charged bigint not null,
    held_back bigint not null,
    reserved bigint not null,
    committed bigint not null,
    disbursed bigint not null,
    refunded bigint not null,
    check (
        received + refunded
        >= support_costs_set_aside + support_costs_charged + held_back + reserved + committed + disbursed
    )
);

create table policy_settings (
    id uuid primary key,
    name text not null,
    value bigint not null check (value >= 0),
    effective_date date not null,
    source text not null,
    recorded_at timestamptz not null
);

create unique index ix_policy_settings_name_effective_date on policy_settings (name, effective_date);

insert into policy_settings (id, name, value, effective_date, source, recorded_at) values
    ('00000000-0000-7000-8000-000000000001', 'programme_support_cost_basis_points', 1300, '1982-03-03',
     'ST/AI/286 (programme support accounts): 13 per cent of expenditure', now()),
    ('00000000-0000-7000-8000-000000000002', 'operating_reserve_basis_points', 1500, '2020-01-01',
     'ST/AI/284 (general trust funds): 15 per cent of estimated annual planned expenditure', now()),
    ('00000000-0000-7000-8000-000000000003', 'planned_annual_expenditure_usd_cents', 40000000, '2016-06-14',
     'Report of the Secretariat of 14 June 2016 to the Conference of the Parties (V.16-03497), paragraph 72: yearly average of contributions', now()),
    ('00000000-0000-7000-8000-000000000004', 'minimum_for_new_call_usd_cents', 50000000, '2020-01-01',
     'Default; the report V.16-03497, paragraph 72, names USD 500,000 as the least that a new call needs', now());

create table published_totals (
    id uuid primary key,
    kind text not null,
    total_cents bigint not null check (total_cents > 0),
    as_of date not null,
    source text not null,
    transaction_id uuid not null,
    recorded_at timestamptz not null
);

create unique index ix_published_totals_kind_as_of on published_totals (kind, as_of);

create table reservations (
    call_id uuid primary key,
    envelope_cents bigint not null check (envelope_cents > 0),
    committed_cents bigint not null check (committed_cents >= 0),
    released_cents bigint not null check (released_cents >= 0),
    reserved_at timestamptz not null,
    released_at timestamptz,
    check (committed_cents + released_cents <= envelope_cents)
);

create table awards (
    award_id uuid primary key,
    call_id uuid not null references reservations (call_id),
    committed_cents bigint not null check (committed_cents > 0),
    disbursed_cents bigint not null check (disbursed_cents between 0 and committed_cents),
    committed_on date not null,
    committed_at timestamptz not null,
    pool_cents bigint not null,
    shared_out_at timestamptz
);

create index ix_awards_call_id on awards (call_id);

create table award_shares (
    award_id uuid not null references awards (award_id),
    donor_id uuid not null references donors (id),
    share_cents bigint not null check (share_cents >= 0),
    share_basis_points integer not null check (share_basis_points between 0 and 10000),
    primary key (award_id, donor_id)
);

create index ix_award_shares_donor_id on award_shares (donor_id);

create table disbursements (
    instalment_id uuid primary key,
    award_id uuid not null references awards (award_id),
    amount_cents bigint not null check (amount_cents > 0),
    support_cost_cents bigint not null check (support_cost_cents >= 0),
    paid_on date not null
);

create index ix_disbursements_award_id on disbursements (award_id);

create table bank_statements (
    id uuid primary key,
    bank_reference text not null,
    account text not null,
    currency_code text not null,
    imported_at timestamptz not null,
    warnings text[] not null
);

create unique index ix_bank_statements_account_bank_reference on bank_statements (account, bank_reference);

create table bank_entries (
    id uuid primary key,
    bank_statement_id uuid not null references bank_statements (id),
    account text not null,
    fingerprint text not null,
    amount_minor bigint,
    currency_code text not null,
    raw_amount text not null,
    is_credit boolean not null,
    is_reversal boolean not null,
    bank_status text not null,
    booking_date date,
    value_date date,
    remitter_name text not null,
    remitter_iban text not null,
    reference text not null,
    state text not null,
    dismissal_reason text
);

create unique index ix_bank_entries_account_fingerprint on bank_entries (account, fingerprint);
create index ix_bank_entries_bank_statement_id on bank_entries (bank_statement_id);
create index ix_bank_entries_candidates on bank_entries (id) where state = 'Candidate';

create table statement_numbers (
    donor_id uuid not null references donors (id),
    from_date date not null,
    to_date date not null,
    year integer not null,
    number integer not null,
    primary key (donor_id, from_date, to_date)
);

create unique index ix_statement_numbers_year_number on statement_numbers (year, number);

create table project_facts (
    agreement_id uuid primary key,
    award_id uuid not null,
    title text not null,
    country_code text not null,
    amount_cents bigint not null
);

create unique index ix_project_facts_award_id on project_facts (award_id);

create table published_figures (
    release_id uuid not null,
    measure text not null,
    figure text not null,
    release_number integer not null,
    up_to date not null,
    position integer not null,
    primary key (release_id, position)
);

create index ix_published_figures_release_number on published_figures (release_number);

-- Rates and policy settings are read into memory by the writers of contributions; this says whether they still hold.
create table reference_version (
    id integer primary key check (id = 1),
    version bigint not null
);

insert into reference_version values (1, 1);

create function reference_changed() returns trigger language plpgsql as $$
begin
    update reference_version set version = version + 1 where id = 1;
    return null;
end $$;

create trigger rates_changed after insert or update or delete on operational_rates
    for each statement execute function reference_changed();

create trigger settings_changed after insert or update or delete on policy_settings
    for each statement execute function reference_changed();

-- Financial records stay.
create function refuse_delete() returns trigger language plpgsql as $$
begin
    raise exception '% keeps its rows for good', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger contributions_stay before delete or truncate on contributions
    for each statement execute function refuse_delete();

create trigger pledges_stay before delete or truncate on pledges
    for each statement execute function refuse_delete();
