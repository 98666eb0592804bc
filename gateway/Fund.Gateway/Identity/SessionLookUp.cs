using System.Collections.Frozen;
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
        AccessToken.IsOfProgram(token)
            ? FindProgramAsync(AccessToken.Hash(token), cancellationToken)
            : FindSessionAsync(AccessToken.Hash(token), cancellationToken);

    private async Task<SignedIn?> FindProgramAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await (
            from token in db.ApiTokens.AsNoTracking()
            join owner in db.Accounts.AsNoTracking() on token.AccountId equals owner.Id
            where token.SecretHash == hash && !token.IsClient && token.RevokedAt == null && token.ExpiresAt > now
            where owner.DisabledAt == null
            select new
            {
                Token = token,
                owner.Id,
                owner.Role,
                owner.OrganisationId,
                owner.DonorId,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (found.Token.LastUsedAt is not { } used || now - used > Precision)
        {
            await db
                .ApiTokens.Where(token => token.ApiTokenId == found.Token.ApiTokenId)
                .ExecuteUpdateAsync(set => set.SetProperty(token => token.LastUsedAt, now), cancellationToken);
        }

        var caller = Caller.Person(found.Id.ToString("D"), found.OrganisationId, found.DonorId, found.Role) with
        {
            Session = found.Token.ApiTokenId.ToString("D"),
        };
        return new SignedIn(found.Token.ApiTokenId, caller, found.Token.ExpiresAt)
        {
            Permissions = found.Token.Permissions.ToFrozenSet(StringComparer.Ordinal),
        };
    }

    private async Task<SignedIn?> FindSessionAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var found = await (
            from session in db.Sessions.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on session.AccountId equals account.Id
            where session.TokenHash == hash && session.RevokedAt == null && account.DisabledAt == null
            where
                session.ApiTokenId == null
                || db.ApiTokens.Any(client => client.ApiTokenId == session.ApiTokenId && client.RevokedAt == null)
            select new
            {
                session.SessionId,
                session.ExpiresAt,
                session.LastSeenAt,
                session.Stage,
                session.Permissions,
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
        return new SignedIn(found.SessionId, caller, Session.EndOf(seen, found.ExpiresAt))
        {
            Stage = found.Stage,
            Permissions = found.Permissions?.ToFrozenSet(StringComparer.Ordinal),
        };
    }
}
