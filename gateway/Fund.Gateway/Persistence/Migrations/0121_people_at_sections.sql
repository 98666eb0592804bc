-- Who has a section of a draft open, so that colleagues see it. No lock: whoever goes away is forgotten after minutes.
create table people_at_sections (
    proposal_id uuid not null,
    section text not null,
    account_id uuid not null,
    organisation_id uuid not null,
    since timestamptz not null,
    seen_at timestamptz not null,
    constraint pk_people_at_sections primary key (proposal_id, section, account_id)
);

create index ix_people_at_sections_seen_at on people_at_sections (seen_at);
