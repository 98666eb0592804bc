-- Files that answer questions of a form. A file that is whole is never changed or removed: a draft that takes another one
-- names another one, and what was handed in stays what it was.
create table proposal_files (
    id uuid not null,
    proposal_id uuid not null,
    question text not null,
    name text not null,
    kind text not null,
    most_bytes bigint not null,
    received_bytes bigint not null,
    sha256 text not null,
    sent_by text not null,
    sent_at timestamptz not null,
    constraint pk_proposal_files primary key (id),
    constraint fk_proposal_files_proposals_proposal_id foreign key (proposal_id) references proposals (id),
    constraint ck_proposal_files_received_bytes check (received_bytes between 0 and most_bytes)
);

create index ix_proposal_files_proposal_id on proposal_files (proposal_id);

-- Bytes go through as they are: compressing them twice costs more than it saves.
create table proposal_file_parts (
    file_id uuid not null,
    first_byte bigint not null,
    content bytea not null,
    constraint pk_proposal_file_parts primary key (file_id, first_byte),
    constraint fk_proposal_file_parts_proposal_files_file_id foreign key (file_id) references proposal_files (id)
);

alter table proposal_file_parts alter column content set storage external;
