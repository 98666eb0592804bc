-- The rows of one contribution in USD, as the donations service writes them, in one transaction: the request with its
-- answer, the contribution, four ledger entries, what is added to the running totals, the event, and the entry of the audit
-- trail.
\set donor random(1, 50)
\set cents random(100, 999999)
begin;
select perf_id() as id, perf_id() as line \gset
insert into requests (caller, request_id, operation, input_hash, response) values ('01900000-0000-7000-8000-000000000001', :id::text, 'fund.donations.v1.RecordContributionRequest', decode(repeat('ab', 32), 'hex'), decode(repeat('cd', 180), 'hex'));
insert into contributions (id, donor_id, amount_minor, amount_currency, value_date, channel, earmark, recorded_at, usd_cents, support_cost_cents, units_per_usd, rate_effective_date, valued_at) values (:id::uuid, perf_donor(:donor::integer), :cents::bigint, 'USD', date '2026-01-15', 'Bank', '', now(), :cents::bigint, :cents::bigint * 13 / 113, 1, date '2026-01-15', now());
insert into ledger_entries (id, transaction_id, account, amount_minor, amount_currency, entry_date, kind, cause_id, posted_at) values (perf_id(), :line::uuid, 'bank', :cents::bigint, 'USD', date '2026-01-15', 'contribution', :id::uuid, now()), (perf_id(), :line::uuid, 'received', -(:cents::bigint), 'USD', date '2026-01-15', 'contribution', :id::uuid, now()), (perf_id(), :line::uuid, 'support_costs_set_aside', -11, 'USD', date '2026-01-15', 'support costs set aside', :id::uuid, now()), (perf_id(), :line::uuid, 'appropriated', 11, 'USD', date '2026-01-15', 'support costs set aside', :id::uuid, now());
insert into fund_balance_additions (id, received, support_costs_set_aside, support_costs_charged, held_back, reserved, committed, disbursed, refunded) values (perf_id(), :cents::bigint, :cents::bigint * 13 / 113, 0, 0, 0, 0, 0, 0);
insert into outbox (message_id, aggregate_key, type, body) values (perf_id(), :id::text, 'Fund.Events.ContributionRecorded', jsonb_build_object('ContributionId', :id::text, 'DonorId', perf_donor(:donor::integer), 'AmountMinor', :cents::bigint, 'CurrencyCode', 'USD', 'ValueDate', '2026-01-15'));
insert into audit_entries (actor, roles, call, outcome, times, request_id, trace_id, address, session, records, changes) values ('01900000-0000-7000-8000-000000000001', 'finance_officer', '/fund.donations.v1.DonationsService/RecordContribution', 'done', 1, :id::text, repeat('0f', 16), '127.0.0.1', repeat('0e', 8), array['contribution' || chr(58) || :id::text], jsonb_build_object('contribution', jsonb_build_object('donor_id', perf_donor(:donor::integer), 'amount_minor', :cents::bigint, 'amount_currency', 'USD', 'value_date', '2026-01-15', 'channel', 'Bank'))::text);
commit;
