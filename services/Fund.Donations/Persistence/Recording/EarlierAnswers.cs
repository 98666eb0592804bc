using Fund.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace Fund.Donations.Persistence.Recording;

/// <summary>Answers of requests that were carried out before.</summary>
internal static class EarlierAnswers
{
    private const string Sql = """
        select r.caller, r.request_id, r.operation, r.input_hash, r.response
        from unnest($1, $2) as asked (caller, request_id)
        join requests r on r.caller = asked.caller and r.request_id = asked.request_id
        """;

    /// <summary>Answers those that were carried out before; refuses those whose id was used for something else.</summary>
    public static async Task GiveAsync(
        NpgsqlConnection connection,
        IReadOnlyList<PendingContribution> group,
        Action<PendingContribution, Exception> refuse
    )
    {
        var byKey = group.ToDictionary(pending => pending.Key);
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(Texts(group.Select(pending => pending.Key.Caller)));
        command.Parameters.Add(Texts(group.Select(pending => pending.Key.RequestId)));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var pending = byKey[new RequestKey(reader.GetString(0), reader.GetString(1))];
            var same =
                reader.GetString(2) == V1.RecordContributionRequest.Descriptor.FullName
                && reader.GetFieldValue<byte[]>(3).AsSpan().SequenceEqual(pending.InputHash);
            if (same)
            {
                pending.Succeed(V1.RecordContributionResponse.Parser.ParseFrom(reader.GetFieldValue<byte[]>(4)));
            }
            else
            {
                refuse(pending, Refusals.RequestIdReused(pending.Key.RequestId).AsException());
            }
        }
    }

    private static NpgsqlParameter Texts(IEnumerable<string> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
