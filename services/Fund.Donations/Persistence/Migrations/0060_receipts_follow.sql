-- A receipt is never changed, but it follows its donor when a duplicate is merged, and goes back when that is undone.
create or replace function receipts_refuse_change() returns trigger language plpgsql as $$
begin
    if old.first_printed_at is null
        and to_jsonb(new) - 'first_printed_at' = to_jsonb(old) - 'first_printed_at' then
        return new;
    end if;
    if current_setting('fund.merging_donors', true) = 'on'
        and to_jsonb(new) - 'donor_id' = to_jsonb(old) - 'donor_id' then
        return new;
    end if;
    raise exception 'a receipt is never changed' using errcode = 'restrict_violation';
end $$;
