-- The audit trail: what was done, read and refused, written in the transaction that did it.
-- See services/decisions/0047-audit-trail.md.

create table audit_entries (
    id bigint generated always as identity,
    at timestamptz not null default now(),
    -- Account id, service:NAME, public, or unknown.
    actor text not null,
    -- Roles of the actor at that moment, with commas between.
    roles text not null,
    -- The RPC, or the event or clock work behind it.
    call text not null,
    outcome text not null check (outcome in ('done', 'read', 'refused')),
    -- Why it was refused.
    reason text,
    -- How often: refusals of one caller, call and minute are counted in one entry.
    times integer not null check (times > 0),
    request_id text,
    trace_id text,
    address text,
    session text,
    -- Every record it was about, as kind:id.
    records text[] not null,
    -- What changed, as JSON text, byte for byte as it is hashed.
    changes text not null,
    constraint pk_audit_entries primary key (id)
);

create index ix_audit_entries_at on audit_entries (at);
create index ix_audit_entries_actor_id on audit_entries (actor, id);
create index ix_audit_entries_call_id on audit_entries (call, id);
-- A short list of new keys, so that merging it never holds anybody up for long.
create index ix_audit_entries_records on audit_entries using gin (records) with (gin_pending_list_limit = 256);

-- A seal stands for all entries after the one before it, up to its last id.
create table audit_seals (
    number bigint not null,
    last_id bigint not null,
    entries integer not null check (entries > 0),
    root bytea not null,
    previous bytea not null,
    skip bytea not null,
    hash bytea not null,
    sealed_at timestamptz not null,
    constraint pk_audit_seals primary key (number)
);

create unique index ix_audit_seals_last_id on audit_seals (last_id);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'The audit trail is append-only: % on % is refused.', lower(tg_op), tg_table_name
        using errcode = 'FD070';
end
$$;

-- Whoever takes a number has a transaction id by then: so a number that is not there can be known to be settled.
create function audit_begins() returns trigger language plpgsql as $$
begin
    perform pg_current_xact_id();
    return null;
end
$$;

create trigger audit_entries_begin before insert on audit_entries
    for each statement execute function audit_begins();
create trigger audit_entries_stay before update or delete or truncate on audit_entries
    for each statement execute function audit_is_append_only();
create trigger audit_seals_stay before update or delete or truncate on audit_seals
    for each statement execute function audit_is_append_only();
alter table audit_entries enable always trigger audit_entries_begin;
alter table audit_entries enable always trigger audit_entries_stay;
alter table audit_seals enable always trigger audit_seals_stay;
revoke update, delete, truncate on audit_entries, audit_seals from public, current_user;
