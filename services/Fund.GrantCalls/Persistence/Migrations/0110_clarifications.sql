-- Questions about a call, answered once and published to everybody at that moment.
create table clarifications (
    id uuid not null,
    call_id uuid not null,
    -- Who asked: told of the answer, shown to nobody.
    organisation_id uuid not null,
    question text not null,
    published_question text,
    answer text,
    asked_at timestamptz not null,
    published_at timestamptz,
    answered_by text,
    constraint pk_clarifications primary key (id),
    constraint fk_clarifications_calls_call_id foreign key (call_id) references calls (id),
    constraint ck_clarifications_published check ((published_at is null) = (answer is null))
);

create index ix_clarifications_call_id on clarifications (call_id);
