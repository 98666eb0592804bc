-- Deadlines that were moved: from when to when, and why.
alter table calls add column extensions jsonb not null default '[]';
alter table calls alter column extensions drop default;
