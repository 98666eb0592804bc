using Fund.Events;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Microsoft.EntityFrameworkCore;
using Letters = Fund.GrantCalls.V1.LettersService.LettersServiceClient;
using Selection = Fund.GrantCalls.V1.SelectionService.SelectionServiceClient;

namespace Fund.GrantCalls.Tests.Features;

public sealed class SelectionTests(World world) : IClassFixture<World>
{
    private Selection Selecting => world.Service.Client<Selection>(TestIdentity.ProgrammeOfficer);

    private Letters Writing => world.Service.Client<Letters>(TestIdentity.ProgrammeOfficer);

    [Fact]
    public async Task The_best_portfolio_is_proposed_with_reasons_and_other_amounts_can_be_tried()
    {
        var decidable = await world.DecidableAsync(null, 300_000, 250_000, 200_000);
        var (call, applicants) = (decidable.Call, decidable.Applicants);
        var preview = (await Selecting.PreviewPortfolioAsync(new() { CallId = call.CallId })).Portfolio;
        Assert.True(preview.IsProven);
        Assert.Equal(Make.Usd(450_000), preview.Cost);
        Assert.Equal(16_400, preview.ValueHundredths);
        Assert.Equal(
            new[] { applicants[1].Id, applicants[2].Id }.Order(),
            preview.Lines.Where(line => line.Chosen).Select(line => line.ProposalId).Order()
        );
        var left = Assert.Single(preview.Lines, line => !line.Chosen);
        Assert.Equal(PortfolioReason.OthersBetter, left.Reason);

        var less = new PortfolioTerms
        {
            Amounts =
            {
                new PortfolioAmount { ProposalId = applicants[0].Id, Amount = Make.Usd(50_000) },
            },
        };
        var tried = await Selecting.PreviewPortfolioAsync(new() { CallId = call.CallId, Terms = less });
        Assert.All(tried.Portfolio.Lines, line => Assert.True(line.Chosen));
        var strict = new PortfolioTerms { PassMarkHundredths = 9_000 };
        var none = await Selecting.PreviewPortfolioAsync(new() { CallId = call.CallId, Terms = strict });
        Assert.All(none.Portfolio.Lines, line => Assert.Equal(PortfolioReason.BelowPassMark, line.Reason));
        var balanced = new PortfolioTerms { MostPerRegionPercent = 50 };
        var few = await Selecting.PreviewPortfolioAsync(new() { CallId = call.CallId, Terms = balanced });
        Assert.Single(few.Portfolio.Lines, line => line.Chosen);
        Assert.Contains(few.Portfolio.Lines, line => line.Reason == PortfolioReason.TooLarge);
        Assert.Contains(few.Portfolio.Lines, line => line.Reason == PortfolioReason.ShareUsed);

        less.Amounts[0].Amount = Make.Usd(300_001);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "AWARD_ABOVE_REQUEST",
            Selecting.PreviewPortfolioAsync(new() { CallId = call.CallId, Terms = less })
        );
        await World.RefusedAsync(
            RefusalKind.BadInput,
            "INVALID_FIELD",
            Selecting.PreviewPortfolioAsync(
                new()
                {
                    CallId = call.CallId,
                    Terms = new PortfolioTerms { MostPerRegionPercent = 101 },
                }
            )
        );
    }

    [Fact]
    public async Task Below_the_minimum_of_a_criterion_nothing_is_proposed_and_an_award_needs_a_reason()
    {
        // Totals of 80 and 84 leave 5 and 9 points for the budget.
        var below = await world.DecidableAsync(terms => terms.Grid[2].Minimum = 8, 100_000);
        var (call, applicant) = (below.Call, below.Applicants[0]);
        var ranked = Assert.Single(
            (await world.Officer.GetRankingAsync(new GetRankingRequest { CallId = call.CallId })).Proposals
        );
        Assert.Equal(
            new BelowMinimum
            {
                Key = "budget",
                Label = "budget",
                AverageHundredths = 700,
                Minimum = 8,
            },
            Assert.Single(ranked.BelowMinimum)
        );
        var proposed = await Selecting.PreviewPortfolioAsync(new() { CallId = call.CallId });
        Assert.Equal(PortfolioReason.BelowMinimum, Assert.Single(proposed.Portfolio.Lines).Reason);

        // The portfolio before the Board is without it: the refusal names what is behind that.
        await Selecting.AdoptPortfolioAsync(new() { RequestId = Make.Id(), CallId = call.CallId });
        var award = World.Award(below, applicant, 100_000);
        var refusal = await World.RefusedAsync(
            RefusalKind.BadInput,
            "BELOW_MINIMUM",
            world.Officer.DecideProposalAsync(award)
        );
        Assert.Contains(
            "has 7.00 points on average for 'budget'; at least 8",
            refusal.Message,
            StringComparison.Ordinal
        );
        award.DepartureReason = "The only shelter in the district; an adviser helps with the books.";
        Assert.Equal(ProposalState.Awarded, (await world.Officer.DecideProposalAsync(award)).Proposal.State);

        var enough = await world.DecidableAsync(terms => terms.Grid[2].Minimum = 7, 100_000);
        proposed = await Selecting.PreviewPortfolioAsync(new() { CallId = enough.Call.CallId });
        Assert.True(Assert.Single(proposed.Portfolio.Lines).Chosen);
        await world.Officer.DecideProposalAsync(World.Award(enough, enough.Applicants[0], 100_000));
    }

    [Fact]
    public async Task A_minimum_is_not_above_the_weight()
    {
        var terms = Make.Terms(world.Clock.Now);
        terms.Grid[2].Minimum = 26;
        var refusal = await World.RefusedAsync(
            world.Officer.CreateCallAsync(new CreateCallRequest { RequestId = Make.Id(), Terms = terms })
        );
        Assert.Equal("terms.grid[2].minimum", Assert.Single(refusal.Fields).Field);
    }

    [Fact]
    public async Task The_board_may_depart_from_the_portfolio_before_it_with_a_reason()
    {
        var decidable = await world.DecidableAsync(null, 300_000, 250_000, 200_000);
        var call = decidable.Call;
        Assert.Empty((await Selecting.GetPortfolioAsync(new() { CallId = call.CallId })).Portfolio.Lines);
        await Selecting.AdoptPortfolioAsync(new() { RequestId = Make.Id(), CallId = call.CallId });
        var adopted = (await Selecting.GetPortfolioAsync(new() { CallId = call.CallId })).Portfolio;
        Assert.Equal(2, adopted.Lines.Count(line => line.Chosen));
        Assert.NotNull(adopted.AdoptedAt);

        var request = World.Award(decidable, decidable.Applicants[0], 100_000);
        request.Conditions = "An audit of 2025 is handed in first.";
        await World.RefusedAsync(
            RefusalKind.BadInput,
            "DEPARTURE_NEEDS_REASON",
            world.Officer.DecideProposalAsync(request)
        );
        request.DepartureReason = "The only shelter in the district.";
        request.Vote = new Vote { InFavour = 2, Against = 2 };
        await World.RefusedAsync(RefusalKind.WrongState, "VOTE_LOST", world.Officer.DecideProposalAsync(request));
        request.Vote = new Vote { InFavour = 4, Against = 1 };
        await World.RefusedAsync(RefusalKind.BadInput, "TOO_MANY_VOTES", world.Officer.DecideProposalAsync(request));
        request.Vote = new Vote { InFavour = 3, Against = 1 };
        var decided = await world.Officer.DecideProposalAsync(request);
        Assert.Equal(ProposalState.Awarded, decided.Proposal.State);
        var follows = World.Award(decidable, decidable.Applicants[1], 250_000);
        await world.Officer.DecideProposalAsync(follows);
        var kept = await world.LookAsync(db =>
            db.BoardDecisions.SingleAsync(row => row.ProposalId == Guid.Parse(decidable.Applicants[0].Id))
        );
        Assert.Equal(
            ("An audit of 2025 is handed in first.", "The only shelter in the district.", 3, 1),
            (kept.Conditions, kept.DepartureReason, kept.VotesFor, kept.VotesAgainst)
        );
    }

    [Fact]
    public async Task Statistics_count_applications_awards_and_success()
    {
        var decidable = await world.DecidableAsync(null, 300_000, 100_000);
        await world.Officer.DecideProposalAsync(World.Award(decidable, decidable.Applicants[1], 90_000));
        var rows = (await Selecting.GetCallStatisticsAsync(new() { CallId = decidable.Call.CallId })).Rows;
        var all = rows.Single(row => row.Kind == StatisticsKind.All);
        Assert.Equal((2, 2, 1, 5_000), (all.Applications, all.Eligible, all.Awards, all.SuccessHundredths));
        Assert.Equal(Make.Usd(90_000), all.Awarded);
        Assert.Equal("africa", rows.Single(row => row.Kind == StatisticsKind.Region).Key);
        Assert.Equal("KE", rows.Single(row => row.Kind == StatisticsKind.Country).Key);
        Assert.Equal(2, rows.Count(row => row.Kind == StatisticsKind.Amount));
        var open = await world.OpenCallAsync();
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "SEALED_UNTIL_DEADLINE",
            Selecting.GetCallStatisticsAsync(new() { CallId = open.CallId })
        );
    }

    [Fact]
    public async Task Everybody_is_told_of_applications_once_the_call_is_decided_and_of_no_few_that_got_nothing()
    {
        var anybody = world.Service.Client<Selection>(Caller.Anonymous);
        var large = await world.DecidableAsync(null, 100_000, 110_000, 120_000, 130_000, 140_000, 150_000);
        var small = await world.DecidableAsync(null, 100_000, 110_000);
        async Task<PublishedStatistics?> ToldAsync(Decidable of) =>
            (
                await anybody.ListPublishedStatisticsAsync(new() { CallId = of.Call.CallId })
            ).Statistics.SingleOrDefault();

        await world.Officer.DecideProposalAsync(World.Award(large, large.Applicants[0], 100_000));
        await DeclineAsync(large, [.. large.Applicants.Skip(1).SkipLast(1)]);
        Assert.Null(await ToldAsync(large));

        await DeclineAsync(large, large.Applicants[^1]);
        await DeclineAsync(small, [.. small.Applicants]);

        var told = Assert.IsType<PublishedStatistics>(await ToldAsync(large));
        var all = told.Rows[0];
        Assert.Equal((6, 1, 1_667), (all.Applications, all.Awards, all.SuccessHundredths));
        Assert.Equal((Make.Usd(100_000), Make.Usd(750_000)), (all.Awarded, all.Requested));
        var region = Assert.Single(told.Rows, row => row.Kind == StatisticsKind.Region);
        Assert.Equal(["africa"], region.Keys);
        Assert.DoesNotContain(told.Rows, row => row.Kind == StatisticsKind.Country);
        Assert.Equal((5, 10), (told.MinimumCell, told.ClosedOn.Length));
        Assert.Empty(Assert.IsType<PublishedStatistics>(await ToldAsync(small)).Rows);
    }

    private async Task DeclineAsync(Decidable decidable, params Applicant[] applicants)
    {
        foreach (var applicant in applicants)
        {
            var request = World.Award(decidable, applicant, 1);
            (request.Decision, request.Amount) = (Decision.Decline, null);
            await world.Officer.DecideProposalAsync(request);
        }
    }

    [Fact]
    public async Task Each_applicant_gets_its_letter_with_the_reasons_once_and_what_was_sent_is_kept()
    {
        var decidable = await world.DecidableAsync(null, 300_000, 100_000);
        var (winner, other) = (decidable.Applicants[1], decidable.Applicants[0]);
        var award = World.Award(decidable, winner, 90_000);
        award.Conditions = "Monthly visits.";
        await world.Officer.DecideProposalAsync(award);
        var callId = decidable.Call.CallId;
        var prepare = new PrepareLettersRequest { RequestId = Make.Id(), CallId = callId };
        Assert.Equal(1, (await Writing.PrepareLettersAsync(prepare)).Written);
        Assert.Equal(1, (await Writing.PrepareLettersAsync(prepare)).Written);
        prepare.RequestId = Make.Id();
        Assert.Equal(0, (await Writing.PrepareLettersAsync(prepare)).Written);
        var letter = Assert.Single((await Writing.ListLettersAsync(new() { CallId = callId })).Letters);
        Assert.Equal((LetterKind.Award, "en", 0), (letter.Kind, letter.Language, letter.TimesSent));
        Assert.Contains("USD 90,000.00", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Reasons: Best score.", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Conditions: Monthly visits.", letter.Text, StringComparison.Ordinal);

        var own = world.Service.Client<Letters>(TestIdentity.MemberOf(winner.Organisation));
        var stranger = world.Service.Client<Letters>(TestIdentity.MemberOf(other.Organisation));
        Assert.Empty((await own.ListLettersAsync(new())).Letters);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "LETTER_NOT_SENT",
            Writing.ResendLetterAsync(new() { RequestId = Make.Id(), LetterId = letter.LetterId })
        );
        var send = new SendLettersRequest { RequestId = Make.Id(), CallId = callId };
        send.LetterIds.Add(letter.LetterId);
        Assert.Equal(1, (await Writing.SendLettersAsync(send)).Sent);
        send.RequestId = Make.Id();
        Assert.Equal(0, (await Writing.SendLettersAsync(send)).Sent);
        Assert.Equal(letter.Text, (await own.GetLetterAsync(new() { LetterId = letter.LetterId })).Letter.Text);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            stranger.GetLetterAsync(new() { LetterId = letter.LetterId })
        );
        var again = await Writing.ResendLetterAsync(new() { RequestId = Make.Id(), LetterId = letter.LetterId });
        Assert.Equal(2, again.Letter.TimesSent);
        await world.Service.HearsEventsAsync();
        await Eventually.TrueAsync(
            async () =>
                (
                    await QueueReader.ReadAsync<DecisionLetterSent>(
                        world.Broker,
                        "gateway.decision-letter-sent",
                        letter.LetterId
                    )
                ).Count == 2,
            "the applicant was told twice"
        );
    }

    [Fact]
    public async Task A_letter_that_tells_another_decision_than_the_one_that_stands_never_leaves()
    {
        var decidable = await world.DecidableAsync(null, 100_000);
        var applicant = decidable.Applicants[0];
        var reserve = World.Award(decidable, applicant, 0);
        reserve.Decision = Decision.ReserveList;
        reserve.Amount = null;
        reserve.ReserveRank = 1;
        await world.Officer.DecideProposalAsync(reserve);
        var callId = decidable.Call.CallId;
        var french = new PrepareLettersRequest
        {
            RequestId = Make.Id(),
            CallId = callId,
            Language = "fr",
        };
        await Writing.PrepareLettersAsync(french);
        var letter = Assert.Single((await Writing.ListLettersAsync(new() { CallId = callId })).Letters);
        Assert.Contains("liste de réserve", letter.Text, StringComparison.Ordinal);
        await world.Officer.DecideProposalAsync(World.Award(decidable, applicant, 90_000));
        var send = new SendLettersRequest
        {
            RequestId = Make.Id(),
            CallId = callId,
            LetterIds = { letter.LetterId },
        };
        await World.RefusedAsync(RefusalKind.WrongState, "LETTER_OUTDATED", Writing.SendLettersAsync(send));
        french.RequestId = Make.Id();
        await Writing.PrepareLettersAsync(french);
        var anew = Assert.Single((await Writing.ListLettersAsync(new() { CallId = callId })).Letters);
        Assert.Equal(LetterKind.Award, anew.Kind);
        french.RequestId = Make.Id();
        french.Language = "xx";
        await World.RefusedAsync(RefusalKind.BadInput, "INVALID_FIELD", Writing.PrepareLettersAsync(french));
    }
}
