-- Organisations, grant agreements, instalments and reports. Amounts are whole US cents unless a currency stands beside.

-- What staff may set without a new version of the program.
create table settings (
    key text not null,
    value bigint not null check (value >= 0),
    source text not null,
    constraint pk_settings primary key (key)
);

insert into settings (key, value, source) values
    ('second_approval_from_usd_cents', 5000000,
     'Default of this system: USD 50,000, the size from which the Fund asks for an audit.'),
    ('variation_basis_points', 1500,
     'Grant practice: a variation above 15 % of a category needs approval.'),
    ('duration_tolerance_months', 1,
     'Default of this system: a project may run one month longer than awarded.'),
    ('due_diligence_years', 5,
     'United Nations Partner Portal: a partner''s verification is valid for five years.');

create table organisations (
    id uuid not null,
    name text not null,
    country_code char(2) not null,
    registration_number text not null,
    registration_key text not null,
    registered_on date not null,
    assisting_since_year integer not null,
    has_psea_policy boolean not null,
    flag text,
    checked_on date,
    verified_until date,
    created_at timestamptz not null,
    version integer not null,
    constraint pk_organisations primary key (id),
    constraint ck_organisations_name check (length(name) between 1 and 200),
    constraint ck_organisations_flag check (flag in ('none', 'observation', 'concern', 'red')),
    constraint ck_organisations_checked
        check ((flag is null) = (checked_on is null) and (flag is null) = (verified_until is null))
);

create unique index ix_organisations_country_code_registration_key on organisations (country_code, registration_key);
create index ix_organisations_name_id on organisations (name, id);

-- Never edited: another number is another row, which nobody has verified yet.
create table bank_accounts (
    id uuid not null,
    organisation_id uuid not null,
    sequence integer not null,
    number text not null,
    holder_name text not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    constraint pk_bank_accounts primary key (id),
    constraint ak_bank_accounts_id_recorded_by unique (id, recorded_by),
    constraint fk_bank_accounts_organisations_organisation_id
        foreign key (organisation_id) references organisations (id) on delete cascade,
    constraint ck_bank_accounts_number check (length(number) between 5 and 34)
);

create unique index ix_bank_accounts_organisation_id_sequence on bank_accounts (organisation_id, sequence);

create table bank_account_verifications (
    id uuid not null,
    bank_account_id uuid not null,
    recorded_by text not null,
    verified_by text not null,
    verified_at timestamptz not null,
    constraint pk_bank_account_verifications primary key (id),
    constraint fk_bank_account_verifications_bank_accounts
        foreign key (bank_account_id, recorded_by) references bank_accounts (id, recorded_by) on delete cascade,
    constraint ck_bank_account_verifications_other_person check (verified_by <> recorded_by)
);

create unique index ix_bank_account_verifications_bank_account_id_verified_by
    on bank_account_verifications (bank_account_id, verified_by);
create index ix_bank_account_verifications_bank_account_id_recorded_by
    on bank_account_verifications (bank_account_id, recorded_by);

create table due_diligence_checks (
    id uuid not null,
    organisation_id uuid not null,
    flag text not null,
    checked_on date not null,
    findings text not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    constraint pk_due_diligence_checks primary key (id),
    constraint fk_due_diligence_checks_organisations_organisation_id
        foreign key (organisation_id) references organisations (id) on delete cascade,
    constraint ck_due_diligence_checks_flag check (flag in ('none', 'observation', 'concern', 'red'))
);

create index ix_due_diligence_checks_organisation_id on due_diligence_checks (organisation_id);

-- The last running number given out in a year. A row, not a sequence: a transaction that fails gives its number back.
create table agreement_numbers (
    year integer not null,
    last integer not null check (last > 0),
    constraint pk_agreement_numbers primary key (year)
);

create table agreements (
    id uuid not null,
    number text not null,
    award_id uuid not null,
    call_id uuid not null,
    proposal_id uuid not null,
    proposal_number text not null,
    organisation_id uuid not null,
    title text not null,
    country_code char(2) not null,
    amount_usd_cents bigint not null,
    paid_usd_cents bigint not null,
    duration_months integer not null,
    decided_on date not null,
    state text not null,
    starts_on date,
    ends_on date,
    suspension_reason text,
    created_at timestamptz not null,
    version integer not null,
    constraint pk_agreements primary key (id),
    constraint fk_agreements_organisations_organisation_id
        foreign key (organisation_id) references organisations (id) on delete restrict,
    constraint ck_agreements_amount check (amount_usd_cents > 0),
    constraint ck_agreements_paid check (paid_usd_cents between 0 and amount_usd_cents),
    constraint ck_agreements_dates check (starts_on < ends_on),
    constraint ck_agreements_state check (
        state in ('draft', 'sent', 'signed', 'active', 'suspended', 'closing', 'closed', 'terminated')
    ),
    constraint ck_agreements_suspended check ((state = 'suspended') = (suspension_reason is not null))
);

create unique index ix_agreements_number on agreements (number);
create unique index ix_agreements_award_id on agreements (award_id);
create index ix_agreements_organisation_id on agreements (organisation_id);

create table budget_lines (
    id uuid not null,
    agreement_id uuid not null,
    category char(1) not null,
    amount_usd_cents bigint not null,
    constraint pk_budget_lines primary key (id),
    constraint fk_budget_lines_agreements_agreement_id
        foreign key (agreement_id) references agreements (id) on delete cascade,
    constraint ck_budget_lines_category check (category between 'A' and 'G'),
    constraint ck_budget_lines_amount check (amount_usd_cents > 0)
);

create unique index ix_budget_lines_agreement_id_category on budget_lines (agreement_id, category);

create table instalments (
    id uuid not null,
    agreement_id uuid not null,
    number integer not null,
    amount_usd_cents bigint not null,
    due_on date not null,
    state text not null,
    round integer not null,
    constraint pk_instalments primary key (id),
    constraint fk_instalments_agreements_agreement_id
        foreign key (agreement_id) references agreements (id) on delete cascade,
    constraint ck_instalments_amount check (amount_usd_cents > 0),
    constraint ck_instalments_state check (state in ('planned', 'requested', 'approved', 'paid'))
);

create unique index ix_instalments_agreement_id_number on instalments (agreement_id, number);

create table instalment_steps (
    id uuid not null,
    instalment_id uuid not null,
    round integer not null,
    kind text not null,
    person text not null,
    at timestamptz not null,
    reason text,
    constraint pk_instalment_steps primary key (id),
    constraint fk_instalment_steps_instalments_instalment_id
        foreign key (instalment_id) references instalments (id) on delete restrict,
    constraint ck_instalment_steps_kind check (kind in ('requested', 'approved', 'rejected')),
    constraint ck_instalment_steps_reason check ((kind = 'rejected') = (reason is not null))
);

-- Four eyes in the database itself: within a round everybody requests, approves or rejects at most once, and nobody
-- two of them.
create unique index ix_instalment_steps_instalment_id_round_person on instalment_steps (instalment_id, round, person)
    where kind in ('requested', 'approved');

create table payments (
    id uuid not null,
    instalment_id uuid not null,
    agreement_id uuid not null,
    amount_usd_cents bigint not null,
    reference text not null,
    paid_on date not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    constraint pk_payments primary key (id),
    constraint fk_payments_instalments_instalment_id
        foreign key (instalment_id) references instalments (id) on delete restrict,
    constraint fk_payments_agreements_agreement_id
        foreign key (agreement_id) references agreements (id) on delete restrict,
    constraint ck_payments_amount check (amount_usd_cents > 0)
);

create unique index ix_payments_instalment_id on payments (instalment_id);
create index ix_payments_agreement_id on payments (agreement_id);

create table reports (
    id uuid not null,
    agreement_id uuid not null,
    number integer not null,
    is_final boolean not null,
    period_from date not null,
    period_to date not null,
    due_on date not null,
    stage text not null,
    activities text,
    results text,
    difficulties text,
    lessons text,
    sent_back_reason text,
    beneficiary_return_accepted boolean not null,
    constraint pk_reports primary key (id),
    constraint fk_reports_agreements_agreement_id
        foreign key (agreement_id) references agreements (id) on delete cascade,
    constraint ck_reports_period check (period_from <= period_to and period_to < due_on),
    constraint ck_reports_stage check (stage in ('planned', 'submitted', 'sent_back', 'accepted')),
    constraint ck_reports_accepted check (stage <> 'accepted' or beneficiary_return_accepted),
    constraint ck_reports_narrative check (stage = 'planned' or (activities is not null and results is not null))
);

create unique index ix_reports_agreement_id_number on reports (agreement_id, number);

create table report_spending (
    id uuid not null,
    report_id uuid not null,
    category char(1) not null,
    local_minor bigint not null,
    local_currency char(3) not null,
    usd_cents bigint not null,
    explanation text not null,
    constraint pk_report_spending primary key (id),
    constraint fk_report_spending_reports_report_id
        foreign key (report_id) references reports (id) on delete cascade,
    constraint ck_report_spending_category check (category between 'A' and 'G'),
    constraint ck_report_spending_amounts check (local_minor >= 0 and usd_cents >= 0)
);

create unique index ix_report_spending_report_id_category on report_spending (report_id, category);

create table report_steps (
    id uuid not null,
    report_id uuid not null,
    kind text not null,
    person text not null,
    at timestamptz not null,
    reason text,
    constraint pk_report_steps primary key (id),
    constraint fk_report_steps_reports_report_id
        foreign key (report_id) references reports (id) on delete restrict,
    constraint ck_report_steps_kind check (kind in ('submitted', 'sent_back', 'accepted'))
);

create index ix_report_steps_report_id on report_steps (report_id);

create table agreement_steps (
    id uuid not null,
    agreement_id uuid not null,
    kind text not null,
    person text not null,
    at timestamptz not null,
    reason text,
    constraint pk_agreement_steps primary key (id),
    constraint fk_agreement_steps_agreements_agreement_id
        foreign key (agreement_id) references agreements (id) on delete restrict,
    constraint ck_agreement_steps_kind check (
        kind in ('terms_set', 'sent', 'signed_by_organisation', 'signed_by_fund', 'suspended', 'resumed')
    )
);

create index ix_agreement_steps_agreement_id on agreement_steps (agreement_id);

-- Acts and payments are history: a correction is another row.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger append_only before update or delete on instalment_steps
    for each row execute function refuse_change();
create trigger append_only before update or delete on payments
    for each row execute function refuse_change();
create trigger append_only before update or delete on report_steps
    for each row execute function refuse_change();
create trigger append_only before update or delete on agreement_steps
    for each row execute function refuse_change();
create trigger append_only before update or delete on bank_accounts
    for each row execute function refuse_change();
create trigger append_only before update or delete on bank_account_verifications
    for each row execute function refuse_change();
create trigger append_only before update or delete on due_diligence_checks
    for each row execute function refuse_change();

-- Looked at when the transaction commits: from the moment an agreement is sent its budget and its instalments add up
-- to its amount, and what is recorded as paid is the sum of its payments.
create function check_agreement_sums(checked uuid) returns void language plpgsql as $$
declare
    agreement agreements%rowtype;
begin
    select * into agreement from agreements where id = checked;
    if not found then
        return;
    end if;
    if agreement.state <> 'draft' and (
        agreement.amount_usd_cents <>
            (select coalesce(sum(amount_usd_cents), 0) from instalments where agreement_id = checked)
        or agreement.amount_usd_cents <>
            (select coalesce(sum(amount_usd_cents), 0) from budget_lines where agreement_id = checked)
    ) then
        raise exception 'agreement % does not add up', agreement.number using errcode = 'check_violation';
    end if;
    if agreement.paid_usd_cents <>
        (select coalesce(sum(amount_usd_cents), 0) from payments where agreement_id = checked)
    then
        raise exception 'payments of agreement % do not add up', agreement.number using errcode = 'check_violation';
    end if;
end
$$;

create function check_own_sums() returns trigger language plpgsql as $$
begin
    perform check_agreement_sums(new.id);
    return null;
end
$$;

create function check_sums_of_agreement() returns trigger language plpgsql as $$
begin
    perform check_agreement_sums(coalesce(new.agreement_id, old.agreement_id));
    return null;
end
$$;

create constraint trigger sums after insert or update on agreements
    deferrable initially deferred for each row execute function check_own_sums();
create constraint trigger sums after insert or update or delete on instalments
    deferrable initially deferred for each row execute function check_sums_of_agreement();
create constraint trigger sums after insert or update or delete on budget_lines
    deferrable initially deferred for each row execute function check_sums_of_agreement();
create constraint trigger sums after insert on payments
    deferrable initially deferred for each row execute function check_sums_of_agreement();
