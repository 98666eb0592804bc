-- A receipt keeps the donor it was issued to; whose it is now is its contribution's to say. So it is no link that a
-- merge of donors moves.
alter table receipts drop constraint receipts_donor_id_fkey;
drop index ix_receipts_donor_id;
