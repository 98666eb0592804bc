using System.Globalization;
using Fund.Forms;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Puts the board pack together: the one thing that the screen and the PDF file are made of.</summary>
public sealed class BoardPackMaker(GrantCallsDb db, CallForms forms)
{
    /// <summary>Answers of the shipped application form that the pack shows; see seeds/reference/templates.</summary>
    private const string PeopleKey = "direct_people";
    private const string ExploitationKey = "exploitation";

    /// <summary>Earlier awards on one page.</summary>
    private const int MostEarlier = 5;

    private static readonly ProposalState[] Ranked =
    [
        ProposalState.Eligible,
        ProposalState.Awarding,
        ProposalState.Awarded,
        ProposalState.ReserveList,
        ProposalState.Declined,
    ];

    /// <summary>What stands before the pages, for a reader who is recused from some proposals.</summary>
    internal async Task<PackSummary> SummaryAsync(
        BoardSession session,
        IReadOnlySet<Guid> hidden,
        CancellationToken cancellationToken
    )
    {
        var ids = session.Proposals.Where(id => !hidden.Contains(id)).ToList();
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .Select(row => new
            {
                row.Id,
                row.CallId,
                row.CountryCode,
                row.Requested,
            })
            .ToListAsync(cancellationToken);
        var calls = await CallsAsync(session.CallIds, cancellationToken);
        var recommended = await RecommendedAsync(session.CallIds, cancellationToken);
        var rows = proposals
            .Select(row =>
                (
                    row.CallId,
                    row.CountryCode,
                    Requested: row.Requested?.MinorUnits ?? 0,
                    Recommended: recommended.Amounts.GetValueOrDefault(row.Id)
                )
            )
            .ToList();
        return new PackSummary(
            [
                .. session.CallIds.Select(id =>
                {
                    var own = rows.Where(row => row.CallId == id).ToList();
                    return new PackCall(
                        calls[id],
                        own.Count,
                        Money.UsdCents(own.Sum(row => row.Requested)),
                        Money.UsdCents(own.Sum(row => row.Recommended)),
                        recommended.Calls.Contains(id)
                    );
                }),
            ],
            [
                .. rows.GroupBy(row => row.CountryCode)
                    .Select(group => new PackCountry(
                        group.Key,
                        group.Count(),
                        Money.UsdCents(group.Sum(row => row.Requested)),
                        Money.UsdCents(group.Sum(row => row.Recommended))
                    ))
                    .OrderByDescending(row => row.Requested.MinorUnits)
                    .ThenBy(row => row.CountryCode, StringComparer.Ordinal),
            ],
            [.. session.Proposals.Where(hidden.Contains)]
        );
    }

    /// <summary>The pages of some proposals of the agenda, in the order given.</summary>
    internal async Task<IReadOnlyList<PackPage>> PagesAsync(
        BoardSession session,
        IReadOnlyList<Guid> ids,
        IReadOnlySet<Guid> hidden,
        string language,
        CancellationToken cancellationToken
    )
    {
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var callIds = proposals.Values.Select(row => row.CallId).Distinct().ToList();
        var calls = await CallsAsync(callIds, cancellationToken);
        var scores = await ScoresAsync(ids, calls, cancellationToken);
        var screenings = await ScreeningsAsync(ids, cancellationToken);
        var earlier = await EarlierAsync(proposals.Values, hidden, cancellationToken);
        var recommended = await RecommendedAsync(callIds, cancellationToken);
        var conditions = await ConditionsAsync(ids, cancellationToken);
        var positions = session
            .Agenda.Select((item, i) => (item.ProposalId, Position: i + 1))
            .Where(row => row.ProposalId is not null)
            .ToDictionary(row => row.ProposalId!.Value, row => row.Position);
        var pages = new List<PackPage>();
        foreach (var proposal in ids.Where(proposals.ContainsKey).Select(id => proposals[id]))
        {
            var call = calls[proposal.CallId];
            Money? amount = recommended.Amounts.TryGetValue(proposal.Id, out var cents) ? Money.UsdCents(cents) : null;
            var form = await forms.OfAsync(db, call, proposal.FormNumber, cancellationToken);
            pages.Add(
                new PackPage(
                    positions[proposal.Id],
                    proposal,
                    call,
                    amount,
                    Beneficiaries(proposal),
                    Exploitation(proposal, form, language),
                    scores[proposal.Id],
                    screenings[proposal.Id],
                    [
                        .. earlier[proposal.OrganisationId]
                            .Where(row => row.CallId != call.Id)
                            .Take(MostEarlier)
                            .Select(row => row.Award),
                    ],
                    Budget(proposal, amount),
                    conditions.GetValueOrDefault(proposal.Id, "")
                )
            );
        }

        return pages;
    }

    private async Task<Dictionary<Guid, Call>> CallsAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    ) =>
        await db
            .Calls.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);

    private async Task<(HashSet<Guid> Calls, Dictionary<Guid, long> Amounts)> RecommendedAsync(
        IReadOnlyList<Guid> callIds,
        CancellationToken cancellationToken
    )
    {
        var adopted = (
            await db
                .AdoptedPortfolios.AsNoTracking()
                .Where(row => callIds.Contains(row.CallId))
                .ToListAsync(cancellationToken)
        )
            .GroupBy(row => row.CallId)
            .Select(rows => rows.MaxBy(row => row.Id)!)
            .ToList();
        return (
            adopted.Select(row => row.CallId).ToHashSet(),
            adopted
                .SelectMany(row => row.Result.Lines)
                .Where(line => line.IsChosen)
                .ToDictionary(line => line.ProposalId, line => line.Cents)
        );
    }

    private async Task<Dictionary<Guid, PackScore>> ScoresAsync(
        IReadOnlyList<Guid> ids,
        Dictionary<Guid, Call> calls,
        CancellationToken cancellationToken
    )
    {
        var callIds = calls.Keys.ToList();
        var ranked = await db
            .Proposals.Where(row => callIds.Contains(row.CallId) && Ranked.Contains(row.State))
            .Select(row => new { row.Id, row.CallId })
            .ToListAsync(cancellationToken);
        var totals = (
            await db
                .Assignments.Where(row => callIds.Contains(row.CallId) && row.State == AssignmentState.Reviewed)
                .Select(row => new { row.ProposalId, row.Total })
                .ToListAsync(cancellationToken)
        ).ToLookup(row => row.ProposalId, row => row.Total);
        var places = ranked
            .GroupBy(row => row.CallId)
            .SelectMany(group =>
                Ranking.Of(
                    group.Select(row => new ReviewedProposal(row.Id, [.. totals[row.Id]])),
                    calls[group.Key].ReviewersPerProposal,
                    calls[group.Key].SpreadLimit
                )
            )
            .ToDictionary(row => row.ProposalId);
        var reviews = (
            await db
                .Assignments.AsNoTracking()
                .Where(row => ids.Contains(row.ProposalId) && row.State == AssignmentState.Reviewed)
                .Select(row => new
                {
                    row.ProposalId,
                    row.CallId,
                    row.Scores,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(row => row.ProposalId);
        var notes = (
            await db
                .ConsensusNotes.AsNoTracking()
                .Where(row => ids.Contains(row.ProposalId))
                .OrderBy(row => row.Id)
                .ToListAsync(cancellationToken)
        ).ToLookup(row => row.ProposalId, row => row.Note);
        return ids.ToDictionary(
            id => id,
            id =>
            {
                var place = places.GetValueOrDefault(id);
                var grid = reviews[id].Select(row => calls[row.CallId].Grid).FirstOrDefault() ?? [];
                var (strengths, weaknesses) = PackRemarks.Of(reviews[id].SelectMany(row => row.Scores), grid);
                return new PackScore(
                    place?.AverageHundredths ?? 0,
                    place?.Rank ?? 0,
                    place?.Spread ?? 0,
                    place?.Reviews ?? 0,
                    strengths,
                    weaknesses,
                    notes[id].LastOrDefault() ?? ""
                )
                {
                    BelowMinimum = ScoreMinima.Missed([.. reviews[id].Select(row => row.Scores)], grid),
                };
            }
        );
    }

    private async Task<Dictionary<Guid, PackScreening>> ScreeningsAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        var results = (await db.ResultsOfAsync([.. ids], cancellationToken)).ToLookup(row => row.ProposalId);
        var organisations = (
            await db
                .Screenings.AsNoTracking()
                .Where(row => ids.Contains(row.ProposalId))
                .OrderBy(row => row.Id)
                .Select(row => new { row.ProposalId, row.Organisation })
                .ToListAsync(cancellationToken)
        ).ToLookup(row => row.ProposalId, row => row.Organisation);
        return ids.ToDictionary(
            id => id,
            id => new PackScreening(
                [
                    .. results[id]
                        .Where(row => row.Outcome != CriterionOutcome.Met || row.DecidedBy is not null)
                        .Select(row => new PackRemark(row.Key, row.Reason)),
                ],
                organisations[id].LastOrDefault()?.VerifiedUntil,
                organisations[id].LastOrDefault()?.RedFlag ?? false
            )
        );
    }

    private async Task<ILookup<Guid, (Guid CallId, PackAward Award)>> EarlierAsync(
        IEnumerable<Proposal> proposals,
        IReadOnlySet<Guid> hidden,
        CancellationToken cancellationToken
    )
    {
        var organisations = proposals.Select(row => row.OrganisationId).Distinct().ToList();
        var awards = await db
            .Awards.AsNoTracking()
            .Where(row => organisations.Contains(row.OrganisationId) && row.State == AwardState.Awarded)
            .Where(row => !hidden.Contains(row.ProposalId))
            .Join(db.Proposals, award => award.ProposalId, row => row.Id, (award, row) => new { award, row.Number })
            .OrderByDescending(row => row.award.Id)
            .ToListAsync(cancellationToken);
        return awards.ToLookup(
            row => row.award.OrganisationId,
            row =>
                (
                    row.award.CallId,
                    new PackAward(
                        row.Number ?? "",
                        row.award.Title,
                        row.award.Amount,
                        row.award.DecidedOn,
                        row.award.DurationMonths
                    )
                )
        );
    }

    private async Task<Dictionary<Guid, string>> ConditionsAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .BoardDecisions.Where(row => ids.Contains(row.ProposalId) && row.UndoneAt == null)
                .Where(row => row.Conditions != null)
                .OrderBy(row => row.Id)
                .Select(row => new { row.ProposalId, row.Conditions })
                .ToListAsync(cancellationToken)
        )
            .GroupBy(row => row.ProposalId)
            .ToDictionary(rows => rows.Key, rows => rows.Last().Conditions!);

    private static int Beneficiaries(Proposal proposal) =>
        int.TryParse(ValueOf(proposal, PeopleKey), CultureInfo.InvariantCulture, out var people) && people > 0
            ? people
            : 0;

    private static List<string> Exploitation(Proposal proposal, FormVersion form, string language)
    {
        var field = form.FieldOf(ExploitationKey);
        var value = ValueOf(proposal, ExploitationKey);
        return field is null || value.Length == 0
            ? []
            :
            [
                .. Answers
                    .Codes(value)
                    .Select(code =>
                    {
                        var label = field.Options.FirstOrDefault(option => option.Code == code)?.Label ?? [];
                        return label.FirstOrDefault(text => text.Language == language)?.Text
                            ?? label.FirstOrDefault(text => text.Language == "en")?.Text
                            ?? code;
                    }),
            ];
    }

    private static string ValueOf(Proposal proposal, string key) =>
        proposal.SubmittedAnswers.FirstOrDefault(answer => answer.Key == key)?.Value ?? "";

    private static List<PackBudget> Budget(Proposal proposal, Money? recommended)
    {
        var budget = proposal.Content.Budget;
        var scaled = recommended is { } amount
            ? AwardedBudget.Of(budget, amount).ToDictionary(row => row.Category, row => row.AmountUsdCents)
            : null;
        return
        [
            .. budget
                .GroupBy(line => line.Category)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new PackBudget(
                    group.Key,
                    Money.UsdCents(group.Sum(line => line.Amount?.MinorUnits ?? 0)),
                    scaled is null ? null : Money.UsdCents(scaled.GetValueOrDefault(group.Key))
                )),
        ];
    }
}
