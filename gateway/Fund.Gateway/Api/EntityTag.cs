using System.Globalization;
using System.Security.Cryptography;
using Fund.Kernel;
using Microsoft.Extensions.Primitives;

namespace Fund.Gateway.Api;

/// <summary>
/// Tags of what is at an address. A thing with a version has that as its tag, and a change names the tag it is made to;
/// public data have one made from their bytes, so that whoever has them already need not be sent them again.
/// </summary>
internal static class EntityTag
{
    public const string Required = "IF_MATCH_REQUIRED";
    public const string ChangedMeanwhile = "CHANGED_MEANWHILE";
    private const string Header = "If-Match";
    private const int LongestNumber = 9;

    /// <summary>Bytes of a digest that stand in a tag.</summary>
    private const int DigestLength = 16;

    /// <summary>The tag of a version.</summary>
    public static string Of(int version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>The tag of bytes; weak, because the same data may travel compressed.</summary>
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        return $"W/\"{Convert.ToHexStringLower(digest[..DigestLength])}\"";
    }

    /// <summary>The version a change is made to.</summary>
    /// <exception cref="RefusedException">IF_MATCH_REQUIRED, or IF_MATCH_INVALID when it is not one tag of ours.</exception>
    public static int ReadIfMatch(HttpRequest request)
    {
        var values = request.Headers.IfMatch;
        if (values.Count == 0)
        {
            throw new Refusal(
                RefusalKind.BadInput,
                Required,
                $"Send the header {Header} with the ETag of what you change, so that nobody's work is overwritten."
            ).AsException();
        }

        if (
            values is [['"', .. { Length: > 0 and <= LongestNumber } number, '"']]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        )
        {
            return version;
        }

        throw new Refusal(
            RefusalKind.BadInput,
            "IF_MATCH_INVALID",
            $"The header {Header} must be one ETag as it was given out, such as \"3\" with its quotation marks."
        ).AsException();
    }

    /// <summary>True when the reader has what the tag stands for already (RFC 9110, section 13.1.2).</summary>
    public static bool IsKnown(StringValues ifNoneMatch, string tag)
    {
        foreach (var value in ifNoneMatch)
        {
            foreach (var range in (value ?? "").AsSpan().Split(','))
            {
                var candidate = value.AsSpan()[range].Trim();
                if (candidate is "*" || Opaque(candidate).SequenceEqual(Opaque(tag)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag) => tag.StartsWith("W/") ? tag[2..] : tag;
}
