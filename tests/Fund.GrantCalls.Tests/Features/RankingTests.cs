using System.Text;
using Fund.Forms.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Review = Fund.GrantCalls.V1.ReviewService.ReviewServiceClient;
using Selection = Fund.GrantCalls.V1.SelectionService.SelectionServiceClient;

namespace Fund.GrantCalls.Tests.Features;

/// <summary>The ranking with its filters and file, statistics by what was chosen, floors of regions, and reviewers' profiles.</summary>
public sealed class RankingTests(World world) : IClassFixture<World>
{
    private Selection Selecting => world.Service.Client<Selection>(TestIdentity.ProgrammeOfficer);

    [Fact]
    public async Task A_ranking_is_narrowed_by_country_region_mark_state_and_choice_and_keeps_its_places()
    {
        var (call, kenya, france, peru) = await ThreeAsync();
        var all = await RankAsync(new GetRankingRequest { CallId = call.CallId });
        Assert.Equal([(1, false), (2, true), (2, true)], all.Select(row => (row.Rank, row.IsTied)));
        Assert.Equal(kenya.Id, all[0].ProposalId);
        Assert.Equal(("KE", "africa"), (all[0].CountryCode, all[0].Region));

        async Task OnlyAsync(Applicant expected, GetRankingRequest request)
        {
            request.CallId = call.CallId;
            var row = Assert.Single(await RankAsync(request));
            Assert.Equal(expected.Id, row.ProposalId);
            Assert.Equal(all.Single(one => one.ProposalId == expected.Id).Rank, row.Rank);
        }

        await OnlyAsync(france, new GetRankingRequest { Region = "europe" });
        await OnlyAsync(peru, new GetRankingRequest { CountryCode = "PE" });
        await OnlyAsync(kenya, new GetRankingRequest { PassMarkHundredths = 8_000 });
        await OnlyAsync(peru, new GetRankingRequest { Question = "field", Answer = "legal aid" });
        Assert.Empty(await RankAsync(new GetRankingRequest { CallId = call.CallId, State = ProposalState.Awarded }));
        await World.RefusedAsync(
            RefusalKind.BadInput,
            "INVALID_FIELDS",
            world.Officer.GetRankingAsync(
                new GetRankingRequest
                {
                    CallId = call.CallId,
                    Region = "atlantis",
                    CountryCode = "Kenya",
                }
            )
        );

        var file = await FileAsync(
            Selecting.ExportRanking(new ExportRankingRequest { CallId = call.CallId, Region = "africa" })
        );
        var lines = file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains(",KE,africa,90,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_count_by_what_was_chosen_and_come_as_a_file()
    {
        var (call, _, _, _) = await ThreeAsync();
        var rows = (await Selecting.GetCallStatisticsAsync(new() { CallId = call.CallId })).Rows;
        var chosen = rows.Where(row => row.Kind == StatisticsKind.Answer).ToDictionary(row => row.Key);
        Assert.Equal((2, 1), (chosen["field:shelter"].Applications, chosen["field:legal aid"].Applications));
        var file = await FileAsync(Selecting.ExportCallStatistics(new() { CallId = call.CallId }));
        Assert.Contains("\r\nregion,europe,1,1,0,0,", file, StringComparison.Ordinal);
        Assert.Contains("\r\nanswer,field:shelter,2,2,0,0,", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Regions_get_what_was_asked_for_at_least_and_the_answer_says_what_that_costs()
    {
        var (call, kenya, france, _) = await ThreeAsync();
        // The envelope has room for one: without a balance that is the best.
        var terms = new PortfolioTerms { Envelope = Make.Usd(100_000) };
        var free = await PreviewAsync(call, terms);
        Assert.Equal(kenya.Id, Assert.Single(free.Lines, line => line.Chosen).ProposalId);
        Assert.Equal(0, free.BalanceCostHundredths);

        terms.Minima.Add(new RegionMinimum { Region = "europe", Awards = 1 });
        var balanced = await PreviewAsync(call, terms);
        var chosen = Assert.Single(balanced.Lines, line => line.Chosen);
        Assert.Equal((france.Id, PortfolioReason.ForBalance), (chosen.ProposalId, chosen.Reason));
        Assert.Equal(9_000 - 7_000, balanced.BalanceCostHundredths);
        Assert.True(balanced.Regions.Single(row => row.Region == "europe").IsMet);

        terms.Minima.Add(new RegionMinimum { Region = "oceania", Percent = 10 });
        var beyond = await PreviewAsync(call, terms);
        Assert.False(beyond.Regions.Single(row => row.Region == "oceania").IsMet);
        Assert.Equal(france.Id, Assert.Single(beyond.Lines, line => line.Chosen).ProposalId);

        terms.Minima.Add(new RegionMinimum { Region = "oceania", Percent = 95 });
        await World.RefusedAsync(
            RefusalKind.BadInput,
            "INVALID_FIELDS",
            Selecting.PreviewPortfolioAsync(new() { CallId = call.CallId, Terms = terms })
        );
    }

    [Fact]
    public async Task A_reviewer_keeps_an_own_profile_and_sees_no_other()
    {
        var (reviewer, other) = (TestIdentity.Reviewer(), TestIdentity.Reviewer());
        var own = world.Service.Client<Review>(reviewer);
        var request = new SaveReviewerProfileRequest
        {
            RequestId = Make.Id(),
            ReviewerId = reviewer.Subject,
            Languages = { "fr" },
            Countries = { "SN" },
            MostProposals = 4,
            Expertise = { "Legal aid" },
        };
        var saved = (await own.SaveReviewerProfileAsync(request)).Profile;
        Assert.Equal(("Legal aid", 0), (Assert.Single(saved.Expertise), saved.Load));
        Assert.Equal(saved, Assert.Single((await own.ListReviewerProfilesAsync(new())).Profiles));
        Assert.Empty((await world.Service.Client<Review>(other).ListReviewerProfilesAsync(new())).Profiles);
        request.RequestId = Make.Id();
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            world.Service.Client<Review>(other).SaveReviewerProfileAsync(request)
        );
    }

    [Fact]
    public async Task A_reviewer_taken_off_in_the_middle_writes_no_more_and_what_was_written_is_kept()
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.SubmitAsync(call);
        world.PassDeadline(call);
        await world.ScreenAsync(applicant);
        var reviewer = TestIdentity.Reviewer();
        var assignment = await world.DeclareAsync(await world.AssignAsync(applicant, reviewer), reviewer);
        var own = world.Service.Client<Review>(reviewer);
        SaveReviewDraftRequest Draft(int version) =>
            new()
            {
                RequestId = Make.Id(),
                AssignmentId = assignment.AssignmentId,
                PrivateNotes = "Ask about the lease.",
                Version = version,
            };
        await own.SaveReviewDraftAsync(Draft(0));
        await world
            .Service.Client<Review>(TestIdentity.ProgrammeOfficer)
            .RemoveReviewerAsync(
                new RemoveReviewerRequest
                {
                    RequestId = Make.Id(),
                    AssignmentId = assignment.AssignmentId,
                    Reason = "On leave.",
                }
            );
        await World.RefusedAsync(RefusalKind.WrongState, "ASSIGNMENT_STATE", own.SaveReviewDraftAsync(Draft(1)));
        var kept = await world.LookAsync(db =>
            db.ReviewDrafts.SingleAsync(row => row.AssignmentId == Guid.Parse(assignment.AssignmentId))
        );
        Assert.Equal("Ask about the lease.", kept.PrivateNotes);
    }

    [Fact]
    public async Task Applicants_who_share_a_person_are_shown_to_staff_and_not_to_whoever_is_recused()
    {
        var call = await world.OpenCallAsync();
        var (one, other) = (await world.SubmitAsync(call), await world.SubmitAsync(call));
        await world.Database.ExecuteAsync(
            $"update proposals set submitted_by = (select submitted_by from proposals where id = '{one.Id}') "
                + $"where id = '{other.Id}'"
        );
        world.PassDeadline(call);
        await world.ScreenAsync(one);
        await world.ScreenAsync(other);
        var read = new GetProposalRequest { ProposalId = one.Id };
        var link = Assert.Single(
            (await world.Officer.GetProposalAsync(read)).Proposal.Linked,
            row => row.ProposalId == other.Id
        );
        Assert.Equal(ProposalLink.Person, link.Link);
        var recused = TestIdentity.Staff(Role.ProgrammeOfficer, Role.Reviewer);
        await world.DeclareAsync(await world.AssignAsync(other, recused), recused, conflict: true);
        Assert.Empty((await world.As(recused).GetProposalAsync(read)).Proposal.Linked);
    }

    [Fact]
    public async Task Applicants_who_share_a_phone_or_an_address_are_shown_however_it_is_typed_and_no_others()
    {
        var call = await world.OpenCallAsync(terms => terms.Questions.Clear());
        var form = Forms.Simple(simple =>
        {
            simple.Sections.Clear();
            simple.Sections.Add(
                Forms.Section(
                    "contact",
                    Forms.Field("phone", FieldType.Text, field => field.Sensitivity = Sensitivity.Personal),
                    Forms.Field("address", FieldType.LongText, field => field.Sensitivity = Sensitivity.Personal),
                    Forms.Field("floor", FieldType.Text, field => field.Sensitivity = Sensitivity.Personal),
                    Forms.Field("bank", FieldType.Text)
                )
            );
        });
        await world.SaveFormAsync(call, form);
        var one = await ContactAsync(call, "+254 (20) 123-456", "12 Harbour Road,\nMombasa", "First Bank of Kenya");
        var phone = await ContactAsync(call, "+254 20 123456", "1 Hill Street, Nairobi", "First Bank of Kenya");
        var address = await ContactAsync(call, "+254 20 999999", "12 harbour road, Mombasa", "Other Bank");
        var neither = await ContactAsync(call, "+254 20 123457", "13 Harbour Road, Mombasa", "First Bank of Kenya");
        world.PassDeadline(call);

        var linked = (await world.Officer.GetProposalAsync(new GetProposalRequest { ProposalId = one.Id }))
            .Proposal
            .Linked;

        Assert.All(linked, link => Assert.Equal(ProposalLink.Answer, link.Link));
        Assert.Equal(
            new HashSet<(string, string)> { (phone.Id, "phone"), (address.Id, "address") },
            linked.Select(link => (link.ProposalId, link.Question)).ToHashSet()
        );
        Assert.DoesNotContain(linked, link => link.ProposalId == neither.Id);
        var own = await one.Member.GetProposalAsync(new GetProposalRequest { ProposalId = one.Id });
        Assert.Empty(own.Proposal.Linked);
    }

    /// <summary>Handed in; everybody lives on the third floor, which is too short to be more than chance.</summary>
    private async Task<Applicant> ContactAsync(Call call, string phone, string address, string bank)
    {
        var applicant = await world.StartAsync(call);
        var content = Make.Content(100_000);
        content.Answers.Clear();
        content.Answers.Add([
            Make.Answer("phone", phone),
            Make.Answer("address", address),
            Make.Answer("floor", "3rd"),
            Make.Answer("bank", bank),
        ]);
        await applicant.SaveAsync(content);
        await applicant.SubmitAsync();
        return applicant;
    }

    /// <summary>Kenya with 90 points; France and Peru with 70 each, and only Peru chose legal aid.</summary>
    private async Task<(Call Call, Applicant Kenya, Applicant France, Applicant Peru)> ThreeAsync()
    {
        var call = await world.OpenCallAsync();
        var applicants = new List<Applicant>();
        foreach (var country in new[] { "KE", "FR", "PE" })
        {
            var applicant = await world.StartAsync(call, organisation => organisation.CountryCode = country);
            var content = Make.Content(100_000, $"Help in {country}");
            content.CountryCode = country;
            content.Answers.Single(answer => answer.Key == "field").Value = country == "PE" ? "legal aid" : "shelter";
            await applicant.SaveAsync(content);
            await applicant.SubmitAsync();
            applicants.Add(applicant);
        }

        world.PassDeadline(call);
        foreach (var (applicant, total) in applicants.Zip([90, 70, 70]))
        {
            await world.ScreenAsync(applicant);
            await world.ReviewAsync(applicant, total, total);
        }

        return (call, applicants[0], applicants[1], applicants[2]);
    }

    private async Task<IReadOnlyList<RankedProposal>> RankAsync(GetRankingRequest request) =>
        (await world.Officer.GetRankingAsync(request)).Proposals;

    private async Task<Portfolio> PreviewAsync(Call call, PortfolioTerms terms) =>
        (await Selecting.PreviewPortfolioAsync(new() { CallId = call.CallId, Terms = terms })).Portfolio;

    private static async Task<string> FileAsync(AsyncServerStreamingCall<Fund.Common.V1.FilePart> call)
    {
        using (call)
        {
            using var content = new MemoryStream();
            await foreach (var part in call.ResponseStream.ReadAllAsync())
            {
                content.Write(part.Content.Span);
            }

            return Encoding.UTF8.GetString(content.ToArray());
        }
    }
}
