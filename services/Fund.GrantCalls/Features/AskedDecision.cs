using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.GrantCalls.Features;

/// <summary>The request, read and checked as far as it can be without the database.</summary>
internal sealed record Asked(
    Guid SessionId,
    Guid ProposalId,
    DecisionKind Kind,
    Money Amount,
    int ReserveRank,
    string Reasons,
    IReadOnlyList<string> Recused,
    DecisionNotes Notes
)
{
    private const int LastRank = 1_000;

    public static Asked Read(V1.DecideProposalRequest request)
    {
        var check = new Check();
        var decision = check.Choice("decision", request.Decision);
        var isAward = decision == V1.Decision.Award;
        var amount = isAward ? check.Usd("amount", request.Amount) : Money.Zero(Currency.Usd);
        check.That(isAward || request.Amount is null, "amount", "Only an award has an amount.");
        var isReserve = decision == V1.Decision.ReserveList;
        check.That(
            !isReserve || request.ReserveRank is >= 1 and <= LastRank,
            "reserve_rank",
            $"Give the place on the reserve list, 1 to {LastRank}."
        );
        check.That(isReserve || request.ReserveRank == 0, "reserve_rank", "Only the reserve list has places.");
        var asked = new Asked(
            check.Id("board_session_id", request.BoardSessionId),
            check.Id("proposal_id", request.ProposalId),
            decision switch
            {
                V1.Decision.Award => DecisionKind.Award,
                V1.Decision.ReserveList => DecisionKind.ReserveList,
                V1.Decision.Defer => DecisionKind.Defer,
                _ => DecisionKind.Decline,
            },
            amount,
            request.ReserveRank,
            check.Text("reasons", request.Reasons, 4_000),
            check.Names("recused", request.Recused),
            ReadNotes(check, request, isAward)
        );
        check.ThrowIfAny();
        return asked;
    }

    private static DecisionNotes ReadNotes(Check check, V1.DecideProposalRequest request, bool isAward)
    {
        var conditions = check.OptionalText("conditions", request.Conditions, 4_000);
        check.That(isAward || conditions.Length == 0, "conditions", "Only an award has conditions.");
        var departure = check.OptionalText("departure_reason", request.DepartureReason, 4_000);
        if (request.Vote is not { } vote)
        {
            return new(conditions, departure, null, null, null);
        }

        foreach (
            var (field, votes) in new[]
            {
                ("vote.in_favour", vote.InFavour),
                ("vote.against", vote.Against),
                ("vote.abstentions", vote.Abstentions),
            }
        )
        {
            check.That(votes is >= 0 and <= 100, field, $"{votes} votes are not possible; give 0 to 100.");
        }

        return new(conditions, departure, vote.InFavour, vote.Against, vote.Abstentions);
    }
}
