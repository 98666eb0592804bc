-- The dump that ran before leaves no schema to look in.
set search_path = public;

-- What pgbench needs beside the tables themselves: donors, and keys that grow with time as ours do (UUIDv7), because
-- random keys would make the limit slower than it is.
create sequence perf_ids cache 1000;

create function perf_id() returns uuid language sql volatile as $$
    select ('01900000-0000-7000-8000-' || lpad(to_hex(nextval('perf_ids')), 12, '0'))::uuid
$$;

create function perf_donor(number integer) returns uuid language sql immutable as $$
    select ('00000000-0000-7000-8000-' || lpad(number::text, 12, '0'))::uuid
$$;

-- The chart of accounts, which the ledger compares every line with.
insert into accounts (code, name, kind, normal_side, position_part, usd_only) values
    ('bank', 'Bank', 'Asset', 'Debit', null, false),
    ('received', 'Received', 'Income', 'Credit', 'Received', true),
    ('support_costs_set_aside', 'Set aside', 'Memorandum', 'Credit', 'ProgrammeSupportCosts', true),
    ('appropriated', 'Appropriated', 'Memorandum', 'Debit', null, true),
    ('reserved', 'Reserved', 'Memorandum', 'Credit', 'Reserved', true),
    ('committed', 'Committed', 'Memorandum', 'Credit', 'Committed', true);

insert into donors (id, kind, name, search_name, name_words, country_code, language, publicly_anonymous, registered_at)
select perf_donor(n), 'Individual', 'Donor ' || n, 'donor ' || n, array['donor'], 'FR', 'en', false, now()
from generate_series(1, 50) n;

-- One envelope that every award is committed from.
insert into fund_balance values (1, 1000000000000, 0, 0, 0, 900000000000, 0, 0, 0);
insert into reservations values (perf_donor(1), 900000000000, 0, 0, now(), null);
