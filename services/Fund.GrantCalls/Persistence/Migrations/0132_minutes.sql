-- Minutes of sessions; what was approved is never changed, whoever asks the database.
create table minutes (
    id uuid not null,
    language text not null,
    sections jsonb not null,
    version integer not null,
    written_by jsonb not null,
    drafted_at timestamptz not null,
    approved_by text,
    approved_at timestamptz,
    constraint pk_minutes primary key (id),
    constraint fk_minutes_board_sessions_id foreign key (id) references board_sessions (id)
);

create function refuse_change_of_minutes() returns trigger language plpgsql as $$
begin
    if old.approved_at is not null then
        raise exception 'approved minutes are not changed' using errcode = 'restrict_violation';
    end if;
    return coalesce(new, old);
end
$$;

create trigger approved_minutes_stay before update or delete on minutes
    for each row execute function refuse_change_of_minutes();
