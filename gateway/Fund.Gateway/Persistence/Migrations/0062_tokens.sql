-- Tokens and clients of programs.

create table api_tokens (
    api_token_id uuid not null constraint pk_api_tokens primary key,
    account_id uuid not null constraint fk_api_tokens_accounts_account_id references accounts (id) on delete cascade,
    name text not null,
    -- A client asks for short-lived tokens with its secret; otherwise the secret is the token itself.
    is_client boolean not null,
    secret_hash bytea not null,
    permissions text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);
create unique index ix_api_tokens_secret_hash on api_tokens (secret_hash);
create index ix_api_tokens_account_id on api_tokens (account_id);

-- Of a token that a client asked for: the client, and what was asked for.
alter table sessions
    add column api_token_id uuid constraint fk_sessions_api_tokens_api_token_id references api_tokens (api_token_id) on delete cascade,
    add column permissions text[];
