-- Bank statements, whole: balances, problems row by row, the files themselves, transactions of one entry, charges,
-- reversals, and every decision with who took it.

alter table bank_statements
    add column electronic_sequence bigint not null default 0 check (electronic_sequence >= 0),
    add column page_number integer not null default 1,
    add column from_date date,
    add column to_date date,
    add column format text not null default '',
    add column entry_count integer not null default 0;

-- Some banks give every statement the same id and tell them apart by their number alone.
drop index ix_bank_statements_account_bank_reference;
create unique index ix_bank_statements_identity
    on bank_statements (account, bank_reference, electronic_sequence, page_number);
create index ix_bank_statements_account_electronic_sequence on bank_statements (account, electronic_sequence);

create table bank_balances (
    bank_statement_id uuid not null references bank_statements (id),
    number integer not null,
    code text not null,
    currency_code text not null,
    amount numeric not null,
    balance_date date,
    primary key (bank_statement_id, number)
);

create table bank_row_problems (
    bank_statement_id uuid not null references bank_statements (id),
    number integer not null,
    line integer not null,
    position integer not null,
    field text not null,
    given text not null,
    rule text not null,
    primary key (bank_statement_id, number)
);

create table bank_files (
    id uuid primary key,
    sha256 bytea not null,
    file_name text not null,
    media_type text not null,
    size_bytes bigint not null,
    received_by text not null,
    received_at timestamptz not null
);

create unique index ix_bank_files_sha256 on bank_files (sha256);

create table bank_file_parts (
    bank_file_id uuid not null references bank_files (id),
    number integer not null,
    content bytea not null,
    primary key (bank_file_id, number)
);

create table statement_files (
    bank_statement_id uuid not null references bank_statements (id),
    bank_file_id uuid not null references bank_files (id),
    primary key (bank_statement_id, bank_file_id)
);

create index ix_statement_files_bank_file_id on statement_files (bank_file_id);

alter table bank_entries
    add column gross_minor bigint,
    add column charges_minor bigint,
    add column structured_reference text not null default '',
    add column end_to_end_id text not null default '',
    add column bank_reference text not null default '',
    add column information text not null default '',
    add column search_text text not null default '',
    add column entry_number integer not null default 0,
    add column part_number integer not null default 0,
    add column line integer not null default 0,
    add column problem text,
    add column reverses_entry_id uuid,
    add column reversed_by_entry_id uuid,
    add column decided_at timestamptz;

update bank_entries set search_text = lower(concat_ws(' ', remitter_name, reference, remitter_iban));

-- A fingerprint has sixteen bytes now: the day, so that those of one statement lie together in the index, and a digest
-- mixed with that of the account. Entries taken in before are recognised as they were.
create function bank_fingerprint(account text, digest text, day date) returns uuid language plpgsql as $$
declare
    whole text := case when strpos(digest, '#') > 0 then encode(sha256(convert_to(digest, 'UTF8')), 'hex') else digest end;
    mine bytea := decode(left(whole, 26), 'hex');
    owner bytea := sha256(convert_to(account, 'UTF8'));
begin
    for i in 0..12 loop
        mine := set_byte(mine, i, get_byte(mine, i) # get_byte(owner, i));
    end loop;
    return (lpad(to_hex(coalesce(day - date '0001-01-01', 0)), 6, '0') || encode(mine, 'hex'))::uuid;
end $$;

drop index ix_bank_entries_account_fingerprint;
alter table bank_entries
    alter column fingerprint type uuid
    using bank_fingerprint(account, fingerprint, coalesce(value_date, booking_date));
drop function bank_fingerprint(text, text, date);
create unique index ix_bank_entries_fingerprint on bank_entries (fingerprint);

-- Reversals whose entry was not found yet; it may come in a later file.
create index ix_bank_entries_open_reversals on bank_entries (account)
    where is_reversal and reverses_entry_id is null;

create table bank_decisions (
    id uuid primary key,
    number bigint generated always as identity,
    bank_entry_id uuid not null references bank_entries (id),
    kind text not null,
    reason text not null,
    decided_by text not null,
    decided_at timestamptz not null
);

create index ix_bank_decisions_bank_entry_id on bank_decisions (bank_entry_id);

create trigger bank_decisions_stay before delete or truncate on bank_decisions
    for each statement execute function refuse_delete();

-- What people's decisions teach: whose remitter this is, how often that was confirmed and how often taken back. The
-- key is an account number or a folded name. Without a donor it was dismissed.
create table bank_lessons (
    kind text not null,
    key text not null,
    donor_id uuid not null,
    taught integer not null check (taught >= 0),
    undone integer not null check (undone >= 0),
    reason text not null,
    last_at timestamptz not null,
    primary key (kind, key, donor_id)
);

create index ix_bank_lessons_donor_id on bank_lessons (donor_id);

-- What donors' accounts taught before.
insert into bank_lessons (kind, key, donor_id, taught, undone, reason, last_at)
select 'Iban', iban, donor_id, 1, 0, '', now() from donor_ibans;

-- Donors whose name begins like a remitter's, for names that are cut short or spelt a little differently.
create function name_beginnings(words text[]) returns text[] language sql immutable parallel safe as $$
    select array(select distinct left(word, 4) from unnest(words) word)
$$;

create index ix_donors_name_beginnings on donors using gin (name_beginnings(name_words));
