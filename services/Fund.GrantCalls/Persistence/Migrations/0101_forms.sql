-- Forms of calls: numbered versions that are never changed; drafts keep every answer, submissions what was asked.
create table call_forms (
    call_id uuid not null,
    number integer not null,
    form jsonb not null,
    created_by text not null,
    created_at timestamptz not null,
    constraint pk_call_forms primary key (call_id, number),
    constraint fk_call_forms_calls_call_id foreign key (call_id) references calls (id),
    constraint ck_call_forms_number check (number > 0)
);

-- 0: the questions of the call are its form.
alter table calls add column form_number integer not null default 0;
alter table calls alter column form_number drop default;

alter table proposals
    add column submitted_answers jsonb not null default '[]',
    add column form_number integer not null default 0,
    add column sections jsonb not null default '[]';
alter table proposals
    alter column submitted_answers drop default,
    alter column form_number drop default,
    alter column sections drop default;
update proposals set submitted_answers = answers where submitted_at is not null;
