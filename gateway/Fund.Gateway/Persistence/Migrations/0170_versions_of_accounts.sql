-- Two administrators may change one account: whoever saw an older version is told, and overwrites nothing.
alter table accounts add column version integer not null default 1;
alter table accounts alter column version drop default;
