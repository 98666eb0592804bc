using System.Collections.Concurrent;
using Fund.GrantCalls.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.GrantCalls.Persistence;

/// <summary>
/// Calls as they were read last. Thousands save their drafts in the last hour of a call, and each save asks what the call
/// says now: the database answers that it is still the same, instead of its texts in six languages.
/// </summary>
public sealed class KnownCalls
{
    private readonly ConcurrentDictionary<Guid, (long Edition, Call Call)> _known = new();

    /// <summary>The call as it is committed now. Others have the same object: nobody changes it.</summary>
    public async Task<Call> OfAsync(GrantCallsDb db, Guid id, CancellationToken cancellationToken)
    {
        var edition = await EditionAsync(db, id, cancellationToken);
        if (_known.TryGetValue(id, out var known) && known.Edition == edition)
        {
            return known.Call;
        }

        // Read after its edition: it may be newer than that, never older.
        var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        _known[id] = (edition, call);
        return call;
    }

    /// <summary>
    /// The transaction that wrote the row as it is: another one after any change of any column. Asked past Entity Framework,
    /// which would put the same statement together anew for every save.
    /// </summary>
    private static async Task<long> EditionAsync(GrantCallsDb db, Guid id, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "select xmin::text::bigint from calls where id = $1";
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
