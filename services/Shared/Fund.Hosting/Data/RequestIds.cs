using System.Security.Cryptography;
using Fund.Kernel;
using Google.Protobuf;

namespace Fund.Hosting;

/// <summary>
/// What makes a request recognisable: used by <see cref="Once"/>, and by services that write many requests in one
/// transaction by hand and keep the same table in the same meaning.
/// </summary>
public static class RequestIds
{
    /// <summary>Longest request id, in characters.</summary>
    public const int MaxLength = 100;

    /// <summary>Passes for an id of 1 to 100 characters.</summary>
    /// <exception cref="RefusedException">REQUIRED, TOO_LONG or INVALID_FIELD.</exception>
    public static void Require(string requestId)
    {
        if (string.IsNullOrWhiteSpace(requestId))
        {
            throw Refusals.Required("request_id").AsException();
        }

        if (requestId.Length > MaxLength)
        {
            throw Refusals.TooLong("request_id", requestId.Length, MaxLength).AsException();
        }

        if (requestId.Any(char.IsControl))
        {
            throw Refusal
                .OfField("INVALID_FIELD", "request_id", "request_id has control characters in it.")
                .AsException();
        }
    }

    /// <summary>SHA-256 of the request's deterministic protobuf bytes.</summary>
    public static byte[] HashOf(IMessage request)
    {
        using var bytes = new MemoryStream(request.CalculateSize());
        using (var output = new CodedOutputStream(bytes, leaveOpen: true) { Deterministic = true })
        {
            request.WriteTo(output);
        }

        return SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
