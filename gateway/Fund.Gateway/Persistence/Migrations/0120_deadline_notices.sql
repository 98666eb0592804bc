-- Notices of extended deadlines.
alter table notices drop constraint notices_kind_check;
alter table notices
    add constraint notices_kind_check check (
        kind in (
            'ContributionRecorded', 'InstalmentDue', 'InstalmentOverdue', 'StatementReady',
            'ClarificationPublished', 'ReviewLate', 'DecisionLetter', 'DeadlineExtended'
        )
    );
