-- Two people may change one layout: whoever saw an older version is told, and overwrites nothing.
alter table bank_csv_profiles add column version integer not null default 1;
alter table bank_csv_profiles alter column version drop default;
