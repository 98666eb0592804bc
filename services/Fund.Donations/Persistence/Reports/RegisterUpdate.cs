using Npgsql;

namespace Fund.Donations.Persistence.Reports;

/// <summary>
/// Works out the public register anew. Sums of donors who are not named are replaced only where enough of these donors
/// changed, so that no two states of the register can be subtracted to reveal one of them.
/// </summary>
internal static class RegisterUpdate
{
    // As it stands: what was reversed counts nowhere, what has no USD value yet waits.
    private const string NowSql = """
        create temp table register_now on commit drop as
        select case when donor.kind = 'Individual' then 'Individuals' when donor.publicly_anonymous then 'Anonymous'
                else 'Named' end as part,
            given.donor_id, extract(year from given.value_date)::int as year, sum(given.usd_cents)::bigint as usd_cents
        from contributions given
        join donors donor on donor.id = given.donor_id
        where given.usd_cents is not null and given.reversed_on is null
        group by 1, 2, 3
        """;

    private const string DueTableSql = "create temp table register_due (part text, year integer) on commit drop";

    // A merge of two donors is no change: what was shown of the duplicate is its survivor's.
    private const string DueSql = """
        insert into register_due
        select part, year
        from (select * from register_now where part <> 'Named') as now
        full join (
            select share.part, share.year, coalesce(donor.merged_into, share.donor_id) as donor_id,
                sum(share.usd_cents)::bigint as usd_cents
            from register_shares share
            join donors donor on donor.id = share.donor_id
            group by 1, 2, 3
        ) as shown using (part, year, donor_id)
        where now.usd_cents is distinct from shown.usd_cents
        group by part, year
        having count(*) >= $1
        """;

    private const string SharesSql = """
        delete from register_shares using register_due as due
        where register_shares.part = due.part and register_shares.year = due.year
        """;

    private const string NewSharesSql = """
        insert into register_shares (part, year, donor_id, usd_cents)
        select now.part, now.year, now.donor_id, now.usd_cents from register_now as now join register_due using (part, year)
        """;

    // Whole thousands of dollars. A year with too few donors has its line without an amount.
    private const string LinesSql = """
        insert into register_lines (part, donor_id, year, usd_cents)
        select part, donor_id, year, usd_cents from register_now where part = 'Named' and usd_cents > 0
        union all
        select part, null, year, nullif(greatest(round(shown.usd_cents / 100000.0) * 100000, 0), 0)::bigint
        from (select part, year from register_now where part <> 'Named' group by part, year) as now
        left join (
            select part, year, sum(usd_cents) as usd_cents from register_shares group by part, year
        ) as shown using (part, year)
        """;

    /// <summary>Replaces the register in the running transaction.</summary>
    /// <param name="connection">With a transaction.</param>
    /// <param name="leastDonors">Donors who are not named that a sum, and every change of it, must come from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task RunAsync(
        NpgsqlConnection connection,
        long leastDonors,
        CancellationToken cancellationToken
    )
    {
        await ExecuteAsync(NowSql);
        await ExecuteAsync(DueTableSql);
        await ExecuteAsync(DueSql, Math.Max(1, leastDonors));
        await ExecuteAsync(SharesSql);
        await ExecuteAsync(NewSharesSql);
        await ExecuteAsync("delete from register_lines");
        await ExecuteAsync(LinesSql);

        async Task ExecuteAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
