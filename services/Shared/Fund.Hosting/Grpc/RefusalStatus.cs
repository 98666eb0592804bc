using System.Globalization;
using Fund.Kernel;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Fund.Hosting;

/// <summary>
/// The one place where a refusal becomes a gRPC status, and a status a refusal again: the code by kind, the reason and
/// the figures as google.rpc.ErrorInfo, the fields as google.rpc.BadRequest, both in <c>grpc-status-details-bin</c>.
/// What was put into the sentences (<see cref="Sentence.Values"/>) goes along in ErrorInfo's metadata, so that whoever
/// shows them can say them in the reader's language: <c>said</c> for the message, <c>said.2</c> for the third field.
/// </summary>
public static class RefusalStatus
{
    internal const string DetailsKey = "grpc-status-details-bin";
    private const string Domain = "fund";

    /// <summary>A refusal travels in trailers, and peers take no more than a few kilobytes of those.</summary>
    private const int MostViolationBytes = 4_000;

    private const int LongestText = 600;

    private const string Said = "said";
    private const char Between = '\u001F';

    /// <summary>Values beyond this are left out: then the English sentence is all there is.</summary>
    private const int MostSaidLetters = 1_500;

    public static StatusCode ToStatusCode(this RefusalKind kind) =>
        kind switch
        {
            RefusalKind.BadInput => StatusCode.InvalidArgument,
            RefusalKind.WrongState => StatusCode.FailedPrecondition,
            RefusalKind.AlreadyUsed => StatusCode.AlreadyExists,
            RefusalKind.Conflict => StatusCode.Aborted,
            RefusalKind.NotFound => StatusCode.NotFound,
            RefusalKind.NotAllowed => StatusCode.PermissionDenied,
            RefusalKind.NotSignedIn => StatusCode.Unauthenticated,
            RefusalKind.TooMuch => StatusCode.ResourceExhausted,
            RefusalKind.Unavailable => StatusCode.Unavailable,
            _ => StatusCode.Internal,
        };

    /// <summary>The refusal as what a gRPC handler throws.</summary>
    public static RpcException ToRpcException(this Refusal refusal)
    {
        var code = refusal.Kind.ToStatusCode();
        // Field 1, which this version of the package still calls type and later ones reason.
        var info = new ErrorInfo { Domain = Domain, Type = refusal.Reason };
        info.Metadata.Add(refusal.Facts.ToDictionary());
        AddSaid(refusal, info.Metadata);
        var message = Bounded(refusal.Message);
        var status = new RpcStatus { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(info));
        if (refusal.Fields.Count > 0)
        {
            status.Details.Add(Any.Pack(Violations(refusal.Fields)));
        }

        var trailers = new Metadata { { DetailsKey, status.ToByteArray() } };
        return new RpcException(new Grpc.Core.Status(code, message), trailers);
    }

    private static void AddSaid(Refusal refusal, IDictionary<string, string> metadata)
    {
        var left = MostSaidLetters;
        Add(Said, refusal.Sentence.Values);
        for (var i = 0; i < refusal.Fields.Count; i++)
        {
            var problem = refusal.Fields[i];
            if (problem.Reason != FieldProblem.AnyReason || problem.Sentence.Values.Count > 0)
            {
                Add(SaidOf(i), [problem.Reason, .. problem.Sentence.Values]);
            }
        }

        void Add(string key, IReadOnlyList<string> values)
        {
            var text = string.Join(Between, values.Select(value => value.Replace(Between, ' ')));
            left -= key.Length + text.Length;
            if (values.Count > 0 && left >= 0)
            {
                metadata[key] = text;
            }
        }
    }

    /// <summary>The first problems, as many as fit; at least one. The rest shows when these are mended.</summary>
    private static BadRequest Violations(IReadOnlyList<FieldProblem> problems)
    {
        var bad = new BadRequest();
        foreach (var problem in problems)
        {
            var violation = new BadRequest.Types.FieldViolation
            {
                Field = Bounded(problem.Field),
                Description = Bounded(problem.Problem),
            };
            if (bad.FieldViolations.Count > 0 && bad.CalculateSize() + violation.CalculateSize() > MostViolationBytes)
            {
                break;
            }

            bad.FieldViolations.Add(violation);
        }

        return bad;
    }

    private static string Bounded(string text) =>
        text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");

    /// <summary>
    /// The refusal a peer answered with, or null when it did not refuse but failed. A refusal of kind
    /// <see cref="RefusalKind.Unavailable"/> (also made from a bare UNAVAILABLE or DEADLINE_EXCEEDED) means that the
    /// outcome is unknown: the peer may have done it. All others mean that nothing was done.
    /// </summary>
    public static Refusal? ToRefusal(this RpcException exception)
    {
        if (Details(exception) is { } refusal)
        {
            return refusal;
        }

        return exception.StatusCode switch
        {
            StatusCode.Unavailable => new Refusal(
                RefusalKind.Unavailable,
                "UNAVAILABLE",
                "A part of the system cannot be reached; try again later."
            ),
            StatusCode.DeadlineExceeded => new Refusal(
                RefusalKind.Unavailable,
                "DEADLINE_EXCEEDED",
                "A part of the system did not answer in time; try again later."
            ),
            _ => null,
        };
    }

    private static Refusal? Details(RpcException exception)
    {
        if (Kind(exception.StatusCode) is not { } kind || exception.Trailers.GetValueBytes(DetailsKey) is not { } bytes)
        {
            return null;
        }

        var status = Parse(bytes);
        var info = status?.Details.FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>();
        if (info is not { Domain: Domain })
        {
            return null;
        }

        var bad = status!.Details.FirstOrDefault(detail => detail.Is(BadRequest.Descriptor))?.Unpack<BadRequest>();
        return new Refusal(kind, info.Type, new Sentence(status.Message, Values(info, Said)))
        {
            Facts = info.Metadata.Where(fact => !IsSaid(fact.Key)).ToDictionary(),
            Fields = bad?.FieldViolations.Select((violation, i) => Problem(violation, i, info)).ToList() ?? [],
        };
    }

    private static FieldProblem Problem(BadRequest.Types.FieldViolation violation, int i, ErrorInfo info)
    {
        var said = Values(info, SaidOf(i));
        var problem = new FieldProblem(violation.Field, new Sentence(violation.Description, said.Skip(1)));
        return said is [var reason, ..] ? problem with { Reason = reason } : problem;
    }

    private static string[] Values(ErrorInfo info, string key) =>
        info.Metadata.TryGetValue(key, out var text) ? text.Split(Between) : [];

    private static string SaidOf(int field) => string.Create(CultureInfo.InvariantCulture, $"{Said}.{field}");

    private static bool IsSaid(string key) => key == Said || key.StartsWith(Said + ".", StringComparison.Ordinal);

    /// <summary>Details from another implementation that we cannot read are no refusal of ours.</summary>
    private static RpcStatus? Parse(byte[] bytes)
    {
        try
        {
            return RpcStatus.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            // A peer that puts something else into this header has told us nothing more than its status, which stands.
            return null;
        }
    }

    private static RefusalKind? Kind(StatusCode code)
    {
        foreach (var kind in System.Enum.GetValues<RefusalKind>())
        {
            if (kind.ToStatusCode() == code)
            {
                return kind;
            }
        }

        return null;
    }
}
