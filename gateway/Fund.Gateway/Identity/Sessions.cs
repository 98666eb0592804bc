using System.Collections.Concurrent;
using Fund.Gateway.Portal.Access;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Gateway.Identity;

/// <summary>Somebody who has signed in, wholly or up to the second factor.</summary>
/// <param name="SessionId">The session; of a program, its token.</param>
/// <param name="Caller">Who asks. While the sign-in is not finished it has no role at all, so that nothing anywhere
/// lets it in by mistake.</param>
/// <param name="ExpiresAt">Moment from which the token is worth nothing, if it is not used before.</param>
internal sealed record SignedIn(Guid SessionId, Caller Caller, DateTimeOffset ExpiresAt)
{
    public SessionStage Stage { get; init; }

    /// <summary>The permissions a program was given; null for a person, who has all of the role.</summary>
    public IReadOnlySet<string>? Permissions { get; init; }

    /// <summary>True for the token of a program.</summary>
    public bool IsProgram => Permissions is not null;

    public Guid AccountId => Guid.Parse(Caller.Subject);
}

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
                ? OfBrowserAsync(cookie, request.HttpContext.RequestAborted)
                : default;
        }

        return header is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? OfTokenAsync(value[Scheme.Length..], request.HttpContext.RequestAborted)
            : throw Refusals.NotSignedIn().AsException();
    }

    /// <summary>Who the token of a browser's cookie stands for: always a person, never a program.</summary>
    /// <exception cref="RefusedException">NOT_SIGNED_IN when it is not worth anything.</exception>
    public async ValueTask<SignedIn?> OfBrowserAsync(string token, CancellationToken cancellationToken) =>
        await OfTokenAsync(token, cancellationToken) is { IsProgram: false } session
            ? session
            : throw Refusals.NotSignedIn().AsException();

    /// <summary>Who an access token stands for.</summary>
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

    /// <summary>This instance believes nothing any more about the sessions; others notice within seconds.</summary>
    public void Forget(Func<SignedIn, bool> which)
    {
        foreach (var (token, known) in _known)
        {
            if (which(known.Session))
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
        await using var scope = scopes.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<SessionLookUp>().FindAsync(token, cancellationToken);
        if (found is null)
        {
            _known.TryRemove(token, out _);
            throw Refusals.NotSignedIn().AsException();
        }

        MakeRoom();
        _known[token] = new Known(found, askedAt);
        return NotExpired(found);
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
