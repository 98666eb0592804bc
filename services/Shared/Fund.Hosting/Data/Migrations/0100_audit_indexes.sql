-- Nearly every entry is about one record, and the ids of records ascend: an ordinary index takes such an entry in for a
-- tenth of what an inverted one costs. Only entries about several records stay in that.
drop index ix_audit_entries_records;

create index ix_audit_entries_record on audit_entries ((records[1])) where cardinality(records) = 1;
create index ix_audit_entries_records on audit_entries using gin (records) with (gin_pending_list_limit = 256)
    where cardinality(records) > 1;

-- Entries stand in the order of their time, nearly.
drop index ix_audit_entries_at;

create index ix_audit_entries_at on audit_entries using brin (at) with (autosummarize = on);
