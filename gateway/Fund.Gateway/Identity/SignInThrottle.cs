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

/// <summary>
/// Locks out guessing: within 15 minutes at most 5 failed attempts for one e-mail address from one network address, 50
/// for one e-mail address from anywhere and 100 from one network address. An attempt is counted before the password
/// is looked at, so that many at once gain nothing, and forgotten when it succeeds. An e-mail address that has no
/// account is treated the same.
/// </summary>
internal sealed class SignInThrottle(GatewayDb db, TimeProvider time)
{
    internal const int MostPerPair = 5;
    internal const int MostPerAccount = 50;
    internal const int MostPerAddress = 100;
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

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
        var wait = TimeSpan.Zero;
        foreach (var row in counts)
        {
            var most =
                row.Key.AsSpan().SequenceEqual(attempt.Pair) ? MostPerPair
                : row.Key.AsSpan().SequenceEqual(attempt.Account) ? MostPerAccount
                : MostPerAddress;
            if (row.Attempts > most && row.WindowEndsAt - now > wait)
            {
                wait = TimeSpan.FromSeconds(Math.Min(Window.TotalSeconds, (row.WindowEndsAt - now).TotalSeconds));
            }
        }

        return wait == TimeSpan.Zero ? attempt : throw TooMany(wait);
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
internal sealed record SignInAttempt(byte[] Pair, byte[] Account, byte[] Address);
