-- Priorities in words, and the most percent of a budget that may be general operating costs (0: no ceiling).
alter table calls
    add column priorities jsonb not null default '[]',
    add column operating_ceiling_percent integer not null default 0;
alter table calls alter column priorities drop default, alter column operating_ceiling_percent drop default;
