-- A plan of instalments may be changed; what was planned before is kept, because what was overdue on a date is asked
-- about later. The plan in force is in pledge_instalments.
alter table pledges add column plan integer not null default 1 check (plan > 0);

create table former_plans (
    pledge_id uuid not null references pledges (id),
    plan integer not null,
    replaced_on date not null,
    replaced_at timestamptz not null,
    reason text not null,
    primary key (pledge_id, plan)
);

create table former_instalments (
    pledge_id uuid not null,
    plan integer not null,
    number integer not null,
    due_date date not null,
    amount_minor bigint not null check (amount_minor > 0),
    primary key (pledge_id, plan, number),
    foreign key (pledge_id, plan) references former_plans (pledge_id, plan)
);

create trigger former_plans_stay before update or delete or truncate on former_plans
    for each statement execute function refuse_delete();

create trigger former_instalments_stay before update or delete or truncate on former_instalments
    for each statement execute function refuse_delete();

create index ix_pledges_pledged_on_id on pledges (pledged_on, id);

-- What every pledge made until a date stood at on it. Payments count from their value date, or from the day of a
-- correction, until they are reversed; a cancellation counts from its day; payments fill instalments oldest first.
create function pledge_standings(as_of date) returns table (
    pledge_id uuid,
    paid_minor bigint,
    outstanding_minor bigint,
    overpaid_minor bigint,
    overdue_minor bigint
) language sql stable as $$
    select p.id,
        paid.minor,
        case when p.cancelled_on <= as_of then 0 else greatest(p.amount_minor - paid.minor, 0) end,
        greatest(paid.minor - p.amount_minor, 0),
        case when p.cancelled_on <= as_of then 0 else greatest(due.minor - paid.minor, 0) end
    from pledges p
    cross join lateral (
        select coalesce(sum(c.amount_minor), 0)::bigint as minor
        from contributions c
        where c.pledge_id = p.id and coalesce(c.booked_on, c.value_date) <= as_of
            and (c.reversed_on is null or c.reversed_on > as_of)
    ) paid
    cross join lateral (
        select min(f.plan) as plan from former_plans f where f.pledge_id = p.id and f.replaced_on > as_of
    ) former
    cross join lateral (
        select coalesce(sum(i.amount_minor), 0)::bigint as minor
        from (
            select n.due_date, n.amount_minor from pledge_instalments n where n.pledge_id = p.id and former.plan is null
            union all
            select o.due_date, o.amount_minor from former_instalments o
            where o.pledge_id = p.id and o.plan = former.plan
        ) i
        where i.due_date < as_of
    ) due
    where p.pledged_on <= as_of
$$;
