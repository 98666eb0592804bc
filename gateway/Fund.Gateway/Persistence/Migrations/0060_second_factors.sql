-- Second factors, sessions that can be shown, and what mails a person wants.

alter table accounts
    add column name text not null default '',
    add column language text not null default 'en',
    add column disabled_at timestamptz,
    -- How often notices come by mail.
    add column notice_mails text not null default 'Never'
        check (notice_mails in ('Never', 'Immediate', 'Daily', 'Weekly')),
    -- Notices up to this moment have been mailed.
    add column noticed_until timestamptz not null default now(),
    -- Somebody who signs in at an outside provider may have none.
    alter column password_hash drop not null;
create index ix_accounts_organisation_id on accounts (organisation_id) where organisation_id is not null;
create index ix_accounts_donor_id on accounts (donor_id) where donor_id is not null;

-- A session ends when it is not used for a while, and at the latest at expires_at.
alter table sessions
    add column stage text not null default 'Full' check (stage in ('Full', 'SecondFactor', 'Enrolment')),
    add column last_seen_at timestamptz,
    add column address text not null default '',
    add column device text not null default '';
update sessions set last_seen_at = created_at;
alter table sessions alter column last_seen_at set not null;

-- Places from which a person has signed in before: nobody's guessing elsewhere keeps the person out there.
create table known_places (
    key bytea not null constraint pk_known_places primary key,
    seen_at timestamptz not null
);
create index ix_known_places_seen_at on known_places (seen_at);

-- The secret is protected with the keys of data_protection_keys.
create table second_factors (
    account_id uuid not null constraint pk_second_factors primary key
        constraint fk_second_factors_accounts_account_id references accounts (id) on delete cascade,
    secret text,
    confirmed_at timestamptz,
    -- A new secret that was shown and waits for its first code; the old one counts until then.
    pending_secret text,
    pending_since timestamptz,
    -- Step of the last code that was accepted: a code counts once.
    last_step bigint not null default 0
);

create table recovery_codes (
    account_id uuid not null constraint fk_recovery_codes_accounts_account_id references accounts (id) on delete cascade,
    code_hash bytea not null,
    used_at timestamptz,
    constraint pk_recovery_codes primary key (account_id, code_hash)
);
