using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Tests.Features;

public sealed class ProposalTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_draft_keeps_whatever_is_there_and_comes_back_as_saved()
    {
        var applicant = await world.StartAsync(await world.OpenCallAsync());
        var unfinished = new ProposalContent
        {
            Title = "Half a ti",
            Answers = { Make.Answer("people", "forty-"), Make.Answer("field", "") },
            Budget =
            {
                new BudgetLine { Category = "A" },
                new BudgetLine { Description = "Rent" },
            },
        };
        var saved = await applicant.SaveAsync(unfinished);
        Assert.Equal((unfinished, 1), (saved.Content, saved.Version));
        await applicant.SaveAsync(Make.Content(100_000));
        var loaded = await applicant.Authorising.GetProposalAsync(new GetProposalRequest { ProposalId = applicant.Id });
        Assert.Equal((Make.Content(100_000), 2), (loaded.Proposal.Content, loaded.Proposal.Version));
    }

    [Fact]
    public async Task Two_people_never_overwrite_each_other()
    {
        var applicant = await world.StartAsync(await world.OpenCallAsync());
        await applicant.SaveAsync(Make.Content(100_000, "Mine"));
        var stale = new SaveProposalRequest
        {
            RequestId = Make.Id(),
            ProposalId = applicant.Id,
            Content = Make.Content(100_000, "Yours"),
            Version = 0,
        };
        await World.RefusedAsync(
            RefusalKind.Conflict,
            "CHANGED_MEANWHILE",
            applicant.Authorising.SaveProposalAsync(stale)
        );
        var loaded = await applicant.Member.GetProposalAsync(new GetProposalRequest { ProposalId = applicant.Id });
        Assert.Equal("Mine", loaded.Proposal.Content.Title);

        var race = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async i =>
                {
                    var request = stale.Clone();
                    (request.RequestId, request.Version) = (Make.Id(), 1);
                    request.Content.Title = $"Racer {i}";
                    try
                    {
                        await applicant.Member.SaveProposalAsync(request);
                        return true;
                    }
                    catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
                    {
                        return false;
                    }
                })
        );
        Assert.Single(race, won => won);
    }

    public static TheoryData<string, Action<ProposalContent>> Malformed =>
        new()
        {
            { "content.requested.currency_code", content => content.Requested.CurrencyCode = "EUR" },
            { "content.requested", content => content.Requested = Make.Usd(-5) },
            { "content.answers[0].key", content => content.Answers[0].Key = "unasked" },
            { "content.answers[1].key", content => content.Answers[1].Key = "need" },
            { "content.budget[0].category", content => content.Budget[0].Category = "H" },
            { "content.budget[0].category", content => content.Budget[0].Category = "AB" },
            { "content.budget[1].amount.currency_code", content => content.Budget[1].Amount.CurrencyCode = "KES" },
            { "content.budget[1].amount", content => content.Budget[1].Amount = Make.Cents(0) },
            { "content.country_code", content => content.CountryCode = "Kenya" },
            { "content.title", content => content.Title = new string('x', 201) },
            { "content.summary", content => content.Summary = new string('x', 4_001) },
            { "content.duration_months", content => content.DurationMonths = -1 },
            { "content.title", content => content.Title = "Nothing\0here" },
            { "content.answers[0].value", content => content.Answers[0].Value = "\0" },
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_can_never_be_right_is_refused_even_in_a_draft(string field, Action<ProposalContent> spoil)
    {
        var applicant = await world.StartAsync(await world.OpenCallAsync());
        var request = new SaveProposalRequest
        {
            RequestId = Make.Id(),
            ProposalId = applicant.Id,
            Content = Make.Content(100_000),
        };
        spoil(request.Content);
        var refusal = await World.RefusedAsync(applicant.Member.SaveProposalAsync(request));
        Assert.Equal((RefusalKind.BadInput, field), (refusal.Kind, Assert.Single(refusal.Fields).Field));
        var loaded = await applicant.Member.GetProposalAsync(new GetProposalRequest { ProposalId = applicant.Id });
        Assert.Equal(new ProposalContent(), loaded.Proposal.Content);
    }

    [Fact]
    public async Task A_budget_that_is_wrong_in_every_line_is_refused_like_any_other()
    {
        var applicant = await world.StartAsync(await world.OpenCallAsync());
        var request = new SaveProposalRequest
        {
            RequestId = Make.Id(),
            ProposalId = applicant.Id,
            Content = new(),
        };
        request.Content.Budget.Add(Enumerable.Range(0, 500).Select(i => Make.Line("Z", $"Line {i}", -i)));
        var refusal = await World.RefusedAsync(
            RefusalKind.BadInput,
            "INVALID_FIELDS",
            applicant.Member.SaveProposalAsync(request)
        );
        Assert.Equal("content.budget[0].category", refusal.Fields[0].Field);
    }

    [Fact]
    public async Task A_request_id_that_is_no_text_is_refused()
    {
        var applicant = await world.StartAsync(await world.OpenCallAsync());
        var request = new SaveProposalRequest { RequestId = "a\0b", ProposalId = applicant.Id };
        await World.RefusedAsync(RefusalKind.BadInput, "INVALID_FIELD", applicant.Member.SaveProposalAsync(request));
    }

    [Fact]
    public async Task One_organisation_has_one_proposal_per_call_however_many_start_at_once()
    {
        var call = await world.OpenCallAsync();
        var applicant = new Applicant(world, world.Projects.Know());
        var request = new StartProposalRequest { RequestId = Make.Id(), CallId = call.CallId };
        var first = (await applicant.Member.StartProposalAsync(request)).Proposal;
        Assert.Equal(first, (await applicant.Member.StartProposalAsync(request)).Proposal);
        request.RequestId = Make.Id();
        var refusal = await World.RefusedAsync(
            RefusalKind.WrongState,
            "PROPOSAL_EXISTS",
            applicant.Authorising.StartProposalAsync(request)
        );
        Assert.Equal(first.ProposalId, refusal.Facts["proposal_id"]);

        var other = new Applicant(world, world.Projects.Know());
        var starts = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(async _ =>
                {
                    try
                    {
                        await other.Member.StartProposalAsync(
                            new StartProposalRequest { RequestId = Make.Id(), CallId = call.CallId }
                        );
                        return "";
                    }
                    catch (RpcException e)
                    {
                        return e.ToRefusal()?.Reason ?? e.Status.Detail;
                    }
                })
        );
        Assert.Equal(["", "PROPOSAL_EXISTS"], starts.Distinct().Order());
        Assert.Single(starts, "");
    }

    [Fact]
    public async Task Submitting_withdrawing_and_submitting_again_keeps_the_number_until_the_deadline()
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.SubmitAsync(call);
        var number = applicant.Proposal.Number;
        Assert.Matches("^2026-[0-9]{4}$", number);
        Assert.Equal(ProposalState.Submitted, applicant.Proposal.State);
        var save = new SaveProposalRequest
        {
            RequestId = Make.Id(),
            ProposalId = applicant.Id,
            Content = Make.Content(90_000),
            Version = 1,
        };
        await World.RefusedAsync(RefusalKind.WrongState, "PROPOSAL_STATE", applicant.Member.SaveProposalAsync(save));
        Assert.Equal(ProposalState.Withdrawn, (await applicant.TryWithdraw()).Proposal.State);
        await World.RefusedAsync(RefusalKind.WrongState, "PROPOSAL_STATE", applicant.TryWithdraw());
        await applicant.SaveAsync(Make.Content(90_000));
        Assert.Equal(
            (number, ProposalState.Submitted),
            ((await applicant.SubmitAsync()).Number, applicant.Proposal.State)
        );
        var other = await world.SubmitAsync(call);
        Assert.NotEqual(number, other.Proposal.Number);
    }

    [Fact]
    public async Task Numbers_have_no_gaps_and_no_twins_when_many_submit_at_once()
    {
        var call = await world.OpenCallAsync();
        var applicants = new List<Applicant>();
        for (var i = 0; i < 8; i++)
        {
            applicants.Add(await world.StartAsync(call));
            await applicants[^1].SaveAsync(Make.Content(100_000));
        }

        var submitted = await Task.WhenAll(applicants.Select(applicant => applicant.SubmitAsync()));
        var numbers = submitted.Select(proposal => int.Parse(proposal.Number[5..])).Order().ToList();
        Assert.Equal(Enumerable.Range(numbers[0], 8), numbers);
    }

    [Fact]
    public async Task Only_the_authorising_officer_submits_and_an_incomplete_draft_lists_everything()
    {
        var applicant = await world.StartAsync(await world.OpenCallAsync());
        var request = new SubmitProposalRequest { RequestId = Make.Id(), ProposalId = applicant.Id };
        var notAllowed = await World.RefusedAsync(applicant.Member.SubmitProposalAsync(request));
        Assert.Equal(RefusalKind.NotAllowed, notAllowed.Kind);
        var refusal = await World.RefusedAsync(RefusalKind.BadInput, "INVALID_FIELDS", applicant.TrySubmit());
        Assert.Equal(9, refusal.Fields.Count);
    }

    [Fact]
    public async Task Somebody_elses_proposal_does_not_exist()
    {
        var call = await world.OpenCallAsync();
        var victim = await world.SubmitAsync(call);
        var stranger = await world.StartAsync(call);
        var get = new GetProposalRequest { ProposalId = victim.Id };
        await World.RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", stranger.Member.GetProposalAsync(get));
        var save = new SaveProposalRequest { RequestId = Make.Id(), ProposalId = victim.Id };
        await World.RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", stranger.Member.SaveProposalAsync(save));
        var submit = new SubmitProposalRequest { RequestId = Make.Id(), ProposalId = victim.Id };
        await World.RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", stranger.Authorising.SubmitProposalAsync(submit));
        var withdraw = new WithdrawProposalRequest { RequestId = Make.Id(), ProposalId = victim.Id };
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            stranger.Authorising.WithdrawProposalAsync(withdraw)
        );
        var own = await stranger.Member.ListProposalsAsync(new ListProposalsRequest());
        Assert.Equal([stranger.Id], own.Proposals.Select(proposal => proposal.ProposalId));
    }

    [Fact]
    public async Task Nothing_can_be_changed_from_the_first_instant_after_the_deadline_and_late_attempts_are_recorded()
    {
        var call = await world.OpenCallAsync();
        var inTime = await world.SubmitAsync(call);
        var late = await world.StartAsync(call);
        await late.SaveAsync(Make.Content(100_000));
        var draft = await world.StartAsync(call);
        var nobody = new Applicant(world, world.Projects.Know());
        var closes = call.ClosesAt.ToDateTimeOffset();

        world.Clock.Now = closes.AddTicks(-1);
        await draft.SaveAsync(Make.Content(80_000));
        Assert.Equal(ProposalState.Submitted, (await draft.SubmitAsync()).State);

        world.Clock.Now = closes;
        var refusal = await World.RefusedAsync(RefusalKind.WrongState, "DEADLINE_PASSED", late.TrySubmit());
        Assert.Contains("closes_at", refusal.Facts.Keys);
        await World.RefusedAsync(RefusalKind.WrongState, "DEADLINE_PASSED", inTime.TryWithdraw());
        var save = new SaveProposalRequest
        {
            RequestId = Make.Id(),
            ProposalId = late.Id,
            Content = Make.Content(1),
            Version = 1,
        };
        await World.RefusedAsync(RefusalKind.WrongState, "DEADLINE_PASSED", late.Member.SaveProposalAsync(save));
        var start = new StartProposalRequest { RequestId = Make.Id(), CallId = call.CallId };
        await World.RefusedAsync(RefusalKind.WrongState, "DEADLINE_PASSED", nobody.Member.StartProposalAsync(start));

        var kept = await late.Member.GetProposalAsync(new GetProposalRequest { ProposalId = late.Id });
        Assert.Equal((ProposalState.Draft, Make.Content(100_000)), (kept.Proposal.State, kept.Proposal.Content));
        var recorded = await world.LookAsync(db =>
            db.RefusedSubmissions.SingleAsync(row => row.ProposalId == Guid.Parse(late.Id))
        );
        Assert.Equal(("DEADLINE_PASSED", closes), (recorded.Reason, recorded.AttemptedAt));
    }

    [Fact]
    public async Task A_call_that_is_not_open_yet_takes_no_proposals()
    {
        var call = await world.OpenCallAsync(terms => terms.OpensAtLocal = Make.Local(world.Clock.Now.AddMinutes(10)));
        Assert.Equal(CallState.Published, call.State);
        var applicant = new Applicant(world, world.Projects.Know());
        var start = new StartProposalRequest { RequestId = Make.Id(), CallId = call.CallId };
        await World.RefusedAsync(RefusalKind.WrongState, "CALL_NOT_OPEN", applicant.Member.StartProposalAsync(start));
        var draft = await world.DraftAsync();
        start = new StartProposalRequest { RequestId = Make.Id(), CallId = draft.CallId };
        await World.RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", applicant.Member.StartProposalAsync(start));
        var homeless = world.As(Caller.Person(Make.Id(), null, null, Role.OrganisationMember));
        start = new StartProposalRequest { RequestId = Make.Id(), CallId = call.CallId };
        await World.RefusedAsync(RefusalKind.NotAllowed, "NO_ORGANISATION", homeless.StartProposalAsync(start));
    }

    [Fact]
    public async Task Proposals_are_sealed_for_everybody_else_until_the_deadline()
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.SubmitAsync(call);
        var withdrawn = await world.SubmitAsync(call);
        await withdrawn.TryWithdraw();
        var unfinished = await world.StartAsync(call);
        var readers = new[]
        {
            TestIdentity.ProgrammeOfficer,
            TestIdentity.FundManager,
            TestIdentity.Trustee,
            TestIdentity.Auditor,
        };
        var get = new GetProposalRequest { ProposalId = applicant.Id };
        var list = new ListProposalsRequest { CallId = call.CallId };
        var rank = new GetRankingRequest { CallId = call.CallId };
        var screen = new ScreenEligibilityRequest { RequestId = Make.Id(), ProposalId = applicant.Id };
        world.Clock.Now = call.ClosesAt.ToDateTimeOffset().AddTicks(-1);
        foreach (var reader in readers.Select(world.As))
        {
            await World.RefusedAsync(RefusalKind.WrongState, "SEALED_UNTIL_DEADLINE", reader.GetProposalAsync(get));
            await World.RefusedAsync(RefusalKind.WrongState, "SEALED_UNTIL_DEADLINE", reader.ListProposalsAsync(list));
            await World.RefusedAsync(RefusalKind.WrongState, "SEALED_UNTIL_DEADLINE", reader.GetRankingAsync(rank));
        }

        await World.RefusedAsync(
            RefusalKind.WrongState,
            "SEALED_UNTIL_DEADLINE",
            world.Officer.ScreenEligibilityAsync(screen)
        );

        world.PassDeadline(call);
        foreach (var reader in readers.Select(world.As))
        {
            Assert.Equal("Help that stays", (await reader.GetProposalAsync(get)).Proposal.Content.Title);
            Assert.Equal(
                [applicant.Id],
                (await reader.ListProposalsAsync(list)).Proposals.Select(row => row.ProposalId)
            );
            foreach (var hidden in new[] { withdrawn.Id, unfinished.Id })
            {
                var other = new GetProposalRequest { ProposalId = hidden };
                await World.RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", reader.GetProposalAsync(other));
            }
        }

        var administrator = world.As(TestIdentity.Administrator);
        Assert.Equal(RefusalKind.NotAllowed, (await World.RefusedAsync(administrator.GetProposalAsync(get))).Kind);
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        var call = await world.OpenCallAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            // Ids carry the millisecond they were made in.
            world.Clock.Advance(TimeSpan.FromMilliseconds(1));
            ids.Insert(0, (await world.SubmitAsync(call)).Id);
        }

        world.PassDeadline(call);
        var seen = new List<string>();
        var request = new ListProposalsRequest
        {
            CallId = call.CallId,
            Page = new() { PageSize = 2 },
        };
        do
        {
            var page = await world.Officer.ListProposalsAsync(request);
            seen.AddRange(page.Proposals.Select(row => row.ProposalId));
            request.Page.PageToken = page.Page.NextPageToken;
        } while (request.Page.PageToken.Length > 0);

        Assert.Equal(ids, seen);
    }
}
