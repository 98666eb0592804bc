using System.Security.Cryptography;
using System.Text;
using Fund.Hosting;

namespace Fund.Gateway.Persistence;

/// <summary>
/// Seals the data-protection keys before they go to the database: AES-256-GCM under a key that is in a file, not in the
/// database, so that whoever has the database alone reads neither second factors nor waiting mail. Each is bound to its
/// name. The file can be replaced: what was sealed with an earlier one is read with that, and sealed anew at the next
/// start. See services/decisions/0043-second-factor.md.
/// </summary>
internal sealed class KeySeal
{
    public const string Setting = "DataProtection:KeyFile";

    /// <summary>Files that sealed before, by commas; needed until the gateway has started once with the new one.</summary>
    public const string FormerSetting = "DataProtection:FormerKeyFiles";

    /// <summary>Shortest key, in bytes; as long as the cipher's.</summary>
    private const int Shortest = 32;

    private const string Prefix = "sealed-1.";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key;
    private readonly IReadOnlyList<byte[]> _former;

    private KeySeal(byte[] secret, IEnumerable<byte[]> former)
    {
        _key = Derive(secret);
        _former = [.. former.Select(Derive)];
    }

    /// <summary>The keys of the files that the settings name; null, with the problem noted, when one of them is not good.</summary>
    public static KeySeal? Read(FundSettings settings, IConfiguration configuration)
    {
        var secret = Read(settings, Setting, settings.Text(Setting));
        var former = (configuration[FormerSetting] ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(path => Read(settings, FormerSetting, path))
            .ToList();
        return secret is null || former.Contains(null) ? null : new KeySeal(secret, former.OfType<byte[]>());
    }

    private static byte[]? Read(FundSettings settings, string setting, string path)
    {
        if (path.Length == 0)
        {
            return null;
        }

        try
        {
            var secret = Decode(File.ReadAllBytes(path));
            if (secret.Length >= Shortest && secret.Distinct().Count() >= 8)
            {
                return secret;
            }

            settings.AddProblem(
                $"{setting}: {path} does not hold {Shortest} random bytes; draw them, for example with openssl rand -base64 32."
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            settings.AddProblem($"{setting} names the file {path}, which does not exist or cannot be read.");
        }

        return null;
    }

    /// <summary>A seal of bytes that a test has.</summary>
    internal static KeySeal Of(byte[] secret, params byte[][] former) => new(secret, former);

    public static bool IsSealed(string stored) => stored.StartsWith(Prefix, StringComparison.Ordinal);

    public string Seal(string name, string xml)
    {
        var text = Encoding.UTF8.GetBytes(xml);
        var whole = new byte[NonceLength + text.Length + TagLength];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(
            whole.AsSpan(0, NonceLength),
            text,
            whole.AsSpan(NonceLength, text.Length),
            whole.AsSpan(NonceLength + text.Length),
            Encoding.UTF8.GetBytes(name)
        );
        return Prefix + Convert.ToBase64String(whole);
    }

    /// <summary>What was sealed; what is from before there was a seal is as it is.</summary>
    /// <exception cref="InvalidOperationException">It was sealed under a key that is in none of the files, or changed since.</exception>
    public string Open(string name, string stored)
    {
        if (!IsSealed(stored))
        {
            return stored;
        }

        var whole = Convert.FromBase64String(stored[Prefix.Length..]);
        return _former.Prepend(_key).Select(key => TryOpen(key, name, whole)).FirstOrDefault(text => text is not null)
            ?? throw new InvalidOperationException(
                $"{Setting} holds another key than the data-protection key {name} was sealed with, and so does "
                    + $"{FormerSetting}; restore the file."
            );
    }

    /// <summary>True for what has to be sealed anew: it never was, or with an earlier file.</summary>
    public bool IsOutdated(string name, string stored) =>
        !IsSealed(stored) || TryOpen(_key, name, Convert.FromBase64String(stored[Prefix.Length..])) is null;

    private static string? TryOpen(byte[] key, string name, byte[] whole)
    {
        var text = new byte[whole.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(key, TagLength);
        try
        {
            cipher.Decrypt(
                whole.AsSpan(0, NonceLength),
                whole.AsSpan(NonceLength, text.Length),
                whole.AsSpan(NonceLength + text.Length),
                text,
                Encoding.UTF8.GetBytes(name)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            // Not with this key. The caller tries the others, and says so when none fits.
            return null;
        }

        return Encoding.UTF8.GetString(text);
    }

    private static byte[] Derive(byte[] secret) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "fund data-protection keys 1"u8.ToArray());

    /// <summary>Base64 text, or else the bytes themselves.</summary>
    private static byte[] Decode(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content).Trim();
        var decoded = new byte[text.Length];
        return Convert.TryFromBase64String(text, decoded, out var length) ? decoded[..length] : content;
    }
}

/// <summary>The seal of the file that the configuration names; without one the process does not start.</summary>
internal sealed class KeySealFile(KeySeal? seal)
{
    public KeySeal Seal => seal ?? throw new InvalidOperationException($"{KeySeal.Setting} could not be read.");
}
