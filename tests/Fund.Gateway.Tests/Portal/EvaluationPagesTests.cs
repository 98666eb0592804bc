using Fund.Common.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Testing.Browser;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Reviews and the decisions of the Board on pages.</summary>
public sealed class EvaluationPagesTests(RunningGateway gateway, Chromium chromium) : MainJobPages(gateway, chromium)
{
    [Fact]
    public async Task A_reviewer_declares_before_the_text_is_asked_for_and_then_scores_it()
    {
        Tell(CallState.InEvaluation, ProposalState.Eligible);
        Assign(AssignmentState.Assigned);
        await using var view = await OpenAsync(Role.Reviewer);
        var page = view.Page;
        var before = Gateway.Backend.Calls.Count;
        await page.GotoAsync($"/en/reviews/{Id}");
        Assert.DoesNotContain(Gateway.Backend.Calls.Skip(before), call => call.Rpc == "GetProposal");
        await page.CheckAsync("[name='confidential']");
        await PressAsync(page, "Declare");
        var declared = Last<DeclareInterestsRequest>();
        Assert.True(declared is { Confidential: true, Recuse: false, Interests.Advised: false });

        Assign(AssignmentState.Cleared);
        await page.GotoAsync($"/en/reviews/{Id}");
        await page.FillAsync("[name='scores.0.points']", "38");
        await page.FillAsync("[name='scores.0.reason']", "Well founded.");
        await page.FillAsync("[name='scores.1.points']", "47");
        await page.FillAsync("[name='privateNotes']", "Ask about the lease.");
        await PressAsync(page, "Save draft");
        var kept = Last<SaveReviewDraftRequest>();
        Assert.Equal("Ask about the lease.", kept.PrivateNotes);
        Assert.Equal([38, 47], kept.Scores.Select(score => score.Points));

        await page.GotoAsync($"/en/reviews/{Id}");
        await page.FillAsync("[name='scores.0.points']", "38");
        await page.FillAsync("[name='scores.0.reason']", "Well founded.");
        await page.FillAsync("[name='scores.1.points']", "47");
        await PressAsync(page, "Submit the review");

        Assert.Equal([38, 47], Last<SubmitReviewRequest>().Scores.Select(score => score.Points));
    }

    [Fact]
    public async Task What_is_wrong_with_a_box_that_was_left_empty_leads_to_the_box()
    {
        Tell(CallState.InEvaluation, ProposalState.Eligible);
        Assign(AssignmentState.Assigned);
        Gateway.Backend.Refuse(
            "DeclareInterests",
            Fund.Kernel.Refusal.OfField("INVALID_FIELDS", "confidential", "Confirm it.")
        );
        await using var view = await OpenAsync(Role.Reviewer);
        await view.Page.GotoAsync($"/en/reviews/{Id}");
        await PressAsync(view.Page, "Declare");
        Assert.Equal("#f-confidential", await view.Page.GetAttributeAsync(".govuk-error-summary a", "href"));
        Gateway.Backend.Answer("DeclareInterests", Samples.Of(new DeclareInterestsResponse()));
    }

    [Fact]
    public async Task The_board_opens_a_session_and_decides()
    {
        Tell(CallState.InEvaluation, ProposalState.Eligible);
        Gateway.Backend.Answer(
            "GetRanking",
            new GetRankingResponse
            {
                Envelope = Usd(60_000_000),
                Left = Usd(60_000_000),
                Proposals =
                {
                    new RankedProposal
                    {
                        Rank = 1,
                        ProposalId = Id,
                        Title = "Harbour House",
                        ProposalNumber = "P-1",
                        Requested = Usd(2_000_000),
                        State = ProposalState.Eligible,
                    },
                },
            }
        );
        Gateway.Backend.Answer(
            "RecordBoardSession",
            new RecordBoardSessionResponse { BoardSessionId = Id, HasQuorum = true }
        );
        await using var view = await OpenAsync(Role.Trustee);
        var page = view.Page;
        await page.GotoAsync($"/en/board/{Id}");
        await FillDateAsync(page, "heldOn", 2027, 3, 1);
        await page.FillAsync("[name=present]", "Chair\nSecond\nThird");
        await PressAsync(page, "Open the session");
        Assert.Equal(3, Last<RecordBoardSessionRequest>().Present.Count);
        await page.SelectOptionAsync("[name=proposalId]", Id);
        await page.GetByLabel("award", new() { Exact = true }).CheckAsync();
        await page.FillAsync("[name=amount]", "18,500");
        await page.FillAsync("[name=reasons]", "Clear and needed.");
        await PressAsync(page, "Record the decision");

        var decided = Last<DecideProposalRequest>();
        Assert.Equal(
            (Id, Id, Decision.Award, 1_850_000),
            (decided.BoardSessionId, decided.ProposalId, decided.Decision, decided.Amount.MinorUnits)
        );
    }

    private void Assign(AssignmentState state) =>
        Gateway.Backend.Answer(
            "ListAssignments",
            new ListAssignmentsResponse
            {
                Page = new PageResponse(),
                Assignments =
                {
                    new Assignment
                    {
                        AssignmentId = Id,
                        ProposalId = Id,
                        ProposalNumber = "P-1",
                        OrganisationName = "Harbour House",
                        State = state,
                    },
                },
            }
        );
}
