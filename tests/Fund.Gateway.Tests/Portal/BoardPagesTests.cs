using Fund.Common.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing.Browser;

namespace Fund.Gateway.Tests.Portal;

/// <summary>A session of the Board on pages: a long pack, a recusal taken back, an envelope that is raised.</summary>
public sealed class BoardPagesTests(RunningGateway gateway, Chromium chromium) : MainJobPages(gateway, chromium)
{
    private static readonly IReadOnlyList<string> Proposals =
    [
        .. Enumerable.Range(1, 12).Select(_ => Guid.CreateVersion7().ToString("D")),
    ];

    [Fact]
    public async Task A_pack_of_many_proposals_has_contents_that_lead_to_each_of_them()
    {
        Gateway.Backend.Answer("GetBoardSession", new GetBoardSessionResponse { Session = Session() });
        Gateway.Backend.Answer("GetBoardPack", new GetBoardPackResponse());
        Gateway.Backend.Answer("ListBoardPackPrints", new ListBoardPackPrintsResponse());
        Gateway.Backend.Answer("ListBoardPackPages", Pages(0));
        await using var view = await OpenAsync(Role.Trustee);
        await view.Page.GotoAsync($"/en/board/sessions/{Id}/pack");
        var links = view.Page.Locator("main ol a");
        Assert.Equal(12, await links.CountAsync());
        Assert.Contains("Proposals 1 to 5 of 12", await view.Page.InnerTextAsync("#sheets"), StringComparison.Ordinal);

        Gateway.Backend.Answer("ListBoardPackPages", Pages(5));
        await links.Nth(7).ClickAsync();
        await view.Page.WaitForURLAsync("**#sheet-8");
        Assert.Equal(TokenAfter(4), Last<ListBoardPackPagesRequest>().Page.PageToken);
        Assert.Contains("Proposals 6 to 10 of 12", await view.Page.InnerTextAsync("#sheets"), StringComparison.Ordinal);
        Assert.Equal(1, await view.Page.Locator("#sheet-8").CountAsync());
        var before = await view.Page.GetAttributeAsync("main a[rel=prev]", "href");
        Assert.EndsWith($"/board/sessions/{Id}/pack", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_the_pack_says_which_minimum_is_missed_and_what_goes_to_victims_directly()
    {
        var pages = Pages(0);
        pages.Pages[0].DirectAssistance = Usd(750_000);
        pages
            .Pages[0]
            .BelowMinimum.Add(
                new BelowMinimum
                {
                    Key = "budget",
                    Label = "Budget",
                    AverageHundredths = 750,
                    Minimum = 8,
                }
            );
        Gateway.Backend.Answer("GetBoardSession", new GetBoardSessionResponse { Session = Session() });
        Gateway.Backend.Answer("GetBoardPack", new GetBoardPackResponse());
        Gateway.Backend.Answer("ListBoardPackPrints", new ListBoardPackPrintsResponse());
        Gateway.Backend.Answer("ListBoardPackPages", pages);
        await using var view = await OpenAsync(Role.Trustee);
        await view.Page.GotoAsync($"/en/board/sessions/{Id}/pack");
        var first = await view.Page.InnerTextAsync("#sheet-1");
        Assert.Contains("7,500.00", first, StringComparison.Ordinal);
        Assert.Matches("Budget: 7\\.50.*8", first);
        var second = await view.Page.InnerTextAsync("#sheet-2");
        Assert.DoesNotContain("7,500.00", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recusal_that_staff_recorded_is_taken_back_with_a_reason()
    {
        var session = Session();
        var trustee = Guid.CreateVersion7().ToString("D");
        foreach (var can in new[] { true, false })
        {
            session.Recusals.Add(
                new TrusteeRecusal
                {
                    ProposalId = Proposals[can ? 2 : 3],
                    TrusteeId = trustee,
                    Name = "Mira Solberg",
                    Reason = "A friend.",
                    CanBeUndone = can,
                }
            );
        }

        Gateway.Backend.Answer("GetBoardSession", new GetBoardSessionResponse { Session = session });
        await using var view = await OpenAsync(Role.ProgrammeOfficer);
        await view.Page.GotoAsync($"/en/board/sessions/{Id}");
        await view.Page.Locator("summary", new() { HasText = "Take back a recusal" }).ClickAsync();
        Assert.Equal(2, await view.Page.Locator("[name=recusal] option").CountAsync());
        await view.Page.SelectOptionAsync("[name=recusal]", $"{trustee} {Proposals[2]}");
        await view.Page.FillAsync("[name=undoReason]", "It was somebody else.");
        await PressAsync(view.Page, "Take back a recusal");
        var undone = Last<UndoRecusalRequest>();
        Assert.Equal(
            (Id, Proposals[2], trustee, "It was somebody else."),
            (undone.BoardSessionId, undone.ProposalId, undone.TrusteeId, undone.Reason)
        );
    }

    [Fact]
    public async Task Only_accounts_of_trustees_attend_and_nothing_is_asked_of_the_service_for_others()
    {
        var officer = await Gateway.TokenAsync(Role.ProgrammeOfficer);
        var trustee = (await Gateway.AccountAsync(Role.Trustee)).Account.Id;
        var reviewer = (await Gateway.AccountAsync(Role.Reviewer)).Account.Id;
        var before = Gateway.Backend.Calls.Count(call => call.Rpc == "RecordAttendance");
        using (var refused = await AttendAsync(officer, trustee, reviewer))
        {
            var problem = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains($"{reviewer} is not the account of a trustee.", problem, StringComparison.Ordinal);
            Assert.Matches("attendees.{1,2}1.{1,2}trusteeId", problem);
        }

        Assert.Equal(before, Gateway.Backend.Calls.Count(call => call.Rpc == "RecordAttendance"));
        using var taken = await AttendAsync(officer, trustee);
        Assert.Equal(System.Net.HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal(trustee.ToString("D"), Last<RecordAttendanceRequest>().Attendees.Single().TrusteeId);
    }

    private async Task<HttpResponseMessage> AttendAsync(string token, params Guid[] accounts)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/board-sessions/{Id}/attendance")
        {
            Content = System.Net.Http.Json.JsonContent.Create(
                new
                {
                    heldOn = "2026-11-02",
                    attendees = accounts.Select(
                        (id, i) =>
                            new
                            {
                                trusteeId = id,
                                name = $"Member {i}",
                                isChair = i == 0,
                            }
                    ),
                }
            ),
        };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        return await Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_envelope_is_raised_on_what_was_seen_of_the_call()
    {
        Tell(CallState.InEvaluation, ProposalState.Eligible);
        await using var view = await OpenAsync(Role.ProgrammeOfficer);
        await view.Page.GotoAsync($"/en/programme/calls/{Id}");
        var seen = await view.Page.InputValueAsync("[name=version]");
        await view.Page.Locator("summary", new() { HasText = "Change the envelope" }).ClickAsync();
        var form = view.Page.Locator("form", new() { Has = view.Page.Locator("[name=envelope]") });
        await view.Page.FillAsync("[name=envelope]", "650,000");
        await form.Locator("[name=reason]").FillAsync("A contribution came in.");
        await PressAsync(view.Page, "Change the envelope");
        var asked = Last<ChangeEnvelopeRequest>();
        Assert.Equal(
            (Id, 65_000_000, "A contribution came in.", seen),
            (asked.CallId, asked.Envelope.MinorUnits, asked.Reason, $"{asked.Version}")
        );
    }

    /// <summary>Donations refuses after the change was begun, and taking it back is a change of the call too.</summary>
    [Fact]
    public async Task An_envelope_that_was_refused_is_corrected_and_sent_again()
    {
        Tell(CallState.InEvaluation, ProposalState.Eligible);
        await using var view = await OpenAsync(Role.ProgrammeOfficer);
        await view.Page.GotoAsync($"/en/programme/calls/{Id}");
        await view.Page.Locator("summary", new() { HasText = "Change the envelope" }).ClickAsync();
        var form = view.Page.Locator("form", new() { Has = view.Page.Locator("[name=envelope]") });
        await view.Page.FillAsync("[name=envelope]", "65,000,000");
        await form.Locator("[name=reason]").FillAsync("A contribution came in.");

        var takenBack = new Call
        {
            CallId = Id,
            State = CallState.InEvaluation,
            Terms = Terms(),
            Awarded = Usd(0),
            Version = 9,
        };
        Gateway.Backend.Answer("GetCall", new GetCallResponse { Call = takenBack });
        var refusal = new Refusal(RefusalKind.WrongState, "NOT_AVAILABLE", "USD 700,000.00 is available.");
        Gateway.Backend.Refuse("ChangeEnvelope", refusal);
        await PressAsync(view.Page, "Change the envelope");
        Assert.Contains(
            "USD 700,000.00 is available.",
            await view.Page.InnerTextAsync("main"),
            StringComparison.Ordinal
        );
        Assert.Equal("A contribution came in.", await form.Locator("[name=reason]").InputValueAsync());

        Gateway.Backend.Answer("ChangeEnvelope", new ChangeEnvelopeResponse { Call = takenBack });
        await view.Page.FillAsync("[name=envelope]", "650,000");
        await PressAsync(view.Page, "Change the envelope");
        var asked = Last<ChangeEnvelopeRequest>();
        Assert.Equal((65_000_000, 9), (asked.Envelope.MinorUnits, asked.Version));
    }

    private static string TokenAfter(int place) => Page.TokenAfter(Guid.Parse(Proposals[place]));

    private static BoardSession Session() =>
        new()
        {
            BoardSessionId = Id,
            State = BoardSessionState.Held,
            HeldOn = "2027-03-01",
            Agenda =
            {
                Proposals.Select(
                    (id, i) =>
                        new AgendaLine
                        {
                            Position = i + 1,
                            Item = new AgendaItem { ProposalId = id },
                            ProposalNumber = $"P-{i + 1}",
                            Title = "Harbour House",
                        }
                ),
            },
        };

    private static ListBoardPackPagesResponse Pages(int from) =>
        new()
        {
            Page = new PageResponse { NextPageToken = TokenAfter(from + 4) },
            Pages =
            {
                Proposals
                    .Skip(from)
                    .Take(5)
                    .Select(
                        (id, i) =>
                            new PackPage
                            {
                                ProposalId = id,
                                Number = $"P-{from + i + 1}",
                                Position = from + i + 1,
                                Title = "Harbour House",
                                Requested = Usd(2_000_000),
                                Left = Usd(60_000_000),
                                State = ProposalState.Eligible,
                            }
                    ),
            },
        };
}
