using System.Globalization;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Fund.Gateway.Api;

/// <summary>The one place where refusals and failures become HTTP problems.</summary>
internal static class Problems
{
    /// <summary>Fact with which a refusal says when to try again, in seconds.</summary>
    public const string RetryAfterFact = "retry_after_seconds";
    private const int RetrySoon = 2;

    public static Problem NotFound { get; } =
        new(
            StatusCodes.Status404NotFound,
            "NO_SUCH_ADDRESS",
            "There is nothing at this address; see /openapi/v1.json."
        );

    /// <summary>The address is right, but what it shows does not exist yet.</summary>
    public static Problem Nothing { get; } =
        new(StatusCodes.Status404NotFound, "NOTHING_YET", "There is nothing to show here yet.");

    public static Problem Defect { get; } =
        new(
            StatusCodes.Status500InternalServerError,
            "INTERNAL_ERROR",
            "The system made a mistake. It has been noted under the trace id; sending the request again is safe."
        );

    public static Problem MethodNotAllowed(string allow) =>
        new(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", $"Allowed at this address: {allow}.")
        {
            Allow = allow,
        };

    /// <summary>Everything found wrong with the form of one request.</summary>
    public static Problem Invalid(IReadOnlyList<FieldProblem> errors)
    {
        var first = errors.Count == 1 ? errors[0].Problem : $"{errors.Count} things are wrong with the request.";
        return new Problem(StatusCodes.Status400BadRequest, "INVALID_FIELDS", first) { Errors = errors };
    }

    /// <summary>A refusal of a service or of the gateway itself.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="request">Descriptor of the request, in which the fields' paths are read; null when there is none.</param>
    public static Problem Of(Refusal refusal, MessageDescriptor? request)
    {
        var status = StatusOf(refusal);
        return new Problem(status, refusal.Reason, refusal.Sentence)
        {
            Errors =
            [
                .. refusal.Fields.Select(field => field with { Field = FieldPaths.ToPointer(field.Field, request) }),
            ],
            Facts = refusal.Facts.ToDictionary(fact => FieldPaths.Camel(fact.Key), fact => fact.Value),
            RetryAfter = RetryAfterOf(refusal, status),
        };
    }

    /// <summary>Whatever else went wrong; null when it is a defect, which is logged and shown without its insides.</summary>
    public static Problem? Of(Exception exception, MessageDescriptor? request) =>
        exception switch
        {
            RefusedException refused => Of(refused.Refusal, request),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Problem(
                StatusCodes.Status413PayloadTooLarge,
                RequestBody.TooLarge,
                "The body is larger than what is taken here."
            ),
            BadHttpRequestException bad => new Problem(bad.StatusCode, "BAD_REQUEST", "The request could not be read."),
            RpcException { StatusCode: StatusCode.ResourceExhausted } rpc when rpc.ToRefusal() is null => new Problem(
                StatusCodes.Status413PayloadTooLarge,
                RequestBody.TooLarge,
                "The request is larger than the service takes."
            ),
            _ when Failures.AsRefusal(exception) is { } refusal => Of(refusal, request),
            _ => null,
        };

    /// <summary>Status of a refusal in HTTP.</summary>
    internal static int StatusOf(Refusal refusal) =>
        refusal.Kind switch
        {
            RefusalKind.BadInput when refusal.Reason == RequestBody.UnsupportedContentType =>
                StatusCodes.Status415UnsupportedMediaType,
            RefusalKind.BadInput when refusal.Reason == EntityTag.Required => StatusCodes.Status428PreconditionRequired,
            RefusalKind.BadInput => StatusCodes.Status400BadRequest,
            RefusalKind.WrongState or RefusalKind.AlreadyUsed or RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
            RefusalKind.NotSignedIn => StatusCodes.Status401Unauthorized,
            RefusalKind.TooMuch when refusal.Reason.EndsWith("TOO_LARGE", StringComparison.Ordinal) =>
                StatusCodes.Status413PayloadTooLarge,
            RefusalKind.TooMuch => StatusCodes.Status429TooManyRequests,
            RefusalKind.Unavailable when refusal.Reason == "DEADLINE_EXCEEDED" => StatusCodes.Status504GatewayTimeout,
            RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };

    private static int? RetryAfterOf(Refusal refusal, int status)
    {
        if (
            refusal.Facts.TryGetValue(RetryAfterFact, out var seconds)
            && int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
        )
        {
            return known;
        }

        return status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests
            ? RetrySoon
            : null;
    }
}
