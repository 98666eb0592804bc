using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fund.Gateway.Api.Json;
using Fund.Kernel;
using Microsoft.Net.Http.Headers;

namespace Fund.Gateway.Api;

/// <summary>An error as the API shows it: RFC 9457 problem details with the reason, the fields and the figures.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Reason">UPPER_SNAKE_CASE, stable: programs may depend on it.</param>
/// <param name="Sentence">A sentence for a person.</param>
internal sealed record Problem(int Status, string Reason, Sentence Sentence)
{
    /// <summary>The sentence in English.</summary>
    public string Detail => Sentence.Text;

    public const string ContentType = "application/problem+json";

    /// <summary>Fields at fault, with JSON pointers.</summary>
    public IReadOnlyList<FieldProblem> Errors { get; init; } = [];

    /// <summary>Figures behind the detail, by camelCase name.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Seconds after which trying again makes sense; null when it never does.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Methods allowed at the address; null unless the method is the problem.</summary>
    public string? Allow { get; init; }

    /// <summary>What the address shows now, as JSON, for whoever changed an older version; empty otherwise.</summary>
    public ReadOnlyMemory<byte> Current { get; init; }

    /// <summary>Tag of <see cref="Current"/>.</summary>
    public string? CurrentTag { get; init; }

    /// <summary>Where the reason is explained, such as <c>/problems/not-found</c>.</summary>
    public string Type => TypeOf(Reason);

    public static string TypeOf(string reason) => "/problems/" + reason.ToLowerInvariant().Replace('_', '-');

    /// <summary>Sends the problem as the answer. Must be the only thing sent.</summary>
    public void SendTo(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (Allow is not null)
        {
            response.Headers.Allow = Allow;
        }

        if (CurrentTag is not null)
        {
            response.Headers.ETag = CurrentTag;
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        }

        var output = JsonOutput.Start();
        Write(output.Writer, Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier);
        output.SendTo(response, ContentType);
    }

    private void Write(Utf8JsonWriter writer, string traceId)
    {
        writer.WriteStartObject();
        writer.WriteString("type", Type);
        writer.WriteString("title", ProblemTitles.Of(Status));
        writer.WriteNumber("status", Status);
        writer.WriteString("detail", Detail);
        writer.WriteString("reason", Reason);
        writer.WriteStartArray("errors");
        foreach (var error in Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("field", error.Field);
            writer.WriteString("problem", error.Problem);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("facts");
        foreach (var (name, value) in Facts)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        if (!Current.IsEmpty)
        {
            writer.WritePropertyName("current");
            writer.WriteRawValue(Current.Span, skipInputValidation: true);
        }

        writer.WriteString("traceId", traceId);
        writer.WriteEndObject();
    }
}

/// <summary>One title per status; the detail says the rest.</summary>
internal static class ProblemTitles
{
    public static string Of(int status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => "The request is not valid",
            StatusCodes.Status401Unauthorized => "Sign in first",
            StatusCodes.Status403Forbidden => "Not allowed",
            StatusCodes.Status404NotFound => "Not found",
            StatusCodes.Status405MethodNotAllowed => "Method not allowed",
            StatusCodes.Status408RequestTimeout => "The request came too slowly",
            StatusCodes.Status409Conflict => "Not possible as things are",
            StatusCodes.Status412PreconditionFailed => "Changed meanwhile",
            StatusCodes.Status413PayloadTooLarge => "Too large",
            StatusCodes.Status415UnsupportedMediaType => "Not a content type taken here",
            StatusCodes.Status428PreconditionRequired => "Say which version you change",
            StatusCodes.Status429TooManyRequests => "Too many requests",
            StatusCodes.Status503ServiceUnavailable => "Not available at the moment",
            StatusCodes.Status504GatewayTimeout => "No answer in time",
            _ => "Something went wrong",
        };
}
