using System.Buffers;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Metadata as HTTP header fields: text as it is, bytes as base64 without padding.</summary>
internal static class MetadataHeaders
{
    public static string Format(Metadata.Entry entry) =>
        entry.IsBinary ? Convert.ToBase64String(entry.Raw).TrimEnd('=') : entry.Value;

    /// <summary>Adds one header field. Values of a repeated binary key may have been joined by commas on the way.</summary>
    /// <exception cref="RpcException">Internal: a value under a <c>-bin</c> key is not base64.</exception>
    public static void AddTo(Metadata metadata, string name, string? value)
    {
        string key = name.ToLowerInvariant();
        if (!Metadata.Entry.NamesBytes(key))
        {
            metadata.Add(new Metadata.Entry(key, value ?? string.Empty, null));
            return;
        }

        foreach (string part in (value ?? string.Empty).Split(','))
        {
            metadata.Add(new Metadata.Entry(key, null, Decode(key, part.AsSpan().Trim())));
        }
    }

    private static byte[] Decode(string key, ReadOnlySpan<char> base64)
    {
        base64 = base64.TrimEnd('=');
        int paddedLength = (base64.Length + 3) / 4 * 4;
        char[] padded = ArrayPool<char>.Shared.Rent(paddedLength);
        try
        {
            base64.CopyTo(padded);
            padded.AsSpan(base64.Length, paddedLength - base64.Length).Fill('=');
            byte[] bytes = new byte[base64.Length * 3 / 4];
            return
                Convert.TryFromBase64Chars(padded.AsSpan(0, paddedLength), bytes, out int written)
                && written == bytes.Length
                ? bytes
                : throw new RpcException(new Status(StatusCode.Internal, $"The header '{key}' is not valid base64."));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(padded);
        }
    }
}
