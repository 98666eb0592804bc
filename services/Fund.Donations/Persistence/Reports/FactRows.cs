using System.Data;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;
using Npgsql;

namespace Fund.Donations.Persistence.Reports;

/// <summary>Reads facts and figures, and revenue by contributor, from the books, each in one snapshot.</summary>
public sealed class FactRows(NpgsqlDataSource source)
{
    private const string KindsSql = """
        select kind, count(*) filter (where cents > 0)::int, sum(cents)::bigint
        from (
            select donor.kind, -sum(entry.amount_minor) as cents
            from ledger_entries entry
            join contributions given on given.id = entry.cause_id
            join donors donor on donor.id = given.donor_id
            where entry.account = 'received' and entry.amount_currency = 'USD' and entry.entry_date <= $1
            group by donor.id
        ) as gave
        group by kind
        """;

    private const string YearsSql = """
        select extract(year from entry_date)::int, -sum(amount_minor)::bigint,
            -coalesce(sum(amount_minor) filter (where kind = 'published total'), 0)::bigint, min(entry_date)
        from ledger_entries
        where account = 'received' and amount_currency = 'USD' and entry_date <= $1
        group by 1
        order by 1
        """;

    private const string RevenueSql = """
        select donor.name, donor.kind, donor.country_code, donor.publicly_anonymous, given.earmark <> '',
            -sum(entry.amount_minor)::bigint, donor.stated_un_type
        from ledger_entries entry
        join contributions given on given.id = entry.cause_id
        join donors donor on donor.id = given.donor_id
        where entry.account = 'received' and entry.amount_currency = 'USD' and entry.entry_date between $1 and $2
        group by donor.id, given.earmark <> ''
        """;

    private const string LedgerSql = """
        select -coalesce(sum(amount_minor), 0)::bigint,
            -coalesce(sum(amount_minor) filter (where kind = 'published total'), 0)::bigint,
            (
                select count(*) from contributions
                where usd_cents is null and reversed_on is null and value_date between $1 and $2
            )::int
        from ledger_entries
        where account = 'received' and amount_currency = 'USD' and entry_date between $1 and $2
        """;

    /// <param name="asOf">Date of the figures.</param>
    /// <param name="since">First day of the average; null for the day of the first entry.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FactsAndFigures> FactsAsync(DateOnly asOf, DateOnly? since, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var kinds = new List<KindTotal>();
        await using (var row = await RowsAsync(connection, KindsSql, cancellationToken, asOf))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                kinds.Add(new KindTotal(Enum.Parse<DonorKind>(row.GetString(0)), row.GetInt32(1), row.GetInt64(2)));
            }
        }

        var years = new List<(int Year, long Cents)>();
        var published = 0L;
        DateOnly? first = null;
        await using (var row = await RowsAsync(connection, YearsSql, cancellationToken, asOf))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                years.Add((row.GetInt32(0), row.GetInt64(1)));
                published += row.GetInt64(2);
                first ??= row.GetFieldValue<DateOnly>(3);
            }
        }

        var waiting = await LedgerAsync(connection, DateOnly.MinValue, asOf, cancellationToken);
        return new FactsAndFigures(
            asOf,
            since ?? first ?? asOf,
            years.Sum(year => year.Cents),
            published,
            kinds,
            years,
            waiting.Awaiting
        );
    }

    /// <summary>Revenue of a calendar year by contributor.</summary>
    public async Task<CebRevenue> RevenueAsync(int year, bool nameAnonymous, CancellationToken cancellationToken)
    {
        var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var donors = new List<DonorRevenue>();
        await using (var row = await RowsAsync(connection, RevenueSql, cancellationToken, first, last))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                donors.Add(
                    new DonorRevenue(
                        row.GetString(0),
                        Enum.Parse<DonorKind>(row.GetString(1)),
                        await row.IsDBNullAsync(6, cancellationToken) ? null : row.GetString(6),
                        await row.IsDBNullAsync(2, cancellationToken) ? null : row.GetString(2),
                        row.GetBoolean(3),
                        row.GetBoolean(4),
                        row.GetInt64(5)
                    )
                );
            }
        }

        var (ledger, published, awaiting) = await LedgerAsync(connection, first, last, cancellationToken);
        return new CebRevenue(year, donors, ledger, published, awaiting, nameAnonymous);
    }

    private static async Task<(long Received, long Published, int Awaiting)> LedgerAsync(
        NpgsqlConnection connection,
        DateOnly first,
        DateOnly last,
        CancellationToken cancellationToken
    )
    {
        await using var row = await RowsAsync(connection, LedgerSql, cancellationToken, first, last);
        await row.ReadAsync(cancellationToken);
        return (row.GetInt64(0), row.GetInt64(1), row.GetInt32(2));
    }

    private static async Task<NpgsqlDataReader> RowsAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params DateOnly[] dates
    )
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var date in dates)
        {
            command.Parameters.AddWithValue(date);
        }

        return await command.ExecuteReaderAsync(cancellationToken);
    }
}
