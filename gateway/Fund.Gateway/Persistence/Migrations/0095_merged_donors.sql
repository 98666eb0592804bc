-- Donors that are one, as donations tells it: their notices are seen together. A merge that was undone keeps its row, so
-- that hearing of the merge after hearing of its undoing changes nothing.
create table donor_merges (
    merge_id uuid not null constraint pk_donor_merges primary key,
    donor_id uuid not null,
    merged_donor_id uuid not null,
    undone boolean not null
);

create index ix_donor_merges_donor_id on donor_merges (donor_id) where not undone;
create index ix_donor_merges_merged_donor_id on donor_merges (merged_donor_id) where not undone;
