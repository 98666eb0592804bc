-- Old request ids and message ids are found by their age; new ones are appended, so a block range index is enough.
create index ix_requests_created_at on requests using brin (created_at);
create index ix_inbox_consumed_at on inbox using brin (consumed_at);
