using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using RabbitMQ.Client;
using V1Message = Fund.Messaging.V1.DeadMessage;

namespace Fund.Hosting;

/// <summary>A message that could not be delivered. No body: it may be read by somebody who may not read that.</summary>
/// <param name="Place">Name of the error queue at the broker, or <c>outbox</c>.</param>
/// <param name="Queue">The queue it belongs to, without this system's prefix, or <c>outbox</c>.</param>
/// <param name="Id">Its message id; made of its bytes when whoever sent it gave none.</param>
/// <param name="Type">Name of the event.</param>
/// <param name="At">When it was given up.</param>
/// <param name="Error">
/// What went wrong, in words that may repeat what the message said: for operators at the machine, never for a page.
/// </param>
internal sealed partial record DeadMessage(
    string Place,
    string Queue,
    Guid Id,
    string Type,
    DateTimeOffset? At,
    string Error
)
{
    /// <summary>Type of the failure without its namespace.</summary>
    public string Failure { get; private init; } = "";

    /// <summary>The database's code of the failure; empty when it was another one.</summary>
    public string FailureCode { get; private init; } = "";

    /// <summary>Class and method of ours where it failed; empty when not known.</summary>
    public string FailedIn { get; private init; } = "";

    /// <summary>The aggregate the event is about; empty when not known.</summary>
    public string About { get; private init; } = "";

    public long Bytes { get; private init; }

    /// <summary>One in an error queue, by the headers that the bus gave it when it gave up.</summary>
    public static DeadMessage OfBroker(string errorQueue, string queue, string eventName, BasicGetResult message)
    {
        var properties = message.BasicProperties;
        var headers = properties.Headers;
        var failure = Header(headers, "MT-Fault-ExceptionType");
        var words = Header(headers, "MT-Fault-Message");
        var type = Header(headers, "MT-Fault-MessageType");
        var isTime = DateTimeOffset.TryParse(
            Header(headers, "MT-Fault-Timestamp"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        );
        return new DeadMessage(
            errorQueue,
            queue,
            Guid.TryParse(properties.MessageId, out var id)
                ? id
                : new Guid(SHA256.HashData(message.Body.Span).AsSpan(0, 16), bigEndian: true),
            type.Length > 0 ? LastName(type) : eventName,
            isTime ? at : null,
            $"{failure}: {words}"
        )
        {
            Failure = LastName(failure),
            FailureCode = CodeOf(words),
            FailedIn = PlaceIn(Header(headers, "MT-Fault-StackTrace")),
            About = Header(headers, "Fund-Aggregate"),
            Bytes = message.Body.Length,
        };
    }

    /// <summary>One that is parked in the outbox.</summary>
    public static DeadMessage OfOutbox(OutboxMessage parked)
    {
        var error = parked.LastError ?? "";
        var colon = error.IndexOf(':', StringComparison.Ordinal);
        return new DeadMessage(
            DeadMessages.Outbox,
            DeadMessages.Outbox,
            parked.MessageId,
            LastName(parked.Type),
            parked.ParkedAt,
            error
        )
        {
            Failure = colon > 0 ? LastName(error[..colon]) : "",
            About = parked.AggregateKey,
            Bytes = Encoding.UTF8.GetByteCount(parked.Body),
        };
    }

    /// <summary>What a page may show: names and codes of ours, never words that were made of data.</summary>
    public V1Message ToWire() =>
        new()
        {
            MessageId = Id.ToWire(),
            Queue = Queue,
            MessageType = Type,
            FailedAt = At is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            Failure = Failure,
            FailureCode = FailureCode,
            FailedIn = FailedIn,
            About = About,
            SizeBytes = Bytes,
        };

    private static string Header(IDictionary<string, object?>? headers, string name) =>
        headers?.TryGetValue(name, out var value) != true ? ""
        : value is byte[] bytes ? Encoding.UTF8.GetString(bytes)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>The last part of <c>Fund.Events.InstalmentPaid</c> or <c>urn:message:Fund.Events:InstalmentPaid</c>.</summary>
    private static string LastName(string name) =>
        Identifier().Match(name[(name.LastIndexOfAny(['.', ':']) + 1)..]).Value;

    private static string CodeOf(string words) =>
        SqlState().Match(words) is { Success: true } code ? code.Groups[1].Value : "";

    private static string PlaceIn(string stackTrace) =>
        OwnFrame().Match(stackTrace) is { Success: true } frame
            ? $"{frame.Groups["class"].Value}.{frame.Groups["method"].Value}"
            : "";

    [GeneratedRegex(@"^\w{0,100}")]
    private static partial Regex Identifier();

    [GeneratedRegex("^([0-9A-Z]{5}): ")]
    private static partial Regex SqlState();

    /// <summary>The innermost frame of our own code that says something; compilers put names in angle brackets around lambdas.</summary>
    [GeneratedRegex(@"at Fund\.(?!Hosting\.Once\b)(?:\w+\.)*(?<class>\w+)\.(?:<>c\w*\.)?<?(?<method>\w+)")]
    private static partial Regex OwnFrame();
}
