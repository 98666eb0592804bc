using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>What the Board decided on a proposal.</summary>
public enum DecisionKind
{
    Award,
    ReserveList,
    Decline,

    /// <summary>Nothing is decided yet; the proposal stays as it is.</summary>
    Defer,
}

/// <summary>
/// One decision of the Board, as the minutes have it. Never changed; one that committed nothing can be taken back while its
/// session is held, and stays on the record as taken back.
/// </summary>
public sealed class BoardDecision
{
    private BoardDecision() { }

    public BoardDecision(BoardSession session, Proposal proposal, DecisionKind kind, string by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CallId = proposal.CallId;
        BoardSessionId = session.Id;
        ProposalId = proposal.Id;
        Kind = kind;
        RecordedBy = by;
        RecordedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid CallId { get; private set; }
    public Guid BoardSessionId { get; private set; }
    public Guid ProposalId { get; private set; }
    public DecisionKind Kind { get; private set; }
    public Money? Amount { get; init; }
    public int? ReserveRank { get; init; }
    public string Reasons { get; init; } = "";
    public IReadOnlyList<string> Recused { get; init; } = [];

    /// <summary>Conditions of an award; null when there are none.</summary>
    public string? Conditions { get; init; }

    /// <summary>Why the Board departs from the portfolio before it; null when it does not.</summary>
    public string? DepartureReason { get; init; }

    /// <summary>Votes; null when there was no vote.</summary>
    public int? VotesFor { get; init; }
    public int? VotesAgainst { get; init; }
    public int? Abstentions { get; init; }
    public string RecordedBy { get; private set; } = "";
    public DateTimeOffset RecordedAt { get; private set; }
    public DateTimeOffset? UndoneAt { get; private set; }
    public string? UndoneBy { get; private set; }
    public string? UndoReason { get; private set; }

    /// <summary>Takes it back.</summary>
    /// <exception cref="RefusedException">DECISION_COMMITTED for an award.</exception>
    public void Undo(string reason, string by, DateTimeOffset now)
    {
        if (Kind == DecisionKind.Award)
        {
            throw SessionRefusals.Committed().AsException();
        }

        UndoneAt = now;
        UndoneBy = by;
        UndoReason = reason;
    }
}

/// <summary>What is recorded of a decision beside what was decided.</summary>
/// <param name="Conditions">Empty when there are none.</param>
/// <param name="DepartureReason">Empty when the decision follows the portfolio.</param>
/// <param name="VotesFor">Null when there was no vote, as the other two.</param>
public sealed record DecisionNotes(
    string Conditions,
    string DepartureReason,
    int? VotesFor,
    int? VotesAgainst,
    int? Abstentions
)
{
    public string? ConditionsOrNone => Conditions.Length == 0 ? null : Conditions;

    public string? DepartureOrNone => DepartureReason.Length == 0 ? null : DepartureReason;
}

/// <summary>A figure that staff can change, with where it comes from.</summary>
public sealed class Setting
{
    /// <summary>Trustees who must be present for a decision.</summary>
    public const string BoardQuorum = "board_quorum";

    /// <summary>Members of the Board.</summary>
    public const string BoardMembers = "board_members";

    /// <summary>Days before the day of a review on which its reviewer is reminded.</summary>
    public const string ReviewReminderDays = "review_reminder_days";

    /// <summary>Days after which a file that was begun and never became whole is forgotten.</summary>
    public const string UnfinishedFileDays = "unfinished_file_days";

    private Setting() { }

    public string Key { get; private set; } = "";
    public int Value { get; private set; }

    /// <summary>Document and paragraph, or that it is our own default.</summary>
    public string Source { get; private set; } = "";
}

/// <summary>Why the Board's decision cannot be taken.</summary>
public static class BoardRefusals
{
    public static Refusal NoQuorum(int present, int quorum) =>
        new(
            RefusalKind.WrongState,
            "NO_QUORUM",
            $"The session has no quorum: {present} trustees were present, {quorum} are needed."
        );

    public static Refusal EverybodyRecused(int present) =>
        new(RefusalKind.WrongState, "EVERYBODY_RECUSED", $"All {present} trustees present recused themselves.");

    public static Refusal ReviewsMissing(int reviews, int asked) =>
        new(
            RefusalKind.WrongState,
            "REVIEWS_MISSING",
            $"The proposal has {reviews} reviews; {asked} are needed before the Board decides."
        );

    public static Refusal AboveRequest(Money amount, Money requested) =>
        new(RefusalKind.WrongState, "AWARD_ABOVE_REQUEST", $"{amount} cannot be awarded: {requested} was requested.")
        {
            Fields = [new FieldProblem("amount", $"{amount} is above the requested {requested}.")],
            Facts = Figures(("amount_usd_cents", amount), ("requested_usd_cents", requested)),
        };

    public static Refusal AboveEnvelope(Money amount, Money left, Money envelope) =>
        new(
            RefusalKind.WrongState,
            "AWARD_ABOVE_ENVELOPE",
            $"{amount} cannot be awarded: {left} is left of the envelope of {envelope}."
        )
        {
            Fields = [new FieldProblem("amount", $"{amount} is above the {left} that is left of the envelope.")],
            Facts = Figures(("amount_usd_cents", amount), ("left_usd_cents", left), ("envelope_usd_cents", envelope)),
        };

    public static Refusal RedFlag() =>
        new(RefusalKind.WrongState, "RED_FLAG", "The organisation has a red flag; nothing is awarded while it stands.");

    public static Refusal RankTaken(int rank) =>
        new(RefusalKind.WrongState, "RESERVE_RANK_TAKEN", $"Place {rank} of the reserve list is taken.");

    public static Refusal DepartureNeedsReason() =>
        Refusal.OfField(
            "DEPARTURE_NEEDS_REASON",
            "departure_reason",
            "The decision departs from the portfolio before the Board; say why."
        );

    public static Refusal BelowMinimum(BelowMinimum missed) =>
        Refusal.OfField(
            "BELOW_MINIMUM",
            "departure_reason",
            $"The proposal has {Points(missed)} points on average for '{missed.Label}'; at least {missed.Minimum} are asked for. Say why it is awarded all the same."
        );

    private static string Points(BelowMinimum missed) =>
        (missed.AverageHundredths / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);

    public static Refusal TooManyVotes(int votes, int able) =>
        Refusal.OfField("TOO_MANY_VOTES", "vote", $"{votes} votes are given; {able} trustees could vote.");

    public static Refusal VoteLost(int votesFor, int votesAgainst) =>
        new(
            RefusalKind.WrongState,
            "VOTE_LOST",
            $"{votesFor} voted for the decision and {votesAgainst} against it; it needs more votes for it."
        );

    public static Refusal OtherCall() =>
        Refusal.OfField("OTHER_CALL", "board_session_id", "The session was about another call than this proposal's.");

    private static Dictionary<string, string> Figures(params (string Name, Money Amount)[] figures) =>
        figures.ToDictionary(
            figure => figure.Name,
            figure => figure.Amount.MinorUnits.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
}
