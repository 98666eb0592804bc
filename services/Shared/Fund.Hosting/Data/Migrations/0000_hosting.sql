-- Tables that Fund.Hosting keeps in every service's own database.

-- Events waiting to be published; written in the transaction that made them true.
create table outbox (
    id bigint generated always as identity primary key,
    message_id uuid not null,
    aggregate_key text not null,
    type text not null,
    body jsonb not null,
    trace_parent text,
    created_at timestamptz not null default now(),
    attempts integer not null default 0,
    next_attempt_at timestamptz not null default now(),
    last_error text,
    parked_at timestamptz
);

create index ix_outbox_aggregate_key_id on outbox (aggregate_key, id);

-- Events already consumed; written in the transaction of their effect.
create table inbox (
    consumer text not null,
    message_id uuid not null,
    consumed_at timestamptz not null default now(),
    constraint pk_inbox primary key (consumer, message_id)
);

-- Requests already carried out, with the answer that was given.
create table requests (
    caller text not null,
    request_id text not null,
    operation text not null,
    input_hash bytea not null,
    response bytea,
    created_at timestamptz not null default now(),
    constraint pk_requests primary key (caller, request_id)
);
