-- Who submitted a return, so that somebody else accepts it. Of returns from before this nobody knows it here; the audit
-- trail does.
alter table returns add column submitted_by text not null default '';
