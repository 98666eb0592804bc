create table notes (
    id uuid not null constraint pk_notes primary key,
    text varchar(200) not null,
    amount_minor bigint not null,
    amount_currency char(3) not null,
    limit_minor bigint,
    limit_currency char(3),
    version integer not null
);

create unique index ix_notes_text on notes (text) where text like 'only one%';

create table payments (
    id bigint generated always as identity primary key,
    agreement_id uuid not null,
    number integer not null
);
