-- Portfolios that were put before the Board; the newest of a call counts.
create table adopted_portfolios (
    id uuid not null,
    call_id uuid not null,
    result jsonb not null,
    adopted_by text not null,
    adopted_at timestamptz not null,
    constraint pk_adopted_portfolios primary key (id),
    constraint fk_adopted_portfolios_calls_call_id foreign key (call_id) references calls (id)
);

create index ix_adopted_portfolios_call_id on adopted_portfolios (call_id);

-- What a decision says beside its reasons: conditions of an award, why it departs from the portfolio, the vote.
alter table board_decisions
    add column conditions text,
    add column departure_reason text,
    add column votes_for integer,
    add column votes_against integer,
    add column abstentions integer;
alter table awards
    add column conditions text,
    add column departure_reason text,
    add column votes_for integer,
    add column votes_against integer,
    add column abstentions integer;

-- Letters; what was sent is never changed.
create table letters (
    id uuid not null,
    call_id uuid not null,
    proposal_id uuid not null,
    organisation_id uuid not null,
    proposal_number text not null,
    organisation_name text not null,
    kind text not null,
    language text not null,
    subject text not null,
    text text not null,
    written_by text not null,
    written_at timestamptz not null,
    sent_at timestamptz,
    times_sent integer not null,
    constraint pk_letters primary key (id),
    constraint fk_letters_proposals_proposal_id foreign key (proposal_id) references proposals (id)
);

create index ix_letters_call_id on letters (call_id);
create index ix_letters_proposal_id on letters (proposal_id);
create index ix_letters_organisation_id on letters (organisation_id);
