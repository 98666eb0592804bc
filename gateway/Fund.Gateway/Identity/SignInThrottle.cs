using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Attempts within one window; the row of an e-mail address, of a network address, or of both together.</summary>
internal sealed class SignInAttempts
{
    private SignInAttempts() { }

    public byte[] Key { get; private set; } = [];

    public int Attempts { get; private set; }

    public DateTimeOffset WindowEndsAt { get; private set; }
}

/// <summary>A place from which a person has signed in; the key is a hash of both.</summary>
internal sealed class KnownPlace
{
    private KnownPlace() { }

    public byte[] Key { get; private set; } = [];

    public DateTimeOffset SeenAt { get; private set; }
}

/// <summary>
/// Locks out guessing: within 15 minutes at most 5 failed attempts for one e-mail address from one network address, 50
/// for one e-mail address from anywhere and 100 from one network address. An attempt is counted before the password
/// is looked at, so that many at once gain nothing, and forgotten when it succeeds. An e-mail address that has no
/// account is treated the same. Where the person has signed in before, guesses made elsewhere do not count: nobody can be
/// kept out of an account by others' guessing.
/// </summary>
internal sealed class SignInThrottle(GatewayDb db, TimeProvider time)
{
    internal const int MostPerPair = 5;
    internal const int MostPerAccount = 50;
    internal const int MostPerAddress = 100;
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How long a place is known after a sign-in there.</summary>
    internal static readonly TimeSpan KnownFor = TimeSpan.FromDays(60);

    /// <summary>Counts an attempt.</summary>
    /// <exception cref="RefusedException">TOO_MANY_SIGN_INS, with the seconds to wait.</exception>
    public async Task<SignInAttempt> BeginAsync(string email, IPAddress? address, CancellationToken cancellationToken)
    {
        var attempt = new SignInAttempt(
            Key("pair", $"{email} {address}"),
            Key("account", email),
            Key("address", $"{address}")
        );
        var now = time.GetUtcNow();
        var counts = await CountAsync(attempt, now, cancellationToken);
        var tooMany = counts.Where(row => row.Attempts > attempt.MostOf(row.Key)).ToList();
        if (tooMany.Count > 0 && tooMany.All(row => row.Key.AsSpan().SequenceEqual(attempt.Account)))
        {
            tooMany = await IsKnownAsync(email, address, now, cancellationToken) ? [] : tooMany;
        }

        return tooMany.Count == 0 ? attempt : throw TooMany(Wait(tooMany, now));
    }

    /// <summary>The person has signed in there.</summary>
    public Task RememberAsync(string email, IPAddress? address, CancellationToken cancellationToken)
    {
        var (key, now) = (PlaceKey(email, address), time.GetUtcNow());
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into known_places (key, seen_at) values ({key}, {now})
            on conflict (key) do update set seen_at = excluded.seen_at
            """,
            cancellationToken
        );
    }

    /// <summary>The password was right: the person's earlier mistakes are forgotten.</summary>
    public Task ForgetAsync(SignInAttempt attempt, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            with forgotten as (delete from sign_in_attempts where key in ({attempt.Pair}, {attempt.Account}))
            update sign_in_attempts set attempts = attempts - 1 where key = {attempt.Address} and attempts > 0
            """,
            cancellationToken
        );

    private async Task<bool> IsKnownAsync(
        string email,
        IPAddress? address,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (key, from) = (PlaceKey(email, address), now - KnownFor);
        return await db.Set<KnownPlace>().AnyAsync(place => place.Key == key && place.SeenAt > from, cancellationToken);
    }

    private static TimeSpan Wait(List<SignInAttempts> tooMany, DateTimeOffset now)
    {
        var longest = tooMany.Max(row => row.WindowEndsAt - now);
        return longest < Window ? longest : Window;
    }

    private static byte[] PlaceKey(string email, IPAddress? address) => Key("place", $"{email} {address}");

    private Task<List<SignInAttempts>> CountAsync(
        SignInAttempt attempt,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // In one order everywhere, so that two attempts never wait for each other.
        byte[][] keys = [.. new[] { attempt.Pair, attempt.Account, attempt.Address }.OrderBy(Convert.ToHexString)];
        var ends = now + Window;
        return db.Set<SignInAttempts>()
            .FromSql(
                $"""
                insert into sign_in_attempts as known (key, attempts, window_ends_at)
                select key, 1, {ends} from unnest({keys}) as key
                on conflict (key) do update set
                    attempts = case when known.window_ends_at <= {now} then 1 else known.attempts + 1 end,
                    window_ends_at = case when known.window_ends_at <= {now} then {ends} else known.window_ends_at end
                returning key, attempts, window_ends_at
                """
            )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
    }

    private static RefusedException TooMany(TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        return new Refusal(
            RefusalKind.TooMuch,
            "TOO_MANY_SIGN_INS",
            $"Too many sign-ins failed. Try again in {Math.Ceiling(wait.TotalMinutes)} minutes."
        )
        {
            Facts = new Dictionary<string, string>
            {
                [Problems.RetryAfterFact] = seconds.ToString(CultureInfo.InvariantCulture),
            },
        }.AsException();
    }

    private static byte[] Key(string kind, string value) => SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {value}"));
}

/// <summary>The rows that count one attempt.</summary>
internal sealed record SignInAttempt(byte[] Pair, byte[] Account, byte[] Address)
{
    /// <summary>How many attempts a row may count.</summary>
    public int MostOf(byte[] key) =>
        key.AsSpan().SequenceEqual(Pair) ? SignInThrottle.MostPerPair
        : key.AsSpan().SequenceEqual(Account) ? SignInThrottle.MostPerAccount
        : SignInThrottle.MostPerAddress;
}
