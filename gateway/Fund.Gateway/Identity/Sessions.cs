using System.Collections.Concurrent;
using Fund.Gateway.Persistence;
using Fund.Gateway.Portal.Access;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Somebody who has signed in.</summary>
internal sealed record SignedIn(Guid SessionId, Caller Caller, DateTimeOffset ExpiresAt);

/// <summary>
/// Who an access token stands for. What the database said is believed for five seconds, so a token that is revoked at
/// one instance is worth nothing at any other five seconds later; while the database is down nobody is let in on
/// older knowledge.
/// </summary>
internal sealed class Sessions(IServiceScopeFactory scopes, TimeProvider time)
{
    internal static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);

    /// <summary>From this age on, one request asks again while the others still go through.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(4);
    private const int MostKnown = 10_000;
    private const string Scheme = "Bearer ";

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Who sends the request; null when it carries no token.</summary>
    /// <exception cref="RefusedException">NOT_SIGNED_IN when it carries one that is not worth anything.</exception>
    public ValueTask<SignedIn?> OfAsync(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count == 0)
        {
            return SessionCookie.OfApiCall(request) is { } cookie
                ? OfTokenAsync(cookie, request.HttpContext.RequestAborted)
                : default;
        }

        return header is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? OfTokenAsync(value[Scheme.Length..], request.HttpContext.RequestAborted)
            : throw Refusals.NotSignedIn().AsException();
    }

    /// <summary>Whom a token stands for.</summary>
    /// <exception cref="RefusedException">NOT_SIGNED_IN when it is not worth anything.</exception>
    public ValueTask<SignedIn?> OfTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(token, out var known))
        {
            var age = time.GetElapsedTime(known.AskedAt);
            if (age < AskAgain || (age < Believed && !known.TryClaim()))
            {
                return ValueTask.FromResult<SignedIn?>(NotExpired(known.Session));
            }
        }

        return LookUpAsync(token, cancellationToken);
    }

    /// <summary>Makes the token worthless.</summary>
    public async Task RevokeAsync(SignedIn session, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        var now = time.GetUtcNow();
        await db
            .Sessions.Where(row => row.SessionId == session.SessionId && row.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now), cancellationToken);
        Forget(session.SessionId);
    }

    /// <summary>
    /// Lets a session that is in use live on, to an hour from now, but never beyond <see cref="Session.Longest"/> from
    /// its sign-in.
    /// </summary>
    /// <returns>When it ends now.</returns>
    public async Task<DateTimeOffset> ExtendAsync(SignedIn session, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        var stored = await db.Sessions.SingleAsync(row => row.SessionId == session.SessionId, cancellationToken);
        stored.Extend(time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        Forget(session.SessionId);
        return stored.ExpiresAt;
    }

    private void Forget(Guid sessionId)
    {
        foreach (var (token, known) in _known)
        {
            if (known.Session.SessionId == sessionId)
            {
                _known.TryRemove(token, out _);
            }
        }
    }

    private async ValueTask<SignedIn?> LookUpAsync(string token, CancellationToken cancellationToken)
    {
        if (!AccessToken.IsWellFormed(token))
        {
            throw Refusals.NotSignedIn().AsException();
        }

        var askedAt = time.GetTimestamp();
        var hash = AccessToken.Hash(token);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        var found = await (
            from session in db.Sessions.AsNoTracking()
            join account in db.Accounts.AsNoTracking() on session.AccountId equals account.Id
            where session.TokenHash == hash && session.RevokedAt == null
            select new
            {
                session.SessionId,
                session.ExpiresAt,
                account.Id,
                account.Role,
                account.OrganisationId,
                account.DonorId,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            _known.TryRemove(token, out _);
            throw Refusals.NotSignedIn().AsException();
        }

        var caller = Caller.Person(found.Id.ToString("D"), found.OrganisationId, found.DonorId, found.Role);
        var signedIn = new SignedIn(found.SessionId, caller, found.ExpiresAt);
        MakeRoom();
        _known[token] = new Known(signedIn, askedAt);
        return NotExpired(signedIn);
    }

    private SignedIn NotExpired(SignedIn session) =>
        session.ExpiresAt > time.GetUtcNow() ? session : throw Refusals.NotSignedIn().AsException();

    private void MakeRoom()
    {
        if (_known.Count < MostKnown)
        {
            return;
        }

        foreach (var (token, known) in _known)
        {
            if (time.GetElapsedTime(known.AskedAt) > Believed)
            {
                _known.TryRemove(token, out _);
            }
        }
    }

    private sealed class Known(SignedIn session, long askedAt)
    {
        private int _claimed;

        public SignedIn Session { get; } = session;

        public long AskedAt { get; } = askedAt;

        /// <summary>True for the one request that asks the database again.</summary>
        public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;
    }
}
