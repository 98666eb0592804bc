-- Sign-in at an outside provider.

-- Who somebody is at an outside provider, once linked by a verified address.
create table outside_logins (
    issuer text not null,
    subject text not null,
    account_id uuid not null constraint fk_outside_logins_accounts_account_id references accounts (id) on delete cascade,
    linked_at timestamptz not null,
    constraint pk_outside_logins primary key (issuer, subject)
);
create index ix_outside_logins_account_id on outside_logins (account_id);
