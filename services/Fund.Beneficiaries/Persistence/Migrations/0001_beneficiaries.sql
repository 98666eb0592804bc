-- Beneficiary reporting: facts of projects, returns, case records, releases. Nothing here can hold an identity.

create table projects (
    agreement_id uuid not null,
    agreement_number text not null,
    organisation_id uuid not null,
    title text not null,
    country_code text not null,
    starts_on date not null,
    ends_on date not null,
    constraint pk_projects primary key (agreement_id)
);

create table report_periods (
    report_id uuid not null,
    agreement_id uuid not null,
    number integer not null,
    period_from date not null,
    period_to date not null,
    constraint pk_report_periods primary key (report_id),
    constraint fk_report_periods_projects_agreement_id foreign key (agreement_id)
        references projects (agreement_id) on delete cascade
);

create index ix_report_periods_agreement_id on report_periods (agreement_id);

-- One return per report; a resubmission replaces it, an accepted one is locked.
create table returns (
    id uuid not null,
    agreement_id uuid not null,
    organisation_id uuid not null,
    report_id uuid not null,
    period_number integer not null,
    period_from date not null,
    period_to date not null,
    kind text not null,
    state text not null,
    question text not null,
    warnings text[] not null,
    submitted_at timestamptz not null,
    accepted_at timestamptz,
    counted_in_release integer,
    constraint pk_returns primary key (id),
    constraint fk_returns_report_periods_report_id foreign key (report_id)
        references report_periods (report_id) on delete cascade
);

create unique index ix_returns_report_id on returns (report_id);
create index ix_returns_agreement_id on returns (agreement_id);
create index ix_returns_organisation_id on returns (organisation_id);

create table return_cells (
    return_id uuid not null,
    measure text not null,
    gender text not null,
    age_group text not null,
    exploitation text not null,
    count integer not null,
    constraint pk_return_cells primary key (return_id, measure, gender, age_group, exploitation),
    constraint fk_return_cells_returns_return_id foreign key (return_id) references returns (id) on delete cascade
);

-- The pseudonym itself is nowhere: person_hash is HMAC-SHA-256 of organisation and pseudonym, under a key that is not
-- in any database.
create table case_records (
    id uuid not null,
    return_id uuid not null,
    person_hash bytea not null,
    gender text not null,
    age_band text not null,
    citizenships text[] not null,
    trafficking_status text not null,
    types_of_exploitation text[] not null,
    countries_of_exploitation text[] not null,
    trafficking_type text not null,
    services text[] not null,
    consent boolean,
    constraint pk_case_records primary key (id),
    constraint fk_case_records_returns_return_id foreign key (return_id) references returns (id) on delete cascade
);

create unique index ix_case_records_return_id_person_hash on case_records (return_id, person_hash);
create index ix_case_records_person_hash on case_records (person_hash);

create table releases (
    id uuid not null,
    number integer not null,
    up_to date not null,
    published_at timestamptz not null,
    minimum_cell integer not null,
    protection_width integer not null,
    constraint pk_releases primary key (id)
);

create unique index ix_releases_number on releases (number);

-- True figures of each release, kept to test later releases against; never shown.
create table release_figures (
    release_id uuid not null,
    key text not null,
    true_count bigint not null,
    published boolean not null,
    constraint pk_release_figures primary key (release_id, key),
    constraint fk_release_figures_releases_release_id foreign key (release_id)
        references releases (id) on delete cascade
);

-- The tables as published; count is null where protected.
create table published_cells (
    release_id uuid not null,
    position integer not null,
    table_key text not null,
    title text not null,
    row_dimension text not null,
    column_dimension text not null,
    row_code text not null,
    column_code text not null,
    count bigint,
    constraint pk_published_cells primary key (release_id, position),
    constraint fk_published_cells_releases_release_id foreign key (release_id)
        references releases (id) on delete cascade
);

create table disclosure_settings (
    name text not null,
    value integer not null,
    source text not null,
    constraint pk_disclosure_settings primary key (name)
);

insert into disclosure_settings (name, value, source) values
    ('minimum_cell', 11, 'Counter-Trafficking Data Collaborative (CTDC): public data are released at k = 11'),
    ('protection_width', 10, 'minimum_cell less one: at least eleven possible values for every protected figure');

-- Which key the hashes were made with: a hash of a fixed text, compared at start.
create table pseudonym_key (
    only_one boolean not null default true check (only_one),
    fingerprint bytea not null,
    constraint pk_pseudonym_key primary key (only_one)
);
