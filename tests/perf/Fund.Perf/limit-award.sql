-- The rows of one award, as the donations service writes them, in one transaction that holds the row of totals from its
-- decision to its commit: the envelope, the award, two ledger entries, the totals, the request with its answer, and the
-- entry of the audit trail.
-- (A colon in a text would be a variable to pgbench.)
begin;
select perf_id() as id, perf_id() as line \gset
update fund_balance set reserved = reserved - 100, committed = committed + 100 where id = 1 and reserved >= 100;
update reservations set committed_cents = committed_cents + 100 where call_id = perf_donor(1) and committed_cents + released_cents + 100 <= envelope_cents;
insert into awards (award_id, call_id, committed_cents, disbursed_cents, committed_on, committed_at, pool_cents) values (:id::uuid, perf_donor(1), 100, 0, date '2026-01-15', now(), 1000000000000);
insert into ledger_entries (id, transaction_id, account, amount_minor, amount_currency, entry_date, kind, cause_id, posted_at) values (perf_id(), :line::uuid, 'reserved', 100, 'USD', date '2026-01-15', 'commitment', :id::uuid, now()), (perf_id(), :line::uuid, 'committed', -100, 'USD', date '2026-01-15', 'commitment', :id::uuid, now());
insert into requests (caller, request_id, operation, input_hash, response) values ('service' || chr(58) || 'grantcalls', :id::text, 'fund.donations.v1.CommitAwardRequest', decode(repeat('ab', 32), 'hex'), decode(repeat('cd', 80), 'hex'));
insert into audit_entries (actor, roles, call, outcome, times, request_id, trace_id, records, changes) values ('service' || chr(58) || 'grantcalls', 'service', '/fund.donations.v1.DonationsService/CommitAward', 'done', 1, :id::text, repeat('0f', 16), array['reservation' || chr(58) || perf_donor(1), 'award' || chr(58) || :id::text], jsonb_build_object('reservation', jsonb_build_object('committed_cents', array[900000, 900100]), 'award', jsonb_build_object('call_id', perf_donor(1), 'committed_cents', 100))::text);
commit;
