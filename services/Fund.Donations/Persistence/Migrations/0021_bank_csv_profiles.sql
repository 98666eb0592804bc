-- Files that came by parts are kept with their import; how the CSV files of an account are read is kept by name.

alter table bank_files add column import_id uuid references imports (id);

create table bank_csv_profiles (
    id uuid primary key,
    account text not null,
    name text not null,
    layout jsonb not null,
    saved_by text not null,
    saved_at timestamptz not null
);

create unique index ix_bank_csv_profiles_account_name on bank_csv_profiles (account, name);
