using Fund.Events;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>How far an award has come.</summary>
public enum AwardState
{
    /// <summary>Held in the envelope; the donations service has still to commit the money.</summary>
    Committing,

    /// <summary>Committed: whole.</summary>
    Awarded,

    /// <summary>Refused by the donations service: as if it had never been, but for this record.</summary>
    Refused,
}

/// <summary>The Board's award of one proposal. Its id is what the donations service recognises a repetition by.</summary>
public sealed class Award
{
    private Award() { }

    public Guid Id { get; private set; }
    public Guid CallId { get; private set; }
    public Guid ProposalId { get; private set; }
    public Guid OrganisationId { get; private set; }
    public string OrganisationName { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string CountryCode { get; private set; } = "";
    public Money Amount { get; private set; }
    public int DurationMonths { get; private set; }
    public DateOnly DecidedOn { get; private set; }
    public AwardState State { get; private set; }
    public Guid BoardSessionId { get; private set; }
    public string Reasons { get; private set; } = "";
    public IReadOnlyList<string> Recused { get; private set; } = [];
    public string? Conditions { get; private set; }
    public string? DepartureReason { get; private set; }
    public int? VotesFor { get; private set; }
    public int? VotesAgainst { get; private set; }
    public int? Abstentions { get; private set; }

    /// <summary>Who asked for it: the same request finds its own work again.</summary>
    public string Request { get; private set; } = "";
    public string DecidedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public string? RefusalReason { get; private set; }

    /// <summary>An award whose money is being committed.</summary>
    public static Award Begin(AwardOrder order, Proposal proposal, BoardSession session, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            CallId = proposal.CallId,
            ProposalId = proposal.Id,
            OrganisationId = proposal.OrganisationId,
            OrganisationName = order.OrganisationName,
            Title = proposal.Title,
            CountryCode = proposal.CountryCode,
            Amount = order.Amount,
            DurationMonths = proposal.DurationMonths,
            DecidedOn = session.HeldOn,
            State = AwardState.Committing,
            BoardSessionId = session.Id,
            Reasons = order.Reasons,
            Recused = order.Recused,
            Conditions = order.Notes.ConditionsOrNone,
            DepartureReason = order.Notes.DepartureOrNone,
            VotesFor = order.Notes.VotesFor,
            VotesAgainst = order.Notes.VotesAgainst,
            Abstentions = order.Notes.Abstentions,
            Request = order.Request,
            DecidedBy = order.DecidedBy,
            CreatedAt = now,
        };

    /// <summary>True when this award was made for exactly that order; a request id alone could be reused.</summary>
    public bool IsFor(AwardOrder order) =>
        Request == order.Request
        && Amount == order.Amount
        && BoardSessionId == order.BoardSessionId
        && Reasons == order.Reasons
        && Recused.SequenceEqual(order.Recused)
        && Conditions == order.Notes.ConditionsOrNone
        && DepartureReason == order.Notes.DepartureOrNone
        && (VotesFor, VotesAgainst, Abstentions)
            == (order.Notes.VotesFor, order.Notes.VotesAgainst, order.Notes.Abstentions);

    /// <summary>Committing → awarded.</summary>
    public void Finish() => Move(AwardState.Awarded);

    /// <summary>Committing → refused.</summary>
    public void Refuse(string reason)
    {
        Move(AwardState.Refused);
        RefusalReason = reason;
    }

    /// <summary>The fact to publish, with the requested budget by category scaled to what was awarded.</summary>
    public AwardDecided ToFact(Proposal proposal) =>
        new(
            Id,
            CallId,
            ProposalId,
            proposal.Number ?? "",
            OrganisationId,
            OrganisationName,
            Title,
            CountryCode,
            Amount.MinorUnits,
            DurationMonths,
            AwardedBudget.Of(proposal.Content.Budget, Amount),
            DecidedOn
        );

    private void Move(AwardState state)
    {
        if (State != AwardState.Committing)
        {
            throw new InvalidOperationException($"Award {Id} is {State}; only a committing one can become {state}.");
        }

        State = state;
    }
}

/// <summary>What is asked for when the Board awards.</summary>
public sealed record AwardOrder(
    Guid BoardSessionId,
    Guid ProposalId,
    Money Amount,
    string Reasons,
    IReadOnlyList<string> Recused,
    DecisionNotes Notes,
    string OrganisationName,
    string Request,
    string DecidedBy
);

/// <summary>The budget an award pays for.</summary>
public static class AwardedBudget
{
    /// <summary>
    /// Sums the requested lines by category and scales them to the award by largest remainder, so that the parts add up
    /// to it to the cent. Equal remainders go to the category that comes first.
    /// </summary>
    public static IReadOnlyList<AwardedBudgetLine> Of(IEnumerable<BudgetItem> budget, Money award)
    {
        var requested = budget
            .GroupBy(line => line.Category)
            .Select(group => (Category: group.Key, Cents: group.Sum(line => line.Amount?.MinorUnits ?? 0)))
            .Where(row => row.Cents > 0)
            .OrderBy(row => row.Category, StringComparer.Ordinal)
            .ToList();
        var total = requested.Aggregate(Int128.Zero, (sum, row) => sum + row.Cents);
        var scaled = requested
            .Select(row => (row.Category, Exact: (Int128)row.Cents * award.MinorUnits))
            .Select(row => (row.Category, Cents: (long)(row.Exact / total), Remainder: row.Exact % total))
            .ToList();
        var rest = (int)(award.MinorUnits - scaled.Sum(row => row.Cents));
        var raised = scaled
            .OrderByDescending(row => row.Remainder)
            .ThenBy(row => row.Category, StringComparer.Ordinal)
            .Take(rest)
            .Select(row => row.Category)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. scaled
                .Select(row => new AwardedBudgetLine(row.Category, row.Cents + (raised.Contains(row.Category) ? 1 : 0)))
                .Where(row => row.AmountUsdCents > 0),
        ];
    }
}
