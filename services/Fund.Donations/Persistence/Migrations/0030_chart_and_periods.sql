-- The chart of accounts, and months that are closed. See services/decisions/0026-closing-a-month.md.

create table accounts (
    code text primary key,
    name text not null,
    kind text not null check (kind in ('Asset', 'Liability', 'Income', 'Expense', 'Memorandum')),
    normal_side text not null check (normal_side in ('Debit', 'Credit')),
    position_part text check (
        position_part in (
            'Received', 'ProgrammeSupportCosts', 'OperatingReserve', 'Reserved', 'Committed', 'Disbursed', 'Refunded'
        )
    ),
    usd_only boolean not null
);

-- The first four kinds are the Fund's money. Memorandum accounts say what money is kept for; they balance among
-- themselves, so that setting money aside is neither income nor expense.
insert into accounts (code, name, kind, normal_side, position_part, usd_only) values
    ('bank', 'Money at the bank, in the currency it came in', 'Asset', 'Debit', null, false),
    ('exchange_clearing', 'Between an original currency and its value in USD', 'Asset', 'Debit', null, false),
    ('published_totals', 'Counterpart of totals from published documents, which have no bank entries here', 'Asset',
        'Debit', null, true),
    ('received', 'Contributions received', 'Income', 'Credit', 'Received', true),
    ('refunded', 'Refunded by projects', 'Income', 'Credit', 'Refunded', true),
    ('disbursed', 'Disbursed to projects', 'Expense', 'Debit', 'Disbursed', true),
    ('published_paid_or_committed', 'Paid or committed before this system, from published documents', 'Expense',
        'Debit', 'Disbursed', true),
    ('support_costs_charged', 'Programme support costs charged on expenditure', 'Expense', 'Debit',
        'ProgrammeSupportCosts', true),
    ('appropriated', 'Counterpart of everything that is set aside from what was received', 'Memorandum', 'Debit',
        null, true),
    ('support_costs_set_aside', 'Set aside for the support costs of what is not spent yet', 'Memorandum', 'Credit',
        'ProgrammeSupportCosts', true),
    ('held_back', 'Held back for purposes whose split was not published', 'Memorandum', 'Credit', 'OperatingReserve',
        true),
    ('reserved', 'Envelopes of published calls, not committed yet', 'Memorandum', 'Credit', 'Reserved', true),
    ('committed', 'Awards, not disbursed yet', 'Memorandum', 'Credit', 'Committed', true);

-- An account may be named better, but what has entries keeps its code and stays.
create function accounts_keep_code() returns trigger language plpgsql as $$
begin
    raise exception 'an account keeps its code and stays in the chart' using errcode = 'restrict_violation';
end $$;

create trigger accounts_stay before delete or truncate or update of code on accounts
    for each statement execute function accounts_keep_code();

-- A month that was closed takes no entry any more, nor does any month before it.
create table accounting_periods (
    month date primary key check (extract(day from month) = 1),
    requested_by text not null,
    requested_at timestamptz not null,
    note text not null,
    closed_by text check (closed_by <> requested_by),
    closed_at timestamptz,
    summed_at timestamptz,
    check ((closed_by is null) = (closed_at is null)),
    check (summed_at is null or closed_at is not null)
);

-- The last day that is closed; null before the first closing.
create function closed_through() returns date language sql stable as $$
    select (max(month) + interval '1 month')::date - 1 from accounting_periods where closed_at is not null
$$;

-- Months are closed one after the other, and for good.
create function periods_check_order() returns trigger language plpgsql as $$
declare
    expected date := closed_through() + 1;
begin
    if tg_op = 'DELETE' then
        raise exception 'accounting_periods keeps its rows for good' using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and old.closed_at is not null
        and (new.month, new.requested_by, new.requested_at, new.note, new.closed_by, new.closed_at)
            is distinct from (old.month, old.requested_by, old.requested_at, old.note, old.closed_by, old.closed_at) then
        raise exception 'a closed month is not opened again: corrections are posted in the first open one'
            using errcode = 'restrict_violation';
    end if;
    if new.closed_at is not null and (tg_op = 'INSERT' or old.closed_at is null) and new.month <> expected then
        raise exception 'the next month to close is %', to_char(expected, 'YYYY-MM') using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger periods_in_order before insert or update or delete on accounting_periods
    for each row execute function periods_check_order();

create function periods_refuse_truncate() returns trigger language plpgsql as $$
begin
    raise exception 'accounting_periods keeps its rows for good' using errcode = 'restrict_violation';
end $$;

create trigger periods_stay before truncate on accounting_periods
    for each statement execute function periods_refuse_truncate();

-- The closing line is kept in memory with rates and settings.
create trigger period_closed after insert or update of closed_at on accounting_periods
    for each statement execute function reference_changed();

-- Sums of months that can no longer change, so that a position long ago does not read the whole ledger.
create table ledger_month_sums (
    month date not null,
    account text not null references accounts (code),
    currency_code char(3) not null,
    debit_minor bigint not null check (debit_minor >= 0),
    credit_minor bigint not null check (credit_minor >= 0),
    entries bigint not null check (entries > 0),
    primary key (month, account, currency_code)
);

-- Entries come nearly in the order of their dates, so ranges of dates need a very small index only.
create index ix_ledger_entries_entry_date on ledger_entries using brin (entry_date) with (autosummarize = on);

-- A foreign key would look up the account for every line; here a whole batch is compared with the chart at once.
create function ledger_check_entries() returns trigger language plpgsql as $$
declare
    wrong record;
    closed date := closed_through();
begin
    select entry.account into wrong
    from new_entries entry
    where not exists (select from accounts where accounts.code = entry.account)
    limit 1;
    if found then
        raise exception '''%'' is not in the chart of accounts', wrong.account using errcode = 'foreign_key_violation';
    end if;
    if closed is not null then
        select min(entry_date) as entry_date into wrong from new_entries where entry_date <= closed;
        if wrong.entry_date is not null then
            raise exception '% is closed: the first open day is %', to_char(wrong.entry_date, 'YYYY-MM'), closed + 1
                using errcode = 'FD002', hint = wrong.entry_date || ' ' || (closed + 1);
        end if;
    end if;
    return null;
end $$;

create trigger ledger_entries_allowed after insert on ledger_entries
    referencing new table as new_entries
    for each statement execute function ledger_check_entries();
