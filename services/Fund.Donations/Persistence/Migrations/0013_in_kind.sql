-- Gifts in kind: recorded and thanked for, never money. Nothing here is in the ledger or in any total.
create table in_kind_gifts (
    id uuid primary key,
    donor_id uuid not null references donors (id),
    description text not null,
    estimate_minor bigint check (estimate_minor > 0),
    estimate_currency char(3),
    given_on date not null,
    recorded_at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawal_reason text,
    check ((estimate_minor is null) = (estimate_currency is null)),
    check ((withdrawn_at is null) = (withdrawal_reason is null))
);

create index ix_in_kind_gifts_donor_id_given_on on in_kind_gifts (donor_id, given_on);

create trigger in_kind_gifts_stay before delete or truncate on in_kind_gifts
    for each statement execute function refuse_delete();

-- Contributions come nearly in the order of their value dates, so lists of a range of dates need a very small index only.
create index ix_contributions_value_date on contributions using brin (value_date) with (autosummarize = on);
