using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>What the database says about an access token, and that it was used.</summary>
internal sealed class SessionLookUp(GatewayDb db, TimeProvider time)
{
    /// <summary>The last use is noted at most this often: a use needs no write of its own.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    /// <summary>Null when the token is worth nothing: unknown, revoked, expired, or of an account that is disabled.</summary>
    public Task<SignedIn?> FindAsync(string token, CancellationToken cancellationToken) =>
        FindSessionAsync(AccessToken.Hash(token), cancellationToken);

    private async Task<SignedIn?> FindSessionAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var found = await (
            from session in db.Sessions.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on session.AccountId equals account.Id
            where session.TokenHash == hash && session.RevokedAt == null && account.DisabledAt == null
            select new
            {
                session.SessionId,
                session.ExpiresAt,
                session.LastSeenAt,
                session.Stage,
                account.Id,
                account.Role,
                account.OrganisationId,
                account.DonorId,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (found is null || Session.EndOf(found.LastSeenAt, found.ExpiresAt) <= now)
        {
            return null;
        }

        var seen = found.LastSeenAt;
        if (now - seen > Precision)
        {
            seen = now;
            await db
                .Sessions.Where(session => session.SessionId == found.SessionId)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.LastSeenAt, now), cancellationToken);
        }

        var subject = found.Id.ToString("D");
        var caller =
            found.Stage == SessionStage.Full
                ? Caller.Person(subject, found.OrganisationId, found.DonorId, found.Role)
                : Caller.Person(subject, null, null);
        caller = caller with { Session = found.SessionId.ToString("D") };
        return new SignedIn(found.SessionId, caller, Session.EndOf(seen, found.ExpiresAt)) { Stage = found.Stage };
    }
}
