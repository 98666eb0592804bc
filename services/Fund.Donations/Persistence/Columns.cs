using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Fund.Donations.Persistence;

/// <summary>Commands of a batch whose parameters are whole columns.</summary>
internal static class Columns
{
    private static readonly string LedgerSql = string.Format(
        CultureInfo.InvariantCulture,
        Ledger.InsertSql,
        [.. Enumerable.Range(1, 10).Select(i => $"${i}")]
    );

    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static NpgsqlParameter Single<T>(T value, NpgsqlDbType type) =>
        new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type };

    public static NpgsqlParameter Column<T>(IList<T> values, NpgsqlDbType type) =>
        new NpgsqlParameter<IList<T>> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    /// <summary>Posts lines of the ledger.</summary>
    public static NpgsqlBatchCommand Post(LedgerColumns lines, DateTimeOffset postedAt) =>
        Command(
            LedgerSql,
            Single(postedAt, NpgsqlDbType.TimestampTz),
            Column(lines.Ids, NpgsqlDbType.Uuid),
            Column(lines.TransactionIds, NpgsqlDbType.Uuid),
            Column(lines.Accounts, NpgsqlDbType.Text),
            Column(lines.Amounts, NpgsqlDbType.Bigint),
            Column(lines.Currencies, NpgsqlDbType.Text),
            Column(lines.Dates, NpgsqlDbType.Date),
            Column(lines.Kinds, NpgsqlDbType.Text),
            Column(lines.CauseIds, NpgsqlDbType.Uuid),
            Column(lines.Corrects, NpgsqlDbType.Uuid)
        );

    /// <summary>Writes a cell of a binary COPY that may be empty.</summary>
    public static void WriteOrNull<T>(this NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } present)
        {
            copy.Write(present, type);
        }
        else
        {
            copy.WriteNull();
        }
    }
}
