using Fund.Donations.Domain;
using Npgsql;

namespace Fund.Donations.Persistence.Deciding;

/// <summary>Reads what the first round trip of a group answers, result by result.</summary>
internal static class Answers
{
    public static async Task<(MoneyAtHand Money, Dictionary<RequestKey, Earlier> Earlier)> ReadAsync(
        NpgsqlDataReader reader,
        TimeProvider clock
    )
    {
        await reader.ReadAsync();
        var totals = Totals(reader);
        DateOnly? closedThrough = await reader.IsDBNullAsync(8) ? null : reader.GetFieldValue<DateOnly>(8);
        var earlier = await NextAsync(reader, EarlierOf);
        var reservations = await NextAsync(reader, ReservationOf);
        var awards = await NextAsync(reader, AwardOf);
        var settings = await NextAsync(reader, SettingOf);
        var money = new MoneyAtHand(totals, new PolicyHistory(settings), reservations, awards, closedThrough, clock);
        return (money, earlier.ToDictionary(row => row.Key, row => row.Earlier));
    }

    private static async Task<List<T>> NextAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read)
    {
        await reader.NextResultAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static FundTotals Totals(NpgsqlDataReader reader) =>
        new()
        {
            Received = reader.GetInt64(0),
            SupportCostsSetAside = reader.GetInt64(1),
            SupportCostsCharged = reader.GetInt64(2),
            HeldBack = reader.GetInt64(3),
            Reserved = reader.GetInt64(4),
            Committed = reader.GetInt64(5),
            Disbursed = reader.GetInt64(6),
            Refunded = reader.GetInt64(7),
        };

    private static (RequestKey Key, Earlier Earlier) EarlierOf(NpgsqlDataReader reader) =>
        (
            new RequestKey(reader.GetString(0), reader.GetString(1)),
            new Earlier(reader.GetString(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4))
        );

    private static Reservation ReservationOf(NpgsqlDataReader reader) =>
        Reservation.Stored(
            reader.GetGuid(0),
            reader.GetInt64(1),
            reader.GetInt64(2),
            reader.GetInt64(3),
            reader.GetFieldValue<DateTimeOffset>(4),
            reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5),
            reader.GetInt32(6)
        );

    private static Award AwardOf(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetGuid(1),
            Kernel.Money.UsdCents(reader.GetInt64(2)),
            reader.GetFieldValue<DateOnly>(3),
            reader.GetFieldValue<DateTimeOffset>(4),
            reader.GetInt64(5)
        );

    private static PolicySetting SettingOf(NpgsqlDataReader reader) =>
        new(
            reader.GetString(0),
            reader.GetInt64(1),
            reader.GetFieldValue<DateOnly>(2),
            reader.GetString(3),
            reader.GetFieldValue<DateTimeOffset>(4)
        );
}
