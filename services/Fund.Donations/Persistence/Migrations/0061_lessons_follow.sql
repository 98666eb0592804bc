-- What confirmations taught about remitters follows in a merge too. It has no foreign key, because nobody is a donor there
-- as well.
create or replace function donor_links() returns table (table_name text, column_name text, key_columns text[])
language sql stable as $$
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
    union all
    select 'bank_lessons', 'donor_id', array['kind', 'key']
    order by 1, 2
$$;
