using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Fund.Gateway.Identity;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Gateway.Api;

/// <summary>
/// How much one network address and one person may ask for, at one instance. Whoever asks for more is answered before
/// anything is read or looked up, so that the noise of one costs the others nothing. Decision 0053.
/// </summary>
internal sealed class RequestLimits : IDisposable
{
    /// <summary>A burst may be as large as what comes in so many seconds.</summary>
    private const int BurstSeconds = 2;
    private const int SecondsPerMinute = 60;
    private const int Most = 10_000_000;

    /// <summary>Leading bytes of an IPv6 address that one customer usually has as a whole: a /64.</summary>
    private const int NetworkBytes = 8;

    private readonly PartitionedRateLimiter<IPAddress>? _addresses;
    private readonly PartitionedRateLimiter<IPAddress>? _open;
    private readonly PartitionedRateLimiter<IPAddress>? _signIns;
    private readonly PartitionedRateLimiter<string>? _reads;
    private readonly PartitionedRateLimiter<string>? _writes;

    public RequestLimits(FundSettings settings)
    {
        _addresses = PerSecond<IPAddress>(settings.Number("RateLimits:AddressPerSecond", 1000, 0, Most));
        _open = PerSecond<IPAddress>(settings.Number("RateLimits:PublicPerSecond", 200, 0, Most));
        _reads = PerSecond<string>(settings.Number("RateLimits:ReadsPerSecond", 200, 0, Most));
        _writes = PerSecond<string>(settings.Number("RateLimits:WritesPerSecond", 100, 0, Most));
        _signIns = SignIns(settings.Number("RateLimits:SignInsPerMinute", 60, 0, Most));
    }

    /// <summary>Before anything is known but where the request comes from; pages and API together.</summary>
    /// <returns>Null when it may go on.</returns>
    public Refusal? AtTheDoor(HttpContext context) =>
        Take(_addresses, Network(context), "Too many requests come from this network address.");

    /// <summary>Counts a request against what the address may have of its kind.</summary>
    /// <exception cref="RefusedException">TOO_MANY_REQUESTS, with the seconds to wait.</exception>
    public void AdmitAddress(HttpContext context, Route route)
    {
        if (route.Rpc.Name == "SignIn")
        {
            Admit(Take(_signIns, Network(context), "Too many sign-ins come from this network address."));
        }
        else if (route.Access.IsPublic && context.Request.Headers.Authorization.Count == 0)
        {
            Admit(Take(_open, Network(context), "Too many requests without signing in come from this address."));
        }
    }

    /// <summary>Counts a request against what the person may have.</summary>
    /// <exception cref="RefusedException">TOO_MANY_REQUESTS, with the seconds to wait.</exception>
    public void AdmitPerson(SignedIn? session, Route route)
    {
        if (session is null)
        {
            return;
        }

        var subject = session.Caller.Subject;
        Admit(
            HttpMethods.IsGet(route.Verb) || HttpMethods.IsHead(route.Verb)
                ? Take(_reads, subject, "You read too much at once.")
                : Take(_writes, subject, "You change too much at once.")
        );
    }

    public void Dispose()
    {
        _addresses?.Dispose();
        _open?.Dispose();
        _signIns?.Dispose();
        _reads?.Dispose();
        _writes?.Dispose();
    }

    private static void Admit(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw refusal.AsException();
        }
    }

    private static Refusal? Take<TKey>(PartitionedRateLimiter<TKey>? limiter, TKey key, string sentence)
    {
        if (limiter is null)
        {
            return null;
        }

        using var lease = limiter.AttemptAcquire(key);
        if (lease.IsAcquired)
        {
            return null;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new Refusal(
            RefusalKind.TooMuch,
            "TOO_MANY_REQUESTS",
            $"{sentence} Try again in {seconds.ToString(CultureInfo.InvariantCulture)} seconds."
        )
        {
            Facts = new Dictionary<string, string>
            {
                [Problems.RetryAfterFact] = seconds.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    /// <summary>Who changes the last bytes of an IPv6 address is still the same customer.</summary>
    private static IPAddress Network(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private static PartitionedRateLimiter<TKey>? PerSecond<TKey>(int rate)
        where TKey : notnull =>
        rate == 0
            ? null
            : Buckets<TKey>(
                new TokenBucketRateLimiterOptions
                {
                    TokenLimit = rate * BurstSeconds,
                    TokensPerPeriod = Math.Max(1, rate / 10),
                    ReplenishmentPeriod = rate < 10 ? TimeSpan.FromSeconds(1) / rate : TimeSpan.FromMilliseconds(100),
                    QueueLimit = 0,
                    AutoReplenishment = false,
                }
            );

    private static PartitionedRateLimiter<IPAddress>? SignIns(int perMinute) =>
        perMinute == 0
            ? null
            : Buckets<IPAddress>(
                new TokenBucketRateLimiterOptions
                {
                    TokenLimit = perMinute,
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = TimeSpan.FromSeconds((double)SecondsPerMinute / perMinute),
                    QueueLimit = 0,
                    AutoReplenishment = false,
                }
            );

    /// <summary>A bucket per key; the limiter refills them all and forgets those that have been full for a while.</summary>
    private static PartitionedRateLimiter<TKey> Buckets<TKey>(TokenBucketRateLimiterOptions options)
        where TKey : notnull =>
        PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => options));
}
