-- Notices for organisations and reviewers: of calls, not of donors.
alter table notices drop constraint notices_kind_check;
alter table notices
    add constraint notices_kind_check check (
        kind in (
            'ContributionRecorded', 'InstalmentDue', 'InstalmentOverdue', 'StatementReady',
            'ClarificationPublished', 'ReviewLate', 'DecisionLetter'
        )
    ),
    alter column donor_id drop not null,
    add column organisation_id uuid,
    -- Only for this account; null for everybody of the donor or organisation.
    add column for_account_id uuid,
    add column call_id uuid,
    add column subject_id uuid;
create index ix_notices_organisation_id_notice_id on notices (organisation_id, notice_id);
create index ix_notices_for_account_id_notice_id on notices (for_account_id, notice_id);
