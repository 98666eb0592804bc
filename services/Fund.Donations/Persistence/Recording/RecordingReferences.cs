using System.Collections.Concurrent;
using Fund.Donations.Domain;
using Fund.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace Fund.Donations.Persistence.Recording;

/// <summary>
/// Rates, settings and donors in memory, checked against their version in the transaction that uses them: whatever
/// changes a rate, a setting, the closing line or merges donors raises it. Donors are learned after the version was read.
/// </summary>
public sealed class RecordingReferences(IServiceScopeFactory scopes)
{
    /// <summary>Donors kept in mind: 16 MB of ids at most; then they are forgotten and asked for again.</summary>
    private const int MostDonors = 500_000;

    private volatile Known? _known;

    /// <summary>What was read at one version.</summary>
    /// <param name="Data">Rates, settings and the closing line.</param>
    /// <param name="Donors">Donors learned since, each with the one it is merged into, if any.</param>
    private sealed record Known(ReferenceData Data, ConcurrentDictionary<Guid, Guid?> Donors);

    /// <summary>Reads everything again before it is used next.</summary>
    public void Forget() => _known = null;

    /// <summary>Rates and settings for a group; those of it whose donor does not exist or is merged are refused.</summary>
    internal async Task<ReferenceData> ForAsync(
        NpgsqlConnection connection,
        IReadOnlyList<PendingContribution> group,
        Action<PendingContribution, Exception> refuse
    )
    {
        var known = _known ??= new Known(await ReadAsync(), new ConcurrentDictionary<Guid, Guid?>());
        var unknown = group
            .Select(pending => pending.Stated.DonorId)
            .Where(id => !known.Donors.ContainsKey(id))
            .Distinct()
            .ToArray();
        if (unknown.Length > 0)
        {
            await LearnAsync(connection, known.Donors, unknown);
        }

        foreach (var pending in group)
        {
            var donorId = pending.Stated.DonorId;
            if (!known.Donors.TryGetValue(donorId, out var survivor))
            {
                refuse(pending, Refusals.NotFound("donor", donorId.ToString("D")).AsException());
            }
            else if (survivor is { } now)
            {
                refuse(pending, DonationRefusals.DonorMerged("donor_id", donorId, now).AsException());
            }
        }

        return known.Data;
    }

    private static async Task LearnAsync(
        NpgsqlConnection connection,
        ConcurrentDictionary<Guid, Guid?> donors,
        Guid[] ids
    )
    {
        if (donors.Count + ids.Length > MostDonors)
        {
            donors.Clear();
        }

        await using var command = new NpgsqlCommand(
            "select id, merged_into from donors where id = any($1)",
            connection
        );
        command.Parameters.Add(
            new NpgsqlParameter { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid }
        );
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            donors[reader.GetGuid(0)] = reader.IsDBNull(1) ? null : reader.GetGuid(1);
        }
    }

    private async Task<ReferenceData> ReadAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DonationsDb>();
        return await db.ReadReferencesAsync(CancellationToken.None);
    }
}
