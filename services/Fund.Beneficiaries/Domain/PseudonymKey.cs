using System.Security.Cryptography;
using System.Text;

namespace Fund.Beneficiaries.Domain;

/// <summary>
/// Turns a pseudonym into what the Fund keeps of it: HMAC-SHA-256 under a key that is not in the database. The
/// organisation is part of what is hashed, so that the same pseudonym of two organisations is two people. Without the
/// key nobody can try pseudonyms out against the hashes.
/// </summary>
public sealed class PseudonymKey
{
    /// <summary>Shortest key, in bytes: as long as the hash (RFC 2104 advises against less).</summary>
    public const int ShortestKey = 32;

    /// <summary>Length of a hash, in bytes.</summary>
    public const int HashLength = 32;

    private readonly byte[] _key;

    private PseudonymKey(byte[] key) => _key = key;

    /// <summary>A hash of a fixed text: tells whether two keys are the same without saying anything about either.</summary>
    public byte[] Fingerprint() => HMACSHA256.HashData(_key, "fund-pseudonym-key-fingerprint"u8);

    /// <summary>
    /// The key of a file's content: base64 text, or else the bytes themselves. Null, with the reason, when it is too
    /// short or plainly no random key.
    /// </summary>
    public static PseudonymKey? Read(byte[] content, out string? problem)
    {
        var key = Decode(content);
        problem = key switch
        {
            { Length: < ShortestKey } => $"holds {key.Length} bytes; at least {ShortestKey} random bytes are needed.",
            _ when key.Distinct().Count() < 8 => "does not hold random bytes.",
            _ => null,
        };
        return problem is null ? new PseudonymKey(key) : null;
    }

    /// <summary>The keyed hash of one organisation's pseudonym.</summary>
    public byte[] Hash(Guid organisationId, string pseudonym)
    {
        var text = Canonical(pseudonym);
        var input = new byte[16 + Encoding.UTF8.GetByteCount(text)];
        organisationId.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(text, input.AsSpan(16));
        return HMACSHA256.HashData(_key, input);
    }

    /// <summary>The pseudonym without differences of encoding that nobody sees.</summary>
    public static string Canonical(string pseudonym) => pseudonym.Normalize(NormalizationForm.FormKC).Trim();

    private static byte[] Decode(byte[] content)
    {
        var text = Encoding.UTF8.GetString(content).Trim();
        var decoded = new byte[text.Length];
        return Convert.TryFromBase64String(text, decoded, out var length) ? decoded[..length] : content;
    }
}
