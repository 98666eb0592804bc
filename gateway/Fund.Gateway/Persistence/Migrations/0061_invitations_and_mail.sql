-- Invitations, passwords that people set themselves, and mail.

create table invitations (
    invitation_id uuid not null constraint pk_invitations primary key,
    email text not null,
    normalized_email text not null,
    name text not null,
    role text not null,
    organisation_id uuid,
    donor_id uuid,
    language text not null,
    -- SHA-256 of what stands in the link.
    token_hash bytea not null,
    invited_by uuid not null constraint fk_invitations_accounts_invited_by references accounts (id),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    account_id uuid constraint fk_invitations_accounts_account_id references accounts (id),
    revoked_at timestamptz,
    version integer not null default 0
);
create unique index ix_invitations_token_hash on invitations (token_hash);
create index ix_invitations_normalized_email on invitations (normalized_email);
-- One open invitation per address.
create unique index ix_invitations_open on invitations (normalized_email) where accepted_at is null and revoked_at is null;

-- Asked for by anybody for any address. Whether there is such an account is looked up later, by the clock, so that the
-- answer takes the same time for all.
create table password_resets (
    password_reset_id uuid not null constraint pk_password_resets primary key,
    normalized_email text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    -- Null until the mail is written.
    token_hash bytea,
    account_id uuid constraint fk_password_resets_accounts_account_id references accounts (id) on delete cascade,
    handled_at timestamptz,
    used_at timestamptz
);
create unique index ix_password_resets_token_hash on password_resets (token_hash);
create index ix_password_resets_waiting on password_resets (password_reset_id) where handled_at is null;
create index ix_password_resets_expires_at on password_resets (expires_at);

-- Mail goes out after the transaction that wrote it. The message is protected while it waits and forgotten when it left.
create table mails (
    mail_id uuid not null constraint pk_mails primary key,
    kind text not null,
    language text not null,
    to_address text not null,
    message text,
    created_at timestamptz not null,
    next_attempt_at timestamptz not null,
    attempts integer not null default 0,
    sent_at timestamptz,
    dead_at timestamptz,
    problem text not null default ''
);
create index ix_mails_waiting on mails (next_attempt_at) where sent_at is null and dead_at is null;


alter table notices add column noticed_at timestamptz not null default now();
create index ix_notices_noticed_at on notices (noticed_at);
