-- Statements of all donors of a year. The rows say what is left to do, so that any instance carries on after a kill.
create table statement_batches (
    id uuid primary key,
    year integer not null,
    language text not null,
    requested_by text not null,
    requested_at timestamptz not null,
    finished_at timestamptz
);

-- One at a time for a year.
create unique index ix_statement_batches_running on statement_batches (year) where finished_at is null;

-- Statements as they were made; never changed. The same figures are made once.
create table statement_papers (
    id uuid primary key,
    donor_id uuid not null,
    from_date date not null,
    to_date date not null,
    language text not null,
    figures bytea not null,
    number text not null,
    donor_name text not null,
    made_at timestamptz not null,
    file bytea not null
);

-- Files are compressed in themselves already.
alter table statement_papers alter column file set storage external;

create unique index ix_statement_papers_question
    on statement_papers (donor_id, from_date, to_date, language, figures);

create table statement_batch_items (
    batch_id uuid not null references statement_batches (id),
    position integer not null,
    donor_id uuid not null,
    donor_name text not null,
    state text not null check (state in ('Waiting', 'Made', 'Unchanged', 'Failed')),
    paper_id uuid references statement_papers (id),
    problem text not null,
    primary key (batch_id, position),
    check ((paper_id is not null) = (state in ('Made', 'Unchanged')))
);

create unique index ix_statement_batch_items_batch_id_donor_id on statement_batch_items (batch_id, donor_id);
create index ix_statement_batch_items_waiting on statement_batch_items (batch_id, position) where state = 'Waiting';

create trigger statement_papers_stay before update or delete or truncate on statement_papers
    for each statement execute function refuse_delete();
