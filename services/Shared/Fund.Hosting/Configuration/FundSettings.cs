using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Fund.Hosting;

/// <summary>
/// The configuration of one process. Reading a value that is missing or malformed notes a problem and goes on, so that
/// one start shows everything that is wrong; <see cref="FundService"/> refuses to run while there are problems.
/// </summary>
public sealed class FundSettings(string name, IConfiguration configuration)
{
    private readonly List<string> _problems = [];

    /// <summary>Name of the process: donations, grantcalls, projects, beneficiaries or gateway.</summary>
    public string Name { get; } = name;

    /// <summary>Everything found wrong so far, as sentences that name the key.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Put before every queue and exchange name, so that systems can share one broker. Usually empty.</summary>
    public string BrokerPrefix { get; } = configuration["Broker:Prefix"] ?? "";

    /// <summary>Where traces and metrics go (OTLP over HTTP), or null for nowhere.</summary>
    public Uri? OtlpEndpoint =>
        string.IsNullOrWhiteSpace(configuration["Telemetry:OtlpEndpoint"])
            ? null
            : Url("Telemetry:OtlpEndpoint", null, "http", "https");

    internal bool IsGateway => Name == "gateway";

    public void AddProblem(string sentence)
    {
        if (!_problems.Contains(sentence))
        {
            _problems.Add(sentence);
        }
    }

    /// <summary>A required text; empty when missing, with the problem noted.</summary>
    public string Text(string key)
    {
        var value = configuration[key];
        if (string.IsNullOrWhiteSpace(value))
        {
            AddProblem(
                $"{key} is not set (environment {key.Replace(":", "__", StringComparison.Ordinal)} or --{key}=…)."
            );
        }

        return value ?? "";
    }

    /// <summary>An absolute URL with one of the schemes, or null with the problem noted.</summary>
    public Uri? Url(string key, string? fallback, params string[] schemes)
    {
        var value = configuration[key] is { Length: > 0 } set ? set : fallback ?? Text(key);
        if (value.Length == 0)
        {
            return null;
        }

        if (Uri.TryCreate(value, UriKind.Absolute, out var url) && schemes.Contains(url.Scheme))
        {
            return url;
        }

        AddProblem($"{key} is not a URL starting with {string.Join(" or ", schemes.Select(s => s + "://"))}.");
        return null;
    }

    /// <summary>Where to listen, from a URL with an IP address or localhost; port 0 takes a free one.</summary>
    internal IPEndPoint ListenAddress(string key, string fallback)
    {
        var url = Url(key, fallback, "http");
        if (url is null)
        {
            return new IPEndPoint(IPAddress.Loopback, 0);
        }

        if (url.Host == "localhost")
        {
            return new IPEndPoint(IPAddress.Loopback, url.Port);
        }

        if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
        {
            return new IPEndPoint(address, url.Port);
        }

        AddProblem($"{key} must name an IP address to listen on, not '{url.Host}'.");
        return new IPEndPoint(IPAddress.Loopback, 0);
    }

    /// <summary>An EC P-256 key from the PEM file a setting names, or null with the problem noted.</summary>
    internal ECDsa? Key(string key, bool isPrivate)
    {
        var path = Text(key);
        if (path.Length == 0)
        {
            return null;
        }

        if (!File.Exists(path))
        {
            AddProblem($"{key} names the file {path}, which does not exist or cannot be read.");
            return null;
        }

        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromPem(File.ReadAllText(path));
            var parameters = ecdsa.ExportParameters(isPrivate);
            if (parameters.Curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256" || ecdsa.KeySize == 256)
            {
                return ecdsa;
            }

            AddProblem($"{key}: {path} holds a key of another curve; it must be EC P-256.");
        }
        catch (Exception e)
            when (e is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            var what = isPrivate ? "private" : "public";
            AddProblem($"{key}: {path} does not hold a readable EC P-256 {what} key in PEM form.");
        }

        ecdsa.Dispose();
        return null;
    }

    /// <summary>True when <c>Identity:SigningKeyFile</c> is set; only processes that call others need it.</summary>
    internal bool CanSign => !string.IsNullOrWhiteSpace(configuration["Identity:SigningKeyFile"]);

    /// <summary>This process's private key, null when none is set.</summary>
    internal ECDsa? SigningKey() => CanSign ? Key("Identity:SigningKeyFile", isPrivate: true) : null;

    /// <summary>Issuers whose tokens are believed, with their pinned keys.</summary>
    internal IReadOnlyDictionary<string, ECDsa> TrustedKeys(bool needed)
    {
        var keys = new Dictionary<string, ECDsa>(StringComparer.Ordinal);
        foreach (var issuer in configuration.GetSection("Identity:TrustedKeys").GetChildren())
        {
            // Configuration keys ignore case and environment variables are often written in capitals.
            if (Key(issuer.Path, isPrivate: false) is { } key)
            {
                keys[issuer.Key.ToLowerInvariant()] = key;
            }
        }

        if (needed && !configuration.GetSection("Identity:TrustedKeys").GetChildren().Any())
        {
            AddProblem("Identity:TrustedKeys names no issuer; at least Identity:TrustedKeys:gateway is needed.");
        }

        return keys;
    }

    /// <summary>A whole number, the fallback when not set; anything else is a problem.</summary>
    public int Number(string key, int fallback, int least, int most)
    {
        if (configuration[key] is not { Length: > 0 } value)
        {
            return fallback;
        }

        var parsed = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (parsed && number >= least && number <= most)
        {
            return number;
        }

        AddProblem($"{key} must be a whole number from {least} to {most}, not '{value}'.");
        return fallback;
    }
}
