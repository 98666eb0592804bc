-- The envelope of a running call can be raised and lowered; its changes have numbers, so that a late one is told from the last.
alter table reservations add column change_number integer not null default 0 check (change_number >= 0);
