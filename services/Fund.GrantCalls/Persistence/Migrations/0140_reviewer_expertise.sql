-- What reviewers know about, in their own words.
alter table reviewer_profiles add column expertise jsonb not null default '[]';
