using Fund.Donations.Domain;
using Fund.Kernel;
using Npgsql;

namespace Fund.Donations.Persistence.Statements;

/// <summary>
/// Everything one statement is made of, as it was at one moment and in one round trip. A donor asks for statements more
/// often than for anything else, and the fund may have millions of contributions: every query here goes by the donor's
/// index.
/// </summary>
/// <param name="Number">The number this question got before; null when it is asked for the first time.</param>
/// <param name="Events">What happened.</param>
/// <param name="InKind">Gifts in kind of the range; as a rule there are none.</param>
internal sealed record StatementRows(string? Number, DonorStatement.Events Events, IReadOnlyList<Guid> InKind)
{
    private const string Numbers = """
        select year, number from statement_numbers where donor_id = $1 and from_date = $2 and to_date = $3
        """;

    private const string Pledges = """
        select id, amount_minor, amount_currency, pledged_on, reference, cancelled_on, cancelled_minor
        from pledges where donor_id = $1 and pledged_on <= $2
        """;

    // Of the range, and earlier ones that pay a pledge, because what is outstanding depends on those, or that are
    // replaced or reversed in the range.
    private const string Contributions = """
        select id, amount_minor, amount_currency, value_date, pledge_id, earmark, units_per_usd, usd_cents, booked_on,
            reversed_on
        from contributions
        where donor_id = $1 and value_date <= $3
            and (value_date >= $2 or pledge_id is not null or booked_on >= $2 or reversed_on >= $2)
        """;

    private const string Revaluations = """
        select r.id, r.contribution_id, r.revalued_on, r.old_units_per_usd, r.old_usd_cents, r.new_units_per_usd,
            r.new_rate_effective_date, r.new_usd_cents
        from revaluations r join contributions c on c.id = r.contribution_id
        where c.donor_id = $1
        """;

    private const string InKindGifts = """
        select id from in_kind_gifts
        where donor_id = $1 and given_on between $2 and $3 and withdrawn_at is null
        order by given_on, id
        """;

    /// <summary>Reads the rows of one donor and range of dates.</summary>
    public static async Task<StatementRows> ReadAsync(
        NpgsqlDataSource source,
        Guid donorId,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("begin isolation level repeatable read read only"),
                Command(Numbers, donorId, from, to),
                Command(Pledges, donorId, to),
                Command(Contributions, donorId, from, to),
                Command(Revaluations, donorId),
                Command(InKindGifts, donorId, from, to),
                new NpgsqlBatchCommand("commit"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var number = await reader.ReadAsync(cancellationToken)
            ? StatementNumbers.Text(reader.GetInt32(0), reader.GetInt32(1))
            : null;
        return new StatementRows(
            number,
            new DonorStatement.Events(
                await NextAsync(reader, Pledge, cancellationToken),
                await NextAsync(reader, Contribution, cancellationToken),
                await NextAsync(reader, Revaluation, cancellationToken)
            ),
            await NextAsync(reader, static row => row.GetGuid(0), cancellationToken)
        );
    }

    private static NpgsqlBatchCommand Command(string sql, Guid donorId, params ReadOnlySpan<DateOnly> dates)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = donorId });
        foreach (var date in dates)
        {
            command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = date });
        }

        return command;
    }

    private static async Task<List<T>> NextAsync<T>(
        NpgsqlDataReader reader,
        Func<NpgsqlDataReader, T> row,
        CancellationToken cancellationToken
    )
    {
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    private static DonorStatement.PledgeRow Pledge(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            Amount(row, 1),
            row.GetFieldValue<DateOnly>(3),
            row.GetString(4),
            row.IsDBNull(5) ? null : row.GetFieldValue<DateOnly>(5),
            row.GetInt64(6)
        );

    private static DonorStatement.ContributionRow Contribution(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            Amount(row, 1),
            row.GetFieldValue<DateOnly>(3),
            row.IsDBNull(4) ? null : row.GetGuid(4),
            row.GetString(5),
            row.IsDBNull(6) ? null : row.GetDecimal(6),
            row.IsDBNull(7) ? null : row.GetInt64(7),
            row.IsDBNull(8) ? null : row.GetFieldValue<DateOnly>(8),
            row.IsDBNull(9) ? null : row.GetFieldValue<DateOnly>(9)
        );

    private static DonorStatement.RevaluationRow Revaluation(NpgsqlDataReader row) =>
        new(
            row.GetGuid(0),
            row.GetGuid(1),
            row.GetFieldValue<DateOnly>(2),
            row.GetDecimal(3),
            row.GetInt64(4),
            row.GetDecimal(5),
            row.GetFieldValue<DateOnly>(6),
            row.GetInt64(7)
        );

    private static Money Amount(NpgsqlDataReader row, int column) =>
        new(row.GetInt64(column), Currency.Parse(row.GetString(column + 1)));
}
