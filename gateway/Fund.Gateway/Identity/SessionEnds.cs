using System.Linq.Expressions;
using Fund.Gateway.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Ends sessions: at once at this instance, within seconds at the others.</summary>
internal sealed class SessionEnds(GatewayDb db, Sessions sessions, TimeProvider time)
{
    /// <summary>One session of an account; false when there is none such to end.</summary>
    public async Task<bool> OneAsync(Guid account, Guid session, CancellationToken cancellationToken) =>
        await EndAsync(row => row.AccountId == account && row.SessionId == session, cancellationToken) > 0;

    /// <summary>All sessions of an account but one, or really all; how many there were.</summary>
    public Task<int> AllAsync(Guid account, Guid? except, CancellationToken cancellationToken) =>
        EndAsync(row => row.AccountId == account && row.SessionId != except, cancellationToken);

    /// <summary>Believed no longer at this instance. For who changes an account in a transaction: after it.</summary>
    public void Forget(Guid account) => sessions.Forget(session => session.AccountId == account);

    private async Task<int> EndAsync(Expression<Func<Session, bool>> which, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ended = await db
            .Sessions.Where(which)
            .Where(row => row.RevokedAt == null && row.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now), cancellationToken);

        // Believing too little costs one look at the database.
        sessions.Forget(_ => true);
        return ended;
    }
}
