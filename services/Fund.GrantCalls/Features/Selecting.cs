using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>What previewing and adopting a portfolio share.</summary>
internal static class Selecting
{
    public static PortfolioTerms Read(this Check check, V1.PortfolioTerms? terms)
    {
        terms ??= new V1.PortfolioTerms();
        check.That(
            terms.PassMarkHundredths is >= 0 and <= 10_000,
            "terms.pass_mark_hundredths",
            $"{terms.PassMarkHundredths} is not allowed; give 0 to 10000."
        );
        check.That(
            terms.MostPerRegionPercent is >= 0 and <= 100,
            "terms.most_per_region_percent",
            $"{terms.MostPerRegionPercent} is not allowed; give 0 to 100."
        );
        check.That(
            terms.MostPerCountryPercent is >= 0 and <= 100,
            "terms.most_per_country_percent",
            $"{terms.MostPerCountryPercent} is not allowed; give 0 to 100."
        );
        var amounts = new Dictionary<Guid, long>();
        for (var i = 0; i < terms.Amounts.Count; i++)
        {
            var id = check.Id($"terms.amounts[{i}].proposal_id", terms.Amounts[i].ProposalId);
            amounts[id] = check.Usd($"terms.amounts[{i}].amount", terms.Amounts[i].Amount).MinorUnits;
        }

        return new PortfolioTerms(
            terms.PassMarkHundredths == 0 ? PortfolioTerms.DefaultPassMark : terms.PassMarkHundredths,
            terms.MostPerRegionPercent == 0 ? 100 : terms.MostPerRegionPercent,
            terms.MostPerCountryPercent == 0 ? 100 : terms.MostPerCountryPercent,
            amounts,
            check.OptionalUsd("terms.envelope", terms.Envelope)?.MinorUnits
        )
        {
            Minima = check.Minima(terms),
        };
    }

    /// <summary>Regions by the names that statistics use; each at most once, and together not more than there is.</summary>
    private static List<RegionMinimum> Minima(this Check check, V1.PortfolioTerms terms)
    {
        var minima = new List<RegionMinimum>();
        for (var i = 0; i < terms.Minima.Count; i++)
        {
            var (row, path) = (terms.Minima[i], $"terms.minima[{i}]");
            var isRegion = Geography.TryRegion(row.Region, out var region);
            check.That(
                isRegion,
                $"{path}.region",
                $"'{Shown.Of(row.Region)}' is no region; there are {Geography.RegionNames}."
            );
            check.That(
                minima.TrueForAll(other => other.Region != region) || !isRegion,
                $"{path}.region",
                $"'{Shown.Of(row.Region)}' is named twice."
            );
            check.That(
                row.Awards is >= 0 and <= 1_000,
                $"{path}.awards",
                $"{row.Awards} is not allowed; give 0 to 1000."
            );
            check.That(
                row.Percent is >= 0 and <= 100,
                $"{path}.percent",
                $"{row.Percent} is not allowed; give 0 to 100."
            );
            minima.Add(new RegionMinimum(region, row.Awards, row.Percent));
        }

        var together = minima.Sum(row => (long)row.Percent);
        check.That(
            together <= 100,
            "terms.minima",
            $"The regions get {together} percent at least; more than 100 is not there."
        );
        return minima;
    }

    /// <summary>The portfolio of a closed call with all its proposals, whoever asks.</summary>
    public static async Task<PortfolioResult> SelectAsync(
        this GrantCallsDb db,
        Call call,
        PortfolioTerms terms,
        CancellationToken cancellationToken
    )
    {
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => row.CallId == call.Id)
            .Where(row => row.State == ProposalState.Eligible || row.State == ProposalState.ReserveList)
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        RefuseAmounts(terms, proposals);
        var totals = (
            await db
                .Assignments.Where(row => row.CallId == call.Id && row.State == AssignmentState.Reviewed)
                .Select(row => new { row.ProposalId, row.Total })
                .ToListAsync(cancellationToken)
        ).ToLookup(row => row.ProposalId, row => row.Total);
        var agreed = await db
            .ConsensusNotes.Where(row => row.CallId == call.Id)
            .Select(row => row.ProposalId)
            .ToHashSetAsync(cancellationToken);
        var below = await db.BelowMinimumAsync(call, null, cancellationToken);
        var ranking = Ranking
            .Of(
                proposals.Keys.Select(id => new ReviewedProposal(id, [.. totals[id]])),
                call.ReviewersPerProposal,
                call.SpreadLimit
            )
            .Select(row =>
            {
                var proposal = proposals[row.ProposalId];
                return new RankedCandidate(
                    proposal.Id,
                    proposal.Number ?? "",
                    proposal.Title,
                    proposal.CountryCode,
                    row.Rank,
                    row.AverageHundredths,
                    proposal.Requested?.MinorUnits ?? 0,
                    row.Reviews >= call.ReviewersPerProposal
                        && (!row.FurtherReviewerNeeded || agreed.Contains(proposal.Id))
                )
                {
                    IsBelowMinimum = below.ContainsKey(proposal.Id),
                };
            })
            .ToList();
        return PortfolioMaker.Make(ranking, terms, call.Left.MinorUnits);
    }

    private static void RefuseAmounts(PortfolioTerms terms, Dictionary<Guid, Proposal> proposals)
    {
        var check = new Check();
        foreach (var (id, cents) in terms.Amounts)
        {
            if (!proposals.TryGetValue(id, out var proposal))
            {
                throw Refusals.NotFound("proposal", id.ToWire()).AsException();
            }

            if (proposal.Requested is { } requested && cents > requested.MinorUnits)
            {
                check.Add(BoardRefusals.AboveRequest(Money.UsdCents(cents), requested));
            }
        }

        check.ThrowIfAny();
    }

    public static V1.Portfolio ToWire(
        this PortfolioResult result,
        IReadOnlySet<Guid> recused,
        DateTimeOffset? adoptedAt
    )
    {
        // Sums over what is left out would tell whoever is recused what it gets.
        var shown = result.Lines.Where(row => !recused.Contains(row.ProposalId)).ToList();
        var chosen = shown.Where(row => row.IsChosen).ToList();
        var isWhole = shown.Count == result.Lines.Count;
        var wire = new V1.Portfolio
        {
            Terms = new V1.PortfolioTerms
            {
                PassMarkHundredths = result.Terms.PassMark,
                MostPerRegionPercent = result.Terms.RegionPercent,
                MostPerCountryPercent = result.Terms.CountryPercent,
                Envelope = result.Terms.EnvelopeCents is { } cents ? Money.UsdCents(cents).ToWire() : null,
                Minima =
                {
                    (result.Terms.Minima ?? []).Select(row => new V1.RegionMinimum
                    {
                        Region = Geography.NameOf(row.Region),
                        Awards = row.Awards,
                        Percent = row.Percent,
                    }),
                },
            },
            BalanceCostHundredths = isWhole ? result.BalanceCost : 0,
            Envelope = Money.UsdCents(result.EnvelopeCents).ToWire(),
            Cost = Money.UsdCents(isWhole ? result.CostCents : chosen.Sum(row => row.Cents)).ToWire(),
            ValueHundredths = isWhole ? result.Value : chosen.Sum(row => (long)row.AverageHundredths),
            IsProven = result.IsProven,
            AdoptedAt = adoptedAt.ToWire(),
        };
        wire.Terms.Amounts.AddRange(
            result
                .Terms.Amounts.Where(row => !recused.Contains(row.Key))
                .Select(row => new V1.PortfolioAmount
                {
                    ProposalId = row.Key.ToWire(),
                    Amount = Money.UsdCents(row.Value).ToWire(),
                })
        );
        wire.Regions.AddRange(
            (isWhole ? result.Regions : null)?.Select(row => new V1.RegionBalance
            {
                Region = Geography.NameOf(row.Region),
                Awards = row.Awards,
                Amount = Money.UsdCents(row.Cents).ToWire(),
                LeastAwards = row.LeastAwards,
                LeastAmount = Money.UsdCents(row.LeastCents).ToWire(),
                IsMet = row.IsMet,
            })
                ?? []
        );
        wire.Lines.AddRange(
            shown.Select(row => new V1.PortfolioLine
            {
                ProposalId = row.ProposalId.ToWire(),
                ProposalNumber = row.Number,
                Title = row.Title,
                CountryCode = row.CountryCode,
                Region = Geography.NameOf(Geography.RegionOf(row.CountryCode)),
                Rank = row.Rank,
                AverageHundredths = row.AverageHundredths,
                Amount = Money.UsdCents(row.Cents).ToWire(),
                Chosen = row.IsChosen,
                Reason = Wire.Same<PortfolioReason, V1.PortfolioReason>(row.Reason),
            })
        );
        return wire;
    }
}
