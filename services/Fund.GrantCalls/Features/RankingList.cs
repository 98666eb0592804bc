using Fund.Forms;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Which proposals of a ranking are wanted; their places stay those among all.</summary>
/// <param name="Region">Null for all.</param>
/// <param name="CountryCode">Empty for all.</param>
/// <param name="PassMark">Lowest average in hundredths; 0 for all.</param>
/// <param name="State">Null for all.</param>
/// <param name="Question">Key of a question that asks for a choice; empty for none.</param>
/// <param name="Answer">What was chosen; empty for whoever chose anything.</param>
internal sealed record RankingFilter(
    Region? Region,
    string CountryCode,
    int PassMark,
    ProposalState? State,
    string Question,
    string Answer
)
{
    public static RankingFilter Read(V1.GetRankingRequest given)
    {
        var check = new Check();
        Region? region = null;
        if (given.Region.Length > 0)
        {
            var isRegion = Geography.TryRegion(given.Region, out var known);
            check.That(
                isRegion,
                "region",
                $"'{Shown.Of(given.Region)}' is no region; there are {Geography.RegionNames}."
            );
            region = known;
        }

        check.That(
            given.CountryCode.Length == 0 || Countries.Exists(given.CountryCode),
            "country_code",
            $"'{Shown.Of(given.CountryCode)}' is not a country; use two capital letters of ISO 3166-1, such as KE."
        );
        check.That(
            given.PassMarkHundredths is >= 0 and <= 10_000,
            "pass_mark_hundredths",
            $"{given.PassMarkHundredths} is not allowed; give 0 to 10000."
        );
        var state = check.OptionalChoice("state", given.State);
        check.ThrowIfAny();
        return new(
            region,
            given.CountryCode,
            given.PassMarkHundredths,
            state == V1.ProposalState.Unspecified ? null : Wire.Same<V1.ProposalState, ProposalState>(state),
            given.Question,
            given.Answer
        );
    }

    public bool Takes(Proposal proposal, int averageHundredths) =>
        (Region is null || Geography.RegionOf(proposal.CountryCode) == Region)
        && (CountryCode.Length == 0 || proposal.CountryCode == CountryCode)
        && averageHundredths >= PassMark
        && (State is null || proposal.State == State)
        && (Question.Length == 0 || Chosen(proposal).Any(code => Answer.Length == 0 || code == Answer));

    private IEnumerable<string> Chosen(Proposal proposal) =>
        proposal
            .SubmittedAnswers.Where(answer => answer.Key == Question)
            .SelectMany(answer => Answers.Codes(answer.Value));
}

/// <summary>One place of a ranking with its proposal.</summary>
/// <param name="IsTied">True when another proposal of the call, wanted or not, has the same place.</param>
/// <param name="BelowMinimum">Criteria in which it has less than the grid asks for at least.</param>
internal sealed record RankedLine(
    RankedRow Row,
    Proposal Proposal,
    bool IsTied,
    IReadOnlyList<BelowMinimum> BelowMinimum
);

/// <summary>The ranking of a call as somebody may see it, for the page, the file and the API.</summary>
internal static class RankingList
{
    private static readonly ProposalState[] Ranked =
    [
        ProposalState.Eligible,
        ProposalState.Awarding,
        ProposalState.Awarded,
        ProposalState.ReserveList,
        ProposalState.Declined,
    ];

    /// <summary>The call, once its window is over.</summary>
    /// <exception cref="RefusedException">NOT_FOUND; SEALED_UNTIL_DEADLINE.</exception>
    public static async Task<Call> UnsealedCallAsync(
        this GrantCallsDb db,
        string callId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var id = callId.ToId("call_id");
        var call =
            await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("call", callId).AsException();
        call.RequireUnsealed(now);
        return call;
    }

    /// <summary>Best first; without those that the caller is recused from.</summary>
    public static async Task<IReadOnlyList<RankedLine>> RankAsync(
        this GrantCallsDb db,
        Call call,
        RankingFilter filter,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => row.CallId == call.Id && Ranked.Contains(row.State))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var reviews = await db
            .Assignments.AsNoTracking()
            .Where(row => row.CallId == call.Id && row.State == AssignmentState.Reviewed)
            .Select(row => new { row.ProposalId, row.Total })
            .ToListAsync(cancellationToken);
        var totals = reviews.ToLookup(row => row.ProposalId, row => row.Total);
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        var ranking = Ranking
            .Of(
                proposals.Keys.Select(proposal => new ReviewedProposal(proposal, [.. totals[proposal]])),
                call.ReviewersPerProposal,
                call.SpreadLimit
            )
            .Where(row => !recused.Contains(row.ProposalId))
            .ToList();
        var below = await db.BelowMinimumAsync(call, null, cancellationToken);
        var places = ranking.CountBy(row => row.Rank).ToDictionary();
        return
        [
            .. ranking
                .Where(row => filter.Takes(proposals[row.ProposalId], row.AverageHundredths))
                .Select(row => new RankedLine(
                    row,
                    proposals[row.ProposalId],
                    places[row.Rank] > 1,
                    below.GetValueOrDefault(row.ProposalId, [])
                )),
        ];
    }
}
