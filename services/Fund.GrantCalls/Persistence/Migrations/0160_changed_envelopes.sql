-- The envelope of a running call can be raised and lowered: what came about, and what the donations service has still to
-- answer.
alter table calls add column envelope_changes jsonb not null default '[]';
alter table calls alter column envelope_changes drop default;
alter table calls add column envelope_changing jsonb;
