-- How a line of a budget is computed, and what a call sets as the most.
alter table budget_lines add column details jsonb;
alter table calls add column ceilings jsonb not null default '{}';
alter table calls alter column ceilings drop default;
