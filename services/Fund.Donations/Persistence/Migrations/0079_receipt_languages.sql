-- Papers are written in the six languages of the donors.
alter table receipts drop constraint receipts_language_check;
alter table receipts add constraint receipts_language_check check (language in ('en', 'fr', 'es', 'ar', 'ru', 'zh'));
