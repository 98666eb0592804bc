-- Notices of reviews that are due soon.
alter table notices drop constraint notices_kind_check;
alter table notices
    add constraint notices_kind_check check (
        kind in (
            'ContributionRecorded', 'InstalmentDue', 'InstalmentOverdue', 'StatementReady',
            'ClarificationPublished', 'ReviewLate', 'DecisionLetter', 'DeadlineExtended', 'ReviewDue'
        )
    );
