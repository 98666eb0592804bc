-- Large files: their parts, what was found wrong with their rows, and how far they are.

create table imports (
    id uuid primary key,
    kind text not null,
    state text not null,
    file_name text not null,
    layout jsonb not null,
    create_missing_donors boolean not null,
    default_donor_kind text,
    created_by text not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    received_bytes bigint not null check (received_bytes >= 0),
    sha256 text not null,
    rows bigint not null check (rows >= 0),
    bad_rows bigint not null check (bad_rows between 0 and rows),
    done_rows bigint not null check (done_rows between 0 and rows),
    position bigint not null check (position >= 0),
    sums jsonb not null,
    columns text[] not null,
    preview jsonb not null,
    same_file_import_id uuid references imports (id),
    refusal text not null,
    failures integer not null
);

create index ix_imports_sha256 on imports (sha256) where sha256 <> '';
create index ix_imports_working on imports (id) where state in ('Checking', 'Running');

-- Bytes go through as they are: compressing them twice costs more than it saves.
create table import_parts (
    import_id uuid not null references imports (id),
    number integer not null,
    first_byte bigint not null,
    content bytea not null,
    primary key (import_id, number)
);

alter table import_parts alter column content set storage external;

create table import_problems (
    id uuid primary key,
    import_id uuid not null references imports (id),
    row_number bigint not null,
    column_name text not null,
    value text not null,
    problem text not null
);

create index ix_import_problems_import_id_id on import_problems (import_id, id);

-- A reference that the sender gave a gift, so that the same gift in another file is recognised.
create table contribution_references (
    donor_id uuid not null references donors (id),
    reference text not null,
    contribution_id uuid not null references contributions (id),
    primary key (donor_id, reference)
);

create index ix_contribution_references_contribution_id on contribution_references (contribution_id);

-- From which file a contribution was taken in.
alter table contributions add column import_id uuid;
