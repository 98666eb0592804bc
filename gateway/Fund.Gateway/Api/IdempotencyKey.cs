using Fund.Kernel;

namespace Fund.Gateway.Api;

/// <summary>
/// The header that makes a write safe to repeat: same key and same request gets the first answer again, same key and
/// another request is refused. Keys of different accounts never meet: the services keep them per caller.
/// </summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int Longest = 100;

    /// <exception cref="RefusedException">Missing, given twice, too long, or not visible ASCII.</exception>
    public static string Read(HttpRequest request)
    {
        var values = request.Headers[Header];
        if (values.Count == 0)
        {
            throw new Refusal(
                RefusalKind.BadInput,
                "IDEMPOTENCY_KEY_REQUIRED",
                $"Every write needs the header {Header} with a value of your own choice, such as a UUID. "
                    + $"Send the same value when you repeat the request."
            ).AsException();
        }

        if (values is [{ Length: > 0 and <= Longest } key] && !key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return key;
        }

        throw new Refusal(
            RefusalKind.BadInput,
            "IDEMPOTENCY_KEY_INVALID",
            $"The header {Header} must be given once, with 1 to {Longest} visible ASCII characters and no spaces."
        ).AsException();
    }
}
