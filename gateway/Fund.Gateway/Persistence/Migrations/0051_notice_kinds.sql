-- Notices of more than one kind, and who has read which.
alter table notices rename column contribution_id to notice_id;
alter table notices
    add column kind text not null default 'ContributionRecorded'
        check (kind in ('ContributionRecorded', 'InstalmentDue', 'InstalmentOverdue', 'StatementReady')),
    alter column amount_minor drop not null,
    alter column amount_currency drop not null,
    alter column value_date drop not null,
    add column pledge_id uuid,
    add column instalment_number integer,
    add column due_date date,
    add column statement_number text,
    add column from_date date,
    add column to_date date;
alter table notices alter column kind drop default;
alter index ix_notices_donor_id_contribution_id rename to ix_notices_donor_id_notice_id;

create table notice_readings (
    account_id uuid not null references accounts (id) on delete cascade,
    notice_id uuid not null references notices (notice_id) on delete cascade,
    read_at timestamptz not null,
    constraint pk_notice_readings primary key (account_id, notice_id)
);
