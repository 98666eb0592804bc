-- Lets nobody change rates or settings until the transaction ends, and refuses when they are not those expected. The
-- lock comes first: what is read after it is what the transaction commits with.
create function hold_references(expected bigint) returns void language plpgsql volatile as $$
declare
    actual bigint;
begin
    perform pg_advisory_xact_lock_shared(724610);
    select version into actual from reference_version where id = 1;
    if actual <> expected then
        raise exception 'rates or settings changed: version % instead of %', actual, expected using errcode = 'FD001';
    end if;
end $$;
