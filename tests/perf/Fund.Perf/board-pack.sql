-- A call with a hundred reviewed proposals and a session of the Board with all of them on its agenda.
with made as (
    insert into calls (
        id, stage, version, titles, descriptions, opens_at_local, closes_at_local, time_zone, opens_at, closes_at,
        envelope_usd_cents, minimum_grant_usd_cents, maximum_grant_usd_cents, minimum_months, maximum_months, criteria,
        questions, grid, reviewers_per_proposal, spread_limit, awarded_usd_cents, published_at, release_pending,
        created_by, created_at, form_number, extensions, priorities, operating_ceiling_percent, ceilings, envelope_changes
    ) values (
        gen_random_uuid(), 'in_evaluation', 3, '[{"language":"en","text":"Direct assistance to survivors 2026"}]',
        '[{"language":"en","text":"Shelter and legal aid."}]', '2026-01-01', '2026-02-01', 'UTC', '2026-01-01', '2026-02-01',
        200000000, 2000000, 6000000, 6, 24, '[]', '[]',
        '[{"key":"need","label":"Need and relevance","weight":40,"guidance":""},
          {"key":"quality","label":"Victim-centred quality and safeguarding","weight":35,"guidance":""},
          {"key":"budget","label":"Budget","weight":25,"guidance":""}]',
        2, 20, 0, '2026-01-01', false, 'benchmark', '2026-01-01', 0, '[]', '[]', 0, '{}', '[]'
    ) returning id
),
countries as (
    select row_number() over () as place, code
    from unnest(array['KE','NG','UG','NP','IN','PH','KH','CO','PE','UA','MD','LB','JO','SN','ML','TH','MX','GT','RO','AL']) code
),
texts as (
    select
        'The organisation has worked with survivors for many years, describes the need with figures of its own, and says '
        || 'how it protects people who come to it. ' as praise,
        'The budget for travel is high for what is planned, and the plan for the time after the grant stays general; the '
        || 'indicators count activities and not what changes for people. ' as doubt
),
applied as (
    insert into proposals (
        id, call_id, organisation_id, state, title, summary, country_code, requested_usd_cents, duration_months, answers,
        submitted_answers, form_number, sections, version, number, submitted_at, submitted_by, organisation_name,
        created_by, created_at
    )
    select
        gen_random_uuid(), made.id, gen_random_uuid(), 'eligible', 'A safe house and the way back to work, district ' || n,
        'Shelter.', code, 2000000 + (n * 35000), 12 + (n % 12), '[]',
        jsonb_build_array(
            jsonb_build_object('key', 'direct_people', 'value', (40 + n)::text),
            jsonb_build_object('key', 'exploitation', 'value', 'sexual,labour')
        ),
        0, '[]', 1, 'B' || left(made.id::text, 4) || '-' || lpad(n::text, 4, '0'), '2026-01-20', 'benchmark',
        'House of Return ' || n, 'benchmark', '2026-01-20'
    from made, generate_series(1, 100) n, countries where countries.place = 1 + (n % 20)
    returning id, call_id, number, requested_usd_cents
),
budgets as (
    insert into budget_lines (id, proposal_id, position, category, description, amount_usd_cents)
    select
        gen_random_uuid(), applied.id, place, chr(65 + place), 'Costs of category ' || chr(65 + place),
        case when place = 0 then requested_usd_cents - (6 * (requested_usd_cents / 10)) else requested_usd_cents / 10 end
    from applied, generate_series(0, 6) place
),
screened as (
    insert into screenings (id, proposal_id, organisation, screened_by, screened_at)
    select
        gen_random_uuid(), applied.id,
        '{"name":"House of Return","registeredOn":"2010-01-01","assistingSinceYear":2010,"bankAccountVerified":true,
          "redFlag":false,"verifiedUntil":"2027-12-31","countryCode":"KE","hasPseaPolicy":true}',
        'benchmark', '2026-02-02'
    from applied
),
criteria as (
    insert into criterion_results (proposal_id, key, position, outcome, reason, decided_by, at)
    select
        applied.id, 'partners', 0, 'met', 'Letters of both partners were seen and are genuine.', 'benchmark', '2026-02-02'
    from applied
),
reviews as (
    insert into assignments (
        id, call_id, proposal_id, reviewer_id, state, scores, total, assigned_by, assigned_at, declared_at, reviewed_at
    )
    select
        gen_random_uuid(), applied.call_id, applied.id, gen_random_uuid(), 'reviewed',
        jsonb_build_array(
            jsonb_build_object('key', 'need', 'points', 36 + reviewer, 'reason', repeat(praise, 3)),
            jsonb_build_object('key', 'quality', 'points', 20, 'reason', repeat(doubt, 3)),
            jsonb_build_object('key', 'budget', 'points', 12, 'reason', repeat(doubt, 3))
        ),
        68 + reviewer, 'benchmark', '2026-02-03', '2026-02-03', '2026-02-04'
    from applied, texts, generate_series(0, 1) reviewer
),
agreed as (
    insert into consensus_notes (id, call_id, proposal_id, note, recorded_by, recorded_at)
    select gen_random_uuid(), applied.call_id, applied.id, repeat(praise, 2), 'benchmark', '2026-02-05' from applied, texts
)
insert into board_sessions (
    id, call_id, call_ids, state, held_on, place, agenda, attendees, present, quorum, version, recorded_by, recorded_at
)
select
    gen_random_uuid(), made.id, jsonb_build_array(made.id), 'planned', '2026-03-01', 'Vienna',
    (select jsonb_agg(jsonb_build_object('proposalId', applied.id, 'text', '') order by applied.number) from applied),
    '[]', '[]', 0, 1, 'benchmark', '2026-02-20'
from made
returning id;
