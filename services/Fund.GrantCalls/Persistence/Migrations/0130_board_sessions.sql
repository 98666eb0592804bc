-- Sessions of the Board with a life of their own. Those recorded before have names of trustees and no agenda.
alter table board_sessions
    add column state text not null default 'recorded',
    add column call_ids jsonb not null default '[]',
    add column place text not null default '',
    add column agenda jsonb not null default '[]',
    add column attendees jsonb not null default '[]',
    add column version integer not null default 0,
    add column closed_at timestamptz;
update board_sessions set call_ids = jsonb_build_array(call_id);
alter table board_sessions
    alter column state drop default,
    alter column call_ids drop default,
    alter column place drop default,
    alter column agenda drop default,
    alter column attendees drop default,
    alter column version drop default;

-- A trustee takes no part in a proposal, in any session. Never taken back.
create table board_recusals (
    id uuid not null,
    board_session_id uuid not null,
    proposal_id uuid not null,
    trustee_id uuid not null,
    name text not null,
    reason text not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    constraint pk_board_recusals primary key (id),
    constraint fk_board_recusals_board_sessions_board_session_id foreign key (board_session_id) references board_sessions (id),
    constraint fk_board_recusals_proposals_proposal_id foreign key (proposal_id) references proposals (id)
);

create unique index ix_board_recusals_proposal_id_trustee_id on board_recusals (proposal_id, trustee_id);
create index ix_board_recusals_trustee_id on board_recusals (trustee_id);
create index ix_board_recusals_board_session_id on board_recusals (board_session_id);

alter table board_decisions
    add column undone_at timestamptz,
    add column undone_by text,
    add column undo_reason text;
