-- What a confirmation taught names its donor by a foreign key, so that it follows when donors are merged; what was
-- dismissed is nobody's and has a table of its own.

create table bank_dismissals (
    kind text not null,
    key text not null,
    taught integer not null check (taught >= 0),
    undone integer not null check (undone >= 0),
    reason text not null,
    last_at timestamptz not null,
    primary key (kind, key)
);

insert into bank_dismissals (kind, key, taught, undone, reason, last_at)
select kind, key, taught, undone, reason, last_at
from bank_lessons
where donor_id = '00000000-0000-0000-0000-000000000000';

delete from bank_lessons where donor_id = '00000000-0000-0000-0000-000000000000';

alter table bank_lessons
    drop column reason,
    add constraint bank_lessons_donor_id_fkey foreign key (donor_id) references donors (id);
