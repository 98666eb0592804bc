namespace Fund.Kernel;

/// <summary>Why a request was not carried out; mapped once to a gRPC status and once to an HTTP status.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is wrong, whatever the state: INVALID_ARGUMENT, 400.</summary>
    BadInput,

    /// <summary>Right request, wrong moment or not enough money: FAILED_PRECONDITION, 409.</summary>
    WrongState,

    /// <summary>The request id was used for something else: ALREADY_EXISTS, 409.</summary>
    AlreadyUsed,

    /// <summary>Somebody else changed it first: ABORTED, 409.</summary>
    Conflict,

    /// <summary>Missing, or not yours to see: NOT_FOUND, 404.</summary>
    NotFound,

    /// <summary>Not something your role may do: PERMISSION_DENIED, 403.</summary>
    NotAllowed,

    /// <summary>Nobody, or nobody we can verify, is asking: UNAUTHENTICATED, 401.</summary>
    NotSignedIn,

    /// <summary>More than we take: RESOURCE_EXHAUSTED, 429 or 413.</summary>
    TooMuch,

    /// <summary>A part of the system is down; try again later: UNAVAILABLE, 503.</summary>
    Unavailable,
}

/// <summary>One field that is wrong: which, what was given and what is allowed, in a sentence.</summary>
/// <param name="Field">Path in the request, snake_case with indexes: <c>lines[2].amount</c>.</param>
/// <param name="Sentence">A full sentence for a person.</param>
public sealed record FieldProblem(string Field, Sentence Sentence)
{
    /// <summary>Reason of a problem that has none of its own.</summary>
    public const string AnyReason = "INVALID_FIELD";

    /// <summary>The sentence in English.</summary>
    public string Problem => Sentence.Text;

    /// <summary>UPPER_SNAKE_CASE; the reason the refusal would have if this were its only problem.</summary>
    public string Reason { get; init; } = AnyReason;
}

/// <summary>A named refusal. Reasons are stable and machine-readable; messages carry the numbers for people.</summary>
/// <param name="Kind">What kind of refusal, which decides the status code.</param>
/// <param name="Reason">UPPER_SNAKE_CASE, stable: programs may depend on it.</param>
/// <param name="Sentence">A sentence with the figures in it. Never personal data.</param>
public sealed record Refusal(RefusalKind Kind, string Reason, Sentence Sentence)
{
    /// <summary>The sentence in English.</summary>
    public string Message => Sentence.Text;

    /// <summary>The fields at fault; empty when no single field is.</summary>
    public IReadOnlyList<FieldProblem> Fields { get; init; } = [];

    /// <summary>Figures behind the message by name, as invariant text (for example available and required cents).</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>The record it is about as <c>kind:id</c>, for the audit trail only; null when there is none.</summary>
    public string? About { get; init; }

    /// <summary>A refusal of one field.</summary>
    public static Refusal OfField(string reason, string field, Sentence problem) =>
        new(RefusalKind.BadInput, reason, problem) { Fields = [new FieldProblem(field, problem) { Reason = reason }] };

    /// <summary>All field problems of one request in one refusal, so that nobody has to mend them one by one.</summary>
    public static Refusal OfFields(IReadOnlyList<FieldProblem> problems) =>
        new(RefusalKind.BadInput, "INVALID_FIELDS", string.Join(" ", problems.Select(problem => problem.Problem)))
        {
            Fields = problems,
        };

    public RefusedException AsException() => new(this);
}

/// <summary>Carries a <see cref="Kernel.Refusal"/> to the edge, where it becomes a status. Caught in one place only.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal { get; } = refusal;
}
