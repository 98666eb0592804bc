-- A contribution that was recorded wrongly is reversed, never changed: it stays, and stops counting on the day of the
-- reversal. What replaces it names it, and counts from the day it was booked.
alter table contributions
    add column booked_on date,
    add column corrects_id uuid references contributions (id),
    add column reversed_on date,
    add column reversed_at timestamptz,
    add column reversal_reason text,
    add check (booked_on >= value_date),
    add check (reversed_on >= coalesce(booked_on, value_date)),
    add check (num_nulls(reversed_on, reversed_at, reversal_reason) in (0, 3));

-- One replacement for each.
create unique index ix_contributions_corrects_id on contributions (corrects_id) where corrects_id is not null;

create index ix_contributions_reversed_on on contributions (reversed_on) where reversed_on is not null;
