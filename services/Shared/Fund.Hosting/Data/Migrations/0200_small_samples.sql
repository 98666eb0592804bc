-- In the last hour of a call these tables grow by a third every minute, and each time PostgreSQL looks at thirty thousand
-- rows of them anew: half a second of a processor, in which everybody waits. They are asked for by their keys; a tenth
-- of the sample says enough.
alter table requests
    alter column caller set statistics 10,
    alter column request_id set statistics 10,
    alter column operation set statistics 10,
    alter column input_hash set statistics 0,
    alter column response set statistics 0,
    alter column created_at set statistics 10;

alter table audit_entries
    alter column id set statistics 10,
    alter column at set statistics 10,
    alter column actor set statistics 10,
    alter column roles set statistics 10,
    alter column call set statistics 10,
    alter column outcome set statistics 10,
    alter column reason set statistics 10,
    alter column times set statistics 10,
    alter column request_id set statistics 0,
    alter column trace_id set statistics 0,
    alter column address set statistics 10,
    alter column session set statistics 10,
    alter column records set statistics 10,
    alter column changes set statistics 0;

alter index ix_audit_entries_record alter column 1 set statistics 10;
