-- A new rate concerns contributions from a value date on. They are looked at in the order of value date and id, along an
-- index that has just that order, so that each step reads on where the last one stopped, however old the fund is.
drop index ix_contributions_foreign;

create index ix_contributions_foreign on contributions (amount_currency, value_date, id)
    where amount_currency <> 'USD';

-- What was in work begins again: what has its value already is passed over.
alter table rate_valuations add column after_date date;

update rate_valuations set after_date = from_date;

update rate_valuations set after_id = '00000000-0000-0000-0000-000000000000' where finished_at is null;

alter table rate_valuations alter column after_date set not null;
