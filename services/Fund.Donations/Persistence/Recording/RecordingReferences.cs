using System.Collections.Concurrent;
using Fund.Donations.Domain;
using Fund.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace Fund.Donations.Persistence.Recording;

/// <summary>
/// Rates, settings and donors in memory. Donors are never deleted, so a known one stays known; rates and settings are
/// checked against their version in the transaction that uses them.
/// </summary>
public sealed class RecordingReferences(IServiceScopeFactory scopes)
{
    /// <summary>Donors kept in mind: 16 MB of ids at most; then they are forgotten and asked for again.</summary>
    private const int MostDonors = 500_000;

    private readonly ConcurrentDictionary<Guid, bool> _donors = new();
    private volatile ReferenceData? _data;

    /// <summary>Reads rates and settings again before they are used next.</summary>
    public void Forget() => _data = null;

    /// <summary>Rates and settings for a group; those of it whose donor does not exist are refused.</summary>
    internal async Task<ReferenceData> ForAsync(
        NpgsqlConnection connection,
        IReadOnlyList<PendingContribution> group,
        Action<PendingContribution, Exception> refuse
    )
    {
        var unknown = group
            .Select(pending => pending.Stated.DonorId)
            .Where(id => !_donors.ContainsKey(id))
            .Distinct()
            .ToArray();
        if (unknown.Length > 0)
        {
            await LearnAsync(connection, unknown);
            foreach (var pending in group.Where(pending => !_donors.ContainsKey(pending.Stated.DonorId)))
            {
                refuse(pending, Refusals.NotFound("donor", pending.Stated.DonorId.ToString("D")).AsException());
            }
        }

        return _data ??= await ReadAsync();
    }

    private async Task LearnAsync(NpgsqlConnection connection, Guid[] ids)
    {
        if (_donors.Count + ids.Length > MostDonors)
        {
            _donors.Clear();
        }

        await using var command = new NpgsqlCommand("select id from donors where id = any($1)", connection);
        command.Parameters.Add(
            new NpgsqlParameter { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid }
        );
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            _donors.TryAdd(reader.GetGuid(0), true);
        }
    }

    private async Task<ReferenceData> ReadAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DonationsDb>();
        return await db.ReadReferencesAsync(CancellationToken.None);
    }
}
