-- Declarations of interest: kept one after the other, the newest counts.
create table interest_declarations (
    id uuid not null,
    assignment_id uuid not null,
    call_id uuid not null,
    interests jsonb not null,
    explanation text not null,
    outcome text not null,
    declared_at timestamptz not null,
    reason text,
    decided_by text,
    constraint pk_interest_declarations primary key (id),
    constraint fk_interest_declarations_assignments_assignment_id foreign key (assignment_id) references assignments (id)
);

create index ix_interest_declarations_assignment_id on interest_declarations (assignment_id);
create index ix_interest_declarations_call_id on interest_declarations (call_id);

-- What reviewers keep while they work.
create table review_drafts (
    assignment_id uuid not null,
    scores jsonb not null,
    private_notes text not null,
    version integer not null,
    saved_at timestamptz not null,
    constraint pk_review_drafts primary key (assignment_id),
    constraint fk_review_drafts_assignments_assignment_id foreign key (assignment_id) references assignments (id)
);

create table reviewer_profiles (
    id uuid not null,
    reviewer_id uuid not null,
    languages jsonb not null,
    countries jsonb not null,
    most_proposals integer not null,
    constraint pk_reviewer_profiles primary key (id)
);

create unique index ix_reviewer_profiles_reviewer_id on reviewer_profiles (reviewer_id);

create table review_plans (
    call_id uuid not null,
    due_on date not null,
    constraint pk_review_plans primary key (call_id),
    constraint fk_review_plans_calls_call_id foreign key (call_id) references calls (id)
);

-- Somebody is reminded of a day once, however many instances look.
create table review_reminders (
    assignment_id uuid not null,
    due_on date not null,
    reminded_at timestamptz not null,
    constraint pk_review_reminders primary key (assignment_id, due_on),
    constraint fk_review_reminders_assignments_assignment_id foreign key (assignment_id) references assignments (id)
);

create table consensus_notes (
    id uuid not null,
    call_id uuid not null,
    proposal_id uuid not null,
    note text not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    constraint pk_consensus_notes primary key (id),
    constraint fk_consensus_notes_proposals_proposal_id foreign key (proposal_id) references proposals (id)
);

create index ix_consensus_notes_call_id on consensus_notes (call_id);
create index ix_consensus_notes_proposal_id on consensus_notes (proposal_id);

-- Why a reviewer was taken off, and by whom.
alter table assignments
    add column removal_reason text,
    add column removed_by text;
