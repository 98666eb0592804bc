-- Reviewers are reminded before their day too, once of each; what was told so far is that it had passed.
alter table review_reminders add column is_late boolean not null default true;
alter table review_reminders alter column is_late drop default;
alter table review_reminders drop constraint pk_review_reminders;
alter table review_reminders add constraint pk_review_reminders primary key (assignment_id, due_on, is_late);

-- What was begun and never became whole is looked for by the clock.
create index ix_proposal_files_unfinished on proposal_files (sent_at) where sha256 = '';

insert into settings (key, value, source) values
    ('review_reminder_days', 3, 'our default'),
    ('unfinished_file_days', 3, 'our default: a slow line needs hours');
