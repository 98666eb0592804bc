-- Board packs as PDF files, each made for one person.
create table board_pack_prints (
    id uuid not null,
    board_session_id uuid not null,
    language text not null,
    for_account uuid,
    requested_by text not null,
    requested_at timestamptz not null,
    done integer not null,
    total integer not null,
    left_out jsonb not null,
    finished_at timestamptz,
    failed boolean not null,
    file bytea,
    constraint pk_board_pack_prints primary key (id),
    constraint fk_board_pack_prints_board_sessions_board_session_id foreign key (board_session_id) references board_sessions (id)
);

create index ix_board_pack_prints_board_session_id on board_pack_prints (board_session_id);
create index ix_board_pack_prints_requested_by on board_pack_prints (requested_by);
create index ix_board_pack_prints_finished_at on board_pack_prints (finished_at) where finished_at is null;
