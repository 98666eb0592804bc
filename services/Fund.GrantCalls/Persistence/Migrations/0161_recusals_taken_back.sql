-- A recusal that staff recorded for the wrong trustee is taken back before the item, and stays on the record.
alter table board_recusals
    add column undone_at timestamptz,
    add column undone_by text,
    add column undo_reason text,
    add constraint ck_board_recusals_undone check (
        (undone_at is null) = (undone_by is null) and (undone_at is null) = (undo_reason is null)
    );
drop index ix_board_recusals_proposal_id_trustee_id;
create unique index ix_board_recusals_proposal_id_trustee_id on board_recusals (proposal_id, trustee_id)
    where undone_at is null;
