using System.Globalization;
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

/// <summary>A place, or a browser, in which a person has signed in; the key is a hash of both.</summary>
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
/// account is treated the same. Nobody can be kept out of an account by others' guessing: where the person has signed in
/// before, only attempts from there count; in a browser the person has signed in with, only attempts in that browser
/// (OWASP's device cookies); and a new password by mail makes the place and the browser known in which it is set.
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
    /// <param name="name">Normalized e-mail address, or whatever else a secret is guessed for.</param>
    /// <param name="place">Where the attempt is made.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusedException">TOO_MANY_SIGN_INS, with the seconds to wait.</exception>
    public async Task<SignInAttempt> BeginAsync(string name, ClientPlace place, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var attempt = await AttemptAsync(name, place, now, cancellationToken);
        var counts = await CountAsync(attempt, now, cancellationToken);
        var tooMany = counts.Where(row => row.Attempts > attempt.MostOf(row.Key)).ToList();
        return tooMany.Count == 0 ? attempt : throw TooMany(Wait(tooMany, now));
    }

    /// <summary>The person has signed in there, or has shown in another way to be the right one.</summary>
    public Task RememberAsync(string name, ClientPlace place, CancellationToken cancellationToken)
    {
        byte[][] keys = [.. Keys(name, place)];
        var (now, pair) = (time.GetUtcNow(), PairKey(name, place));
        return db.Database.ExecuteSqlAsync(
            $"""
            with forgotten as (delete from sign_in_attempts where key = {pair})
            insert into known_places (key, seen_at) select key, {now} from unnest({keys}) as key
            on conflict (key) do update set seen_at = excluded.seen_at
            """,
            cancellationToken
        );
    }

    /// <summary>The password was right: the person's earlier mistakes are forgotten.</summary>
    public Task ForgetAsync(SignInAttempt attempt, CancellationToken cancellationToken)
    {
        byte[][] mistakes = attempt.Account is { } account ? [attempt.Pair, account] : [attempt.Pair];
        byte[][] counted = attempt.Address is { } address ? [address] : [];
        return db.Database.ExecuteSqlAsync(
            $"""
            with forgotten as (delete from sign_in_attempts where key = any({mistakes}))
            update sign_in_attempts set attempts = attempts - 1 where key = any({counted}) and attempts > 0
            """,
            cancellationToken
        );
    }

    /// <summary>What an attempt counts for: the less, the better the place is known.</summary>
    private async Task<SignInAttempt> AttemptAsync(
        string name,
        ClientPlace place,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var keys = Keys(name, place).ToList();
        var from = now - KnownFor;
        var known = await db.Set<KnownPlace>()
            .Where(row => keys.Contains(row.Key) && row.SeenAt > from)
            .Select(row => row.Key)
            .ToListAsync(cancellationToken);
        if (keys.Count > 1 && known.Exists(key => key.AsSpan().SequenceEqual(keys[1])))
        {
            return new SignInAttempt(Key("browser attempts", $"{name} {place.Mark}"), null, null);
        }

        return new SignInAttempt(
            PairKey(name, place),
            known.Count > 0 ? null : Key("account", name),
            Key("address", $"{place.Address}")
        );
    }

    /// <summary>What somebody is known by there: the network address, and the browser's mark where it has one.</summary>
    private static IEnumerable<byte[]> Keys(string name, ClientPlace place)
    {
        yield return Key("place", $"{name} {place.Address}");
        if (place.Mark is not null)
        {
            yield return Key("browser", $"{name} {place.Mark}");
        }
    }

    private static byte[] PairKey(string name, ClientPlace place) => Key("pair", $"{name} {place.Address}");

    private static TimeSpan Wait(List<SignInAttempts> tooMany, DateTimeOffset now)
    {
        var longest = tooMany.Max(row => row.WindowEndsAt - now);
        return longest < Window ? longest : Window;
    }

    private Task<List<SignInAttempts>> CountAsync(
        SignInAttempt attempt,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // In one order everywhere, so that two attempts never wait for each other.
        byte[][] keys = [.. attempt.Keys.OrderBy(Convert.ToHexString)];
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
/// <param name="Pair">Of the name and where the attempt is made.</param>
/// <param name="Account">Of the name from anywhere; null where it is known.</param>
/// <param name="Address">Of the network address for any name; null in a browser that is known.</param>
internal sealed record SignInAttempt(byte[] Pair, byte[]? Account, byte[]? Address)
{
    public IEnumerable<byte[]> Keys => new[] { Pair, Account, Address }.OfType<byte[]>();

    /// <summary>How many attempts a row may count.</summary>
    public int MostOf(byte[] key) =>
        key.AsSpan().SequenceEqual(Pair) ? SignInThrottle.MostPerPair
        : key.AsSpan().SequenceEqual(Account) ? SignInThrottle.MostPerAccount
        : SignInThrottle.MostPerAddress;
}
