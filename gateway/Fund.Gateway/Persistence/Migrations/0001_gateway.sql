-- Accounts, sessions, sign-in attempts, notices and shared keys of the gateway.

create table accounts (
    id uuid not null constraint pk_accounts primary key,
    user_name text not null,
    normalized_user_name text not null,
    email text not null,
    normalized_email text not null,
    password_hash text not null,
    security_stamp text not null,
    concurrency_stamp text,
    role text not null,
    organisation_id uuid,
    donor_id uuid,
    created_at timestamptz not null,
    created_by text not null,
    request_id text not null,
    input_hash bytea not null
);

-- One account per e-mail address, one account per request.
create unique index ix_accounts_normalized_user_name on accounts (normalized_user_name);
create unique index ix_accounts_created_by_request_id on accounts (created_by, request_id);

-- Access tokens given out; the token itself is never stored, only its SHA-256.
create table sessions (
    session_id uuid not null constraint pk_sessions primary key,
    account_id uuid not null constraint fk_sessions_accounts_account_id references accounts (id) on delete cascade,
    token_hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);

create unique index ix_sessions_token_hash on sessions (token_hash);
create index ix_sessions_account_id on sessions (account_id);
create index ix_sessions_expires_at on sessions (expires_at);

-- Sign-in attempts per address, per account and per both, under a hash, so that no e-mail address is kept for a guess.
create table sign_in_attempts (
    key bytea not null constraint pk_sign_in_attempts primary key,
    attempts integer not null,
    window_ends_at timestamptz not null
);

create index ix_sign_in_attempts_window_ends_at on sign_in_attempts (window_ends_at);

-- One row per contribution recorded. The id is the contribution's own, so the same event twice is one notice.
create table notices (
    contribution_id uuid not null constraint pk_notices primary key,
    donor_id uuid not null,
    amount_minor bigint not null,
    amount_currency char(3) not null,
    value_date date not null
);

create index ix_notices_donor_id_contribution_id on notices (donor_id, contribution_id);

-- Keys that all instances protect cookies and forms with.
create table data_protection_keys (
    id uuid not null constraint pk_data_protection_keys primary key,
    friendly_name text not null,
    xml text not null
);
