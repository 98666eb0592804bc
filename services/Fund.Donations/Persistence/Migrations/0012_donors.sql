-- Donors: their type in the United Nations data standard where the kind leaves a choice, contacts, a version, search that
-- forgives spelling, and merges of duplicates.
create extension if not exists pg_trgm;

alter table donors
    add column stated_un_type text,
    add column version integer not null default 1 check (version > 0),
    add column merged_into uuid references donors (id),
    add column merged_at timestamptz,
    add check (merged_into <> id),
    add check ((merged_into is null) = (merged_at is null));

create index ix_donors_search_name_likeness on donors using gin (search_name gin_trgm_ops);
create index ix_donors_merged_into on donors (merged_into) where merged_into is not null;

-- People behind a donor. Personal data: for staff only, in no event and no log.
create table donor_contacts (
    id uuid primary key,
    donor_id uuid not null references donors (id),
    position integer not null,
    name text not null,
    email text not null,
    phone text not null,
    language text not null,
    gets_notices boolean not null
);

create index ix_donor_contacts_donor_id on donor_contacts (donor_id);

-- Donors whose name is like the text, at most a thousand, the likest first. The text is folded as names are, so it has
-- letters, digits and spaces only.
create function find_donors(folded text) returns table (donor_id uuid, likeness real, place bigint)
language sql stable set pg_trgm.word_similarity_threshold = 0.45 as $$
    select id, likeness, row_number() over (order by likeness desc, search_name, id)
    from (
        select id, search_name, word_similarity(folded, search_name) as likeness
        from donors
        where merged_into is null and (folded <% search_name or search_name like '%' || folded || '%')
        order by 3 desc, 2, 1
        limit 1000
    ) found
$$;

-- Pairs of donors that may be one, for so many donors after one in the order of their ids.
create function find_duplicates(after uuid, donors_at_once integer, only_donor uuid)
returns table (donor_id uuid, other_id uuid, likeness real, same_account boolean)
language sql stable set pg_trgm.similarity_threshold = 0.55 as $$
    with looked_at as (
        select id, search_name, name_words, kind, country_code
        from donors
        where merged_into is null and (only_donor is null or id = only_donor) and id > after
        order by id
        limit donors_at_once
    ), alike as (
        select a.id as donor_id, b.id as other_id
        from looked_at a
        join donors b on b.search_name % a.search_name
        where b.merged_into is null and (b.id > a.id or (only_donor is not null and b.id <> a.id))
        union
        select a.id, b.donor_id
        from looked_at a
        join donor_ibans mine on mine.donor_id = a.id
        join donor_ibans b on b.iban = mine.iban
        where b.donor_id > a.id or (only_donor is not null and b.donor_id <> a.id)
    )
    select alike.donor_id, alike.other_id, similarity(a.search_name, b.search_name),
        exists (
            select from donor_ibans x join donor_ibans y on y.iban = x.iban
            where x.donor_id = alike.donor_id and y.donor_id = alike.other_id
        )
    from alike
    join donors a on a.id = alike.donor_id
    join donors b on b.id = alike.other_id
    where b.merged_into is null
        and not (a.kind = 'MemberState' and b.kind = 'MemberState' and a.country_code <> b.country_code)
$$;

-- A duplicate that was merged into another donor. The rows that moved are kept, so that it can be undone.
create table donor_merges (
    id uuid primary key,
    survivor_id uuid not null references donors (id),
    merged_id uuid not null references donors (id),
    reason text not null,
    merged_by text not null,
    merged_at timestamptz not null,
    undo_reason text,
    undone_by text,
    undone_at timestamptz,
    check (survivor_id <> merged_id),
    check (num_nulls(undo_reason, undone_by, undone_at) in (0, 3))
);

create index ix_donor_merges_survivor_id on donor_merges (survivor_id);

-- One merge at a time holds for a donor.
create unique index ix_donor_merges_merged_id on donor_merges (merged_id) where undone_at is null;

create table donor_merge_rows (
    id bigint generated always as identity primary key,
    merge_id uuid not null references donor_merges (id),
    table_name text not null,
    column_name text not null,
    row_key jsonb not null
);

create index ix_donor_merge_rows_merge_id on donor_merge_rows (merge_id);

-- Every column that refers to a donor, whatever table it is in, and the other columns of that table's key. What is added
-- later follows in a merge by its foreign key alone.
create function donor_links() returns table (table_name text, column_name text, key_columns text[]) language sql stable as $$
    select link.conrelid::regclass::text, column_of.attname::text,
        (
            select array_agg(part.attname::text order by part.attnum)
            from pg_attribute part
            where part.attrelid = link.conrelid and part.attnum = any (own.conkey) and part.attnum <> column_of.attnum
        )
    from pg_constraint link
    join pg_attribute column_of on column_of.attrelid = link.conrelid and column_of.attnum = link.conkey[1]
    join pg_constraint own on own.conrelid = link.conrelid and own.contype = 'p'
    where link.contype = 'f' and link.confrelid = 'donors'::regclass and cardinality(link.conkey) = 1
        and link.conrelid <> 'donor_merges'::regclass
    order by 1, 2
$$;

-- A row's key without the donor, as it is kept of what moved.
create function donor_row_key(key_columns text[]) returns text language sql immutable as $$
    select 'jsonb_build_object(' || string_agg(format('%L, t.%I', part, part), ', ') || ')' from unnest(key_columns) part
$$;

-- Moves what refers to one donor to another. A row stays where the other donor has the same already under a unique
-- index, such as a known account; shares of one award are added up.
create function move_donor_rows(merge uuid, merged uuid, survivor uuid) returns void language plpgsql as $$
declare
    link record;
    stays text;
begin
    perform set_config('fund.merging_donors', 'on', true);
    insert into donor_merge_rows (merge_id, table_name, column_name, row_key)
    select merge, 'award_shares', 'share_cents', to_jsonb(m)
    from award_shares m
    join award_shares s on s.award_id = m.award_id and s.donor_id = survivor
    where m.donor_id = merged;
    update award_shares s
    set share_cents = s.share_cents + m.share_cents, share_basis_points = s.share_basis_points + m.share_basis_points
    from award_shares m
    where s.donor_id = survivor and m.donor_id = merged and m.award_id = s.award_id;
    delete from award_shares m
    using award_shares s
    where m.donor_id = merged and s.donor_id = survivor and s.award_id = m.award_id;

    for link in select * from donor_links() loop
        select coalesce(string_agg(condition, ''), '') into stays
        from (
            select format(' and not exists (select from %s s where s.%I = $2', link.table_name, link.column_name)
                || coalesce(
                    string_agg(' and s.' || quote_ident(part.attname) || ' = t.' || quote_ident(part.attname), ''), ''
                ) || ')' as condition
            from pg_index i
            join pg_attribute own on own.attrelid = i.indrelid and own.attname = link.column_name
            left join pg_attribute part
                on part.attrelid = i.indrelid and part.attnum = any (i.indkey) and part.attnum <> own.attnum
            where i.indrelid = link.table_name::regclass and i.indisunique and own.attnum = any (i.indkey)
            group by i.indexrelid
        ) conditions;
        execute format(
            'with moved as (update %1$s t set %2$I = $2 where t.%2$I = $1%3$s returning %4$s as row_key)
            insert into donor_merge_rows (merge_id, table_name, column_name, row_key)
            select $3, %1$L, %2$L, row_key from moved',
            link.table_name, link.column_name, stays, donor_row_key(link.key_columns)
        ) using merged, survivor, merge;
    end loop;
    perform set_config('fund.merging_donors', 'off', true);
end $$;

-- Rows of the survivor that refer to rows which moved, such as a payment of a moved pledge. Those that do when the merge
-- is made may stay so; one that is new later would be torn apart by undoing it.
create table donor_merge_crossings (
    id bigint generated always as identity primary key,
    merge_id uuid not null references donor_merges (id),
    table_name text not null,
    row_key jsonb not null
);

create index ix_donor_merge_crossings_merge_id on donor_merge_crossings (merge_id);

create function find_merge_crossings(merge uuid, survivor uuid) returns table (table_name text, row_key jsonb)
language plpgsql stable as $$
declare
    link record;
    reference record;
begin
    for link in select l.* from donor_links() l where l.table_name <> 'donors' loop
        for reference in
            select a.attname as column_name, f.confrelid::regclass::text as target
            from pg_constraint f
            join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
            where f.contype = 'f' and f.conrelid = link.table_name::regclass and cardinality(f.conkey) = 1
                and f.confrelid <> 'donors'::regclass
                and f.confrelid::regclass::text in (select l.table_name from donor_links() l)
        loop
            return query execute format(
                'select %1$L::text, %5$s
                from %1$s t
                join donor_merge_rows r on r.merge_id = $1 and r.table_name = %2$L
                    and r.row_key = jsonb_build_object(''id'', t.%3$I)
                where t.%4$I = $2 and not exists (
                    select from donor_merge_rows own
                    where own.merge_id = $1 and own.table_name = %1$L and own.row_key = %5$s
                )',
                link.table_name, reference.target, reference.column_name, link.column_name,
                donor_row_key(link.key_columns)
            ) using merge, survivor;
        end loop;
    end loop;
end $$;

-- Gives a donor back what a merge moved.
create function move_donor_rows_back(merge uuid, merged uuid, survivor uuid) returns void language plpgsql as $$
declare
    link record;
begin
    perform set_config('fund.merging_donors', 'on', true);
    for link in
        select l.* from donor_links() l
        where exists (
            select from donor_merge_rows r
            where r.merge_id = merge and r.table_name = l.table_name and r.column_name = l.column_name
        )
    loop
        execute format(
            'update %1$s t set %2$I = $1 from donor_merge_rows r
            where r.merge_id = $3 and r.table_name = %1$L and r.column_name = %2$L and t.%2$I = $2 and r.row_key = %3$s',
            link.table_name, link.column_name, donor_row_key(link.key_columns)
        ) using merged, survivor, merge;
    end loop;
    update award_shares s
    set share_cents = s.share_cents - m.share_cents, share_basis_points = s.share_basis_points - m.share_basis_points
    from donor_merge_rows r, jsonb_populate_record(null::award_shares, r.row_key) m
    where r.merge_id = merge and r.table_name = 'award_shares' and r.column_name = 'share_cents'
        and s.award_id = m.award_id and s.donor_id = survivor;
    insert into award_shares
    select m.*
    from donor_merge_rows r, jsonb_populate_record(null::award_shares, r.row_key) m
    where r.merge_id = merge and r.table_name = 'award_shares' and r.column_name = 'share_cents';
    perform set_config('fund.merging_donors', 'off', true);
end $$;
