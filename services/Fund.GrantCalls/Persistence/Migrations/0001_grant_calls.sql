-- Calls for proposals, proposals, eligibility, reviews and the Board's decisions.
-- Every amount of this service is US dollars, in whole cents.

create table calls (
    id uuid not null,
    stage text not null,
    version integer not null,
    titles jsonb not null,
    descriptions jsonb not null,
    opens_at_local timestamp not null,
    closes_at_local timestamp not null,
    time_zone text not null,
    opens_at timestamptz not null,
    closes_at timestamptz not null,
    envelope_usd_cents bigint not null,
    minimum_grant_usd_cents bigint not null,
    maximum_grant_usd_cents bigint not null,
    minimum_months integer not null,
    maximum_months integer not null,
    criteria jsonb not null,
    questions jsonb not null,
    grid jsonb not null,
    reviewers_per_proposal integer not null,
    spread_limit integer not null,
    awarded_usd_cents bigint not null,
    cancellation_reason text,
    publish_request text,
    published_at timestamptz,
    release_pending boolean not null,
    created_by text not null,
    created_at timestamptz not null,
    constraint pk_calls primary key (id),
    constraint ck_calls_window check (opens_at < closes_at),
    constraint ck_calls_grants check (
        minimum_grant_usd_cents > 0
        and maximum_grant_usd_cents >= minimum_grant_usd_cents
        and envelope_usd_cents >= maximum_grant_usd_cents
    ),
    -- The rule of the house: awards never exceed the envelope, whatever runs at the same time.
    constraint ck_calls_awarded_within_envelope check (awarded_usd_cents between 0 and envelope_usd_cents)
);

-- What the clock work looks for.
create index ix_calls_stage on calls (stage) where stage = 'publishing';
create index ix_calls_release_pending on calls (release_pending) where release_pending;

create table proposals (
    id uuid not null,
    call_id uuid not null,
    organisation_id uuid not null,
    state text not null,
    title text not null,
    summary text not null,
    country_code text not null,
    requested_usd_cents bigint,
    duration_months integer not null,
    answers jsonb not null,
    version integer not null,
    number text,
    submitted_at timestamptz,
    submitted_by text,
    organisation_name text,
    reserve_rank integer,
    decision_reasons text,
    awarded_usd_cents bigint,
    created_by text not null,
    created_at timestamptz not null,
    constraint pk_proposals primary key (id),
    constraint fk_proposals_calls_call_id foreign key (call_id) references calls (id),
    constraint ck_proposals_awarded_within_request check (awarded_usd_cents between 1 and requested_usd_cents)
);

-- One proposal per organisation and call.
create unique index ix_proposals_call_id_organisation_id on proposals (call_id, organisation_id);
create unique index ix_proposals_number on proposals (number);
create unique index ix_proposals_call_id_reserve_rank on proposals (call_id, reserve_rank) where reserve_rank is not null;
create index ix_proposals_organisation_id on proposals (organisation_id);

create table budget_lines (
    id uuid not null,
    proposal_id uuid not null,
    position integer not null,
    category text not null,
    description text not null,
    amount_usd_cents bigint,
    constraint pk_budget_lines primary key (id),
    constraint fk_budget_lines_proposals_proposal_id foreign key (proposal_id) references proposals (id) on delete cascade
);

create index ix_budget_lines_proposal_id on budget_lines (proposal_id);

-- Last running number given per year of submission.
create table proposal_numbers (
    year integer not null,
    last integer not null,
    constraint pk_proposal_numbers primary key (year)
);

-- Submissions that were refused, so that a dispute about a deadline can be settled.
create table refused_submissions (
    id uuid not null,
    proposal_id uuid not null,
    attempted_by text not null,
    attempted_at timestamptz not null,
    reason text not null,
    message text not null,
    constraint pk_refused_submissions primary key (id),
    constraint fk_refused_submissions_proposals_proposal_id foreign key (proposal_id) references proposals (id)
);

create index ix_refused_submissions_proposal_id on refused_submissions (proposal_id);

-- What the organisation looked like at each screening.
create table screenings (
    id uuid not null,
    proposal_id uuid not null,
    organisation jsonb not null,
    screened_by text not null,
    screened_at timestamptz not null,
    constraint pk_screenings primary key (id),
    constraint fk_screenings_proposals_proposal_id foreign key (proposal_id) references proposals (id)
);

create index ix_screenings_proposal_id on screenings (proposal_id);

create table criterion_results (
    proposal_id uuid not null,
    key text not null,
    position integer not null,
    outcome text not null,
    reason text not null,
    decided_by text,
    at timestamptz not null,
    constraint pk_criterion_results primary key (proposal_id, key),
    constraint fk_criterion_results_proposals_proposal_id foreign key (proposal_id) references proposals (id)
);

-- Who decided or overrode a criterion, and what that replaced; append-only.
create table criterion_decisions (
    id uuid not null,
    proposal_id uuid not null,
    key text not null,
    replaced_outcome text not null,
    replaced_reason text not null,
    met boolean not null,
    reason text not null,
    decided_by text not null,
    decided_at timestamptz not null,
    constraint pk_criterion_decisions primary key (id),
    constraint fk_criterion_decisions_proposals_proposal_id foreign key (proposal_id) references proposals (id)
);

create index ix_criterion_decisions_proposal_id on criterion_decisions (proposal_id);

create table assignments (
    id uuid not null,
    call_id uuid not null,
    proposal_id uuid not null,
    reviewer_id uuid not null,
    state text not null,
    explanation text,
    scores jsonb not null,
    total integer not null,
    assigned_by text not null,
    assigned_at timestamptz not null,
    declared_at timestamptz,
    reviewed_at timestamptz,
    constraint pk_assignments primary key (id),
    constraint fk_assignments_calls_call_id foreign key (call_id) references calls (id),
    constraint fk_assignments_proposals_proposal_id foreign key (proposal_id) references proposals (id),
    constraint ck_assignments_total check (total between 0 and 100)
);

create unique index ix_assignments_proposal_id_reviewer_id on assignments (proposal_id, reviewer_id);
create index ix_assignments_call_id on assignments (call_id);
create index ix_assignments_reviewer_id on assignments (reviewer_id);

create table board_sessions (
    id uuid not null,
    call_id uuid not null,
    held_on date not null,
    present jsonb not null,
    quorum integer not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    constraint pk_board_sessions primary key (id),
    constraint fk_board_sessions_calls_call_id foreign key (call_id) references calls (id)
);

create index ix_board_sessions_call_id on board_sessions (call_id);

-- The Board's decisions as the minutes have them; append-only.
create table board_decisions (
    id uuid not null,
    call_id uuid not null,
    board_session_id uuid not null,
    proposal_id uuid not null,
    kind text not null,
    amount_usd_cents bigint,
    reserve_rank integer,
    reasons text not null,
    recused jsonb not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    constraint pk_board_decisions primary key (id),
    constraint fk_board_decisions_board_sessions_board_session_id foreign key (board_session_id) references board_sessions (id),
    constraint fk_board_decisions_proposals_proposal_id foreign key (proposal_id) references proposals (id)
);

create index ix_board_decisions_board_session_id on board_decisions (board_session_id);
create index ix_board_decisions_proposal_id on board_decisions (proposal_id);

create table awards (
    id uuid not null,
    call_id uuid not null,
    proposal_id uuid not null,
    organisation_id uuid not null,
    organisation_name text not null,
    title text not null,
    country_code text not null,
    amount_usd_cents bigint not null,
    duration_months integer not null,
    decided_on date not null,
    state text not null,
    board_session_id uuid not null,
    reasons text not null,
    recused jsonb not null,
    request text not null,
    decided_by text not null,
    created_at timestamptz not null,
    refusal_reason text,
    constraint pk_awards primary key (id),
    constraint fk_awards_calls_call_id foreign key (call_id) references calls (id),
    constraint fk_awards_proposals_proposal_id foreign key (proposal_id) references proposals (id),
    constraint fk_awards_board_sessions_board_session_id foreign key (board_session_id) references board_sessions (id),
    constraint ck_awards_amount check (amount_usd_cents > 0)
);

-- No proposal is ever awarded twice; refused attempts don't count.
create unique index ix_awards_proposal_id on awards (proposal_id) where state <> 'refused';
create index ix_awards_call_id on awards (call_id);
create index ix_awards_board_session_id on awards (board_session_id);
create index ix_awards_state on awards (state) where state = 'committing';

-- Figures that staff can change, with where they come from.
create table settings (
    key text not null,
    value integer not null,
    source text not null,
    constraint pk_settings primary key (key)
);

insert into settings (key, value, source) values
    ('board_members', 5, 'Board of Trustees 2017-2020: five members (report of March 2019, paragraph 129)'),
    ('board_quorum', 3, 'our default: more than half of the five trustees');
