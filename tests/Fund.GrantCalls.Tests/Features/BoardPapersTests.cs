using Fund.Common.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Tests.Features;

/// <summary>What the Board reads and what it leaves behind: pack, minutes, the public list of awards.</summary>
public sealed class BoardPapersTests(World world) : IClassFixture<World>
{
    private const string Secret = "Lighthouse on the river";

    private readonly BoardRoom _room = new(world);

    [Fact]
    public async Task A_page_of_the_pack_has_scores_budget_and_what_the_portfolio_recommends()
    {
        var scene = await world.DecidableAsync(null, 100_000, 80_000);
        var selection = world.Service.Client<SelectionService.SelectionServiceClient>(TestIdentity.ProgrammeOfficer);
        await selection.AdoptPortfolioAsync(
            new AdoptPortfolioRequest { RequestId = Make.Id(), CallId = scene.Call.CallId }
        );
        var session = await _room.PlanAsync(scene.Call.CallId);
        var summary = await _room.As(_room.Chair).GetBoardPackAsync(new() { BoardSessionId = session.BoardSessionId });
        var call = Assert.Single(summary.Calls);
        Assert.Equal((2, Make.Usd(180_000), true), (call.Proposals, call.Requested, call.HasPortfolio));
        Assert.Equal(("KE", 2), (summary.Countries.Single().CountryCode, summary.Countries.Single().Proposals));

        var first = await PagesAsync(session, _room.Chair, 1, "");
        var second = await PagesAsync(session, _room.Chair, 1, first.Page.NextPageToken);
        Assert.Equal("", second.Page.NextPageToken);
        var page = first.Pages.Single();
        Assert.Equal(session.Agenda[0].Item.ProposalId, page.ProposalId);
        Assert.Equal(session.Agenda[1].Item.ProposalId, second.Pages.Single().ProposalId);
        Assert.Equal((8_200, 1, 4, 2), (page.AverageHundredths, page.Rank, page.Spread, page.Reviews));
        Assert.Equal(page.Requested, page.Recommended);
        Assert.Equal(["A", "D"], page.Budget.Select(row => row.Category));
        Assert.Equal(page.Requested.MinorUnits, page.Budget.Sum(row => row.Recommended.MinorUnits));
        Assert.NotEmpty(page.Strengths);
        Assert.NotEmpty(page.Weaknesses);
    }

    [Fact]
    public async Task The_board_reads_which_minimum_is_missed_and_what_goes_to_victims_directly()
    {
        var call = await world.OpenCallAsync(terms => terms.Grid[2].Minimum = 8);
        var applicant = await world.StartAsync(call);
        var content = Make.Content(100_000);
        content.Budget[1].Details = new BudgetDetails { DirectAssistance = true };
        await applicant.SaveAsync(content);
        await applicant.SubmitAsync();
        world.PassDeadline(call);
        await world.ScreenAsync(applicant);
        await world.ReviewAsync(applicant, 80, 84);
        var session = await _room.PlanAsync(call.CallId);

        var page = (await PagesAsync(session, _room.Chair, 1, "")).Pages.Single();
        Assert.Equal(Make.Usd(30_000), page.DirectAssistance);
        var missed = Assert.Single(page.BelowMinimum);
        Assert.Equal(("budget", 700, 8), (missed.Label, missed.AverageHundredths, missed.Minimum));

        var print = await PrintAsync(session, _room.Chair, "en");
        var text = PdfText.Of(await DownloadAsync(_room.Chair, print.PrintId));
        Assert.Contains("USD 30,000.00", text, StringComparison.Ordinal);
        Assert.Contains("budget: 7.00 points, at least 8 are asked for", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_the_pack_is_made_with_progress_and_leaves_out_what_its_reader_is_recused_from()
    {
        var (scene, session) = await SecretSceneAsync();
        var trustee = _room.Trustees[1];
        var whole = await PrintAsync(session, trustee, "fr");
        var text = PdfText.Of(await DownloadAsync(trustee, whole.PrintId));
        Assert.Contains(Secret, text, StringComparison.Ordinal);
        Assert.Contains("Dossier du Conseil", text, StringComparison.Ordinal);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            _room.Officer.GetBoardPackPrintAsync(new() { PrintId = whole.PrintId })
        );

        await _room.Officer.RecuseTrusteeAsync(BoardRoom.Recusal(session, scene.Applicants[0], trustee));
        var outdated = await Assert.ThrowsAsync<RpcException>(() => DownloadAsync(trustee, whole.PrintId));
        Assert.Equal("PACK_OUTDATED", outdated.ToRefusal()?.Reason);
        var print = await PrintAsync(session, trustee, "en");
        Assert.Equal((1, 1, 1), (print.Done, print.Total, print.LeftOut));
        text = PdfText.Of(await DownloadAsync(trustee, print.PrintId));
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Contains("1 proposals of the agenda are not in this copy", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task A_pack_of_a_hundred_proposals_has_a_page_for_each(string language)
    {
        await using var command = world.Database.Source.CreateCommand(
            await File.ReadAllTextAsync(
                Path.Combine(AppContext.BaseDirectory, "board-pack.sql"),
                TestContext.Current.CancellationToken
            )
        );
        var id = (Guid)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        var print = await PrintAsync(new BoardSession { BoardSessionId = id.ToString("D") }, _room.Chair, language);
        var file = await DownloadAsync(_room.Chair, print.PrintId);
        TestContext.Current.AddAttachment($"board-pack-{language}.pdf", file, "application/pdf");
        if (Environment.GetEnvironmentVariable("FUND_PAPERS") is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(
                Path.Combine(folder, $"board-pack-{language}.pdf"),
                file,
                TestContext.Current.CancellationToken
            );
        }

        // The summary and the portfolio, then exactly one page for each proposal, in the order of the agenda.
        var pages = PdfText.PagesOf(file).Select(page => string.Join('\n', PdfText.LinesOf(page))).ToList();
        var sheets = pages.Skip(pages.Count - 100).ToList();
        Assert.InRange(pages.Count - 100, 2, 8);
        Assert.All(sheets, (sheet, i) => Assert.Contains($"House of Return {i + 1}", sheet, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recused_trustee_reaches_nothing_of_the_proposal_by_any_read()
    {
        var (scene, session) = await SecretSceneAsync();
        var trustee = _room.Trustees[1];
        await _room.Officer.RecuseTrusteeAsync(BoardRoom.Recusal(session, scene.Applicants[0], trustee));
        var held = await _room.HoldAsync(session);
        await world.Officer.DecideProposalAsync(BoardRoom.Award(held, scene.Applicants[0], 90_000));
        var letters = world.Service.Client<LettersService.LettersServiceClient>(TestIdentity.ProgrammeOfficer);
        await letters.PrepareLettersAsync(
            new PrepareLettersRequest { RequestId = Make.Id(), CallId = scene.Call.CallId }
        );
        var letter = (await letters.ListLettersAsync(new() { CallId = scene.Call.CallId })).Letters.Single(row =>
            row.ProposalId == scene.Applicants[0].Id
        );
        await _room.CloseAsync(held);
        var all = await ReadAllAsync(scene, held, letter.LetterId, _room.Trustees[2]);
        Assert.True(all.Count(row => row.Contains(Secret, StringComparison.Ordinal)) >= 8, string.Join('\n', all));
        foreach (var text in await ReadAllAsync(scene, held, letter.LetterId, trustee))
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        }

        var seen = await _room.GetAsync(held, trustee);
        Assert.Equal((1, 1, 0), (seen.LeftOut, seen.Recusals.Count, seen.Decisions.Count));
    }

    [Fact]
    public async Task Minutes_say_what_happened_are_approved_by_somebody_else_and_never_change_after()
    {
        var (scene, session) = await SecretSceneAsync();
        await _room.Officer.RecuseTrusteeAsync(BoardRoom.Recusal(session, scene.Applicants[0], _room.Trustees[1]));
        var held = await _room.HoldAsync(session);
        var award = BoardRoom.Award(held, scene.Applicants[0], 90_000);
        award.Conditions = "A safeguarding policy first.";
        award.Vote = new Vote { InFavour = 2, Against = 1 };
        await world.Officer.DecideProposalAsync(award);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "SESSION_STATE",
            _room.Officer.GetMinutesAsync(new() { BoardSessionId = held.BoardSessionId })
        );
        await _room.CloseAsync(held);
        var minutes = (await _room.Officer.GetMinutesAsync(new() { BoardSessionId = held.BoardSessionId })).Minutes;
        var text = string.Join('\n', minutes.Sections.Select(row => $"{row.Heading}\n{row.Text}"));
        foreach (
            var said in new[]
            {
                "Vienna",
                "Trustee 1, in the chair",
                "4 present, 3 needed",
                "Recused: Trustee 2 – My sister works there.",
                "USD 90,000.00 of the requested USD 100,000.00",
                "A safeguarding policy first.",
                "2 for, 1 against",
                "No decision was taken.",
            }
        )
        {
            Assert.Contains(said, text, StringComparison.Ordinal);
        }

        Assert.Empty(await PublicAwardsAsync(scene));
        await AssertApprovalAsync(minutes);
        Assert.Single(await PublicAwardsAsync(scene));
        var file = await BytesAsync(
            _room.As(_room.Trustees[1]).PrintMinutes(new PrintMinutesRequest { BoardSessionId = held.BoardSessionId })
        );
        Assert.DoesNotContain(Secret, PdfText.Of(file), StringComparison.Ordinal);
    }

    private async Task AssertApprovalAsync(Minutes minutes)
    {
        var save = new SaveMinutesRequest
        {
            RequestId = Make.Id(),
            BoardSessionId = minutes.BoardSessionId,
            Version = minutes.Version,
            Sections = { minutes.Sections },
        };
        save.Sections[0].Text += "\n\nThe session began at nine.";
        var saved = (await _room.Officer.SaveMinutesAsync(save)).Minutes;
        Assert.Equal(2, saved.Version);
        ApproveMinutesRequest Approve() =>
            new()
            {
                RequestId = Make.Id(),
                BoardSessionId = minutes.BoardSessionId,
                Version = saved.Version,
            };
        var writer = Caller.Person(TestIdentity.ProgrammeOfficer.Subject, null, null, Hosting.Role.FundManager);
        await World.RefusedAsync(
            RefusalKind.NotAllowed,
            "SAME_PERSON",
            _room.As(writer).ApproveMinutesAsync(Approve())
        );
        await World.RefusedAsync(
            RefusalKind.NotAllowed,
            "NOT_THE_CHAIR",
            _room.As(_room.Trustees[2]).ApproveMinutesAsync(Approve())
        );
        var approved = (await _room.As(_room.Chair).ApproveMinutesAsync(Approve())).Minutes;
        Assert.Equal(_room.Chair.Subject, approved.ApprovedBy);
        save.RequestId = Make.Id();
        save.Version = approved.Version;
        await World.RefusedAsync(RefusalKind.WrongState, "MINUTES_APPROVED", _room.Officer.SaveMinutesAsync(save));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            world.LookAsync(db =>
                db.Database.ExecuteSqlRawAsync("update minutes set language = 'fr' where approved_at is not null")
            )
        );
    }

    private async Task<(Decidable Scene, BoardSession Session)> SecretSceneAsync()
    {
        var call = await world.OpenCallAsync();
        var secret = await world.StartAsync(call, organisation => organisation.Name = $"Harbour House {Make.Id()}");
        await secret.SaveAsync(Make.Content(100_000, Secret));
        await secret.SubmitAsync();
        var other = await world.SubmitAsync(call, 80_000);
        world.PassDeadline(call);
        foreach (var applicant in new[] { secret, other })
        {
            await world.ScreenAsync(applicant);
            await world.ReviewAsync(applicant, 80, 84);
        }

        return (new Decidable(call, [secret, other], ""), await _room.PlanAsync(call.CallId));
    }

    /// <summary>What every read that could show the proposal answers, refusals as their words.</summary>
    private async Task<List<string>> ReadAllAsync(Decidable scene, BoardSession session, string letter, Caller caller)
    {
        var (calls, board) = (world.As(caller), _room.As(caller));
        var letters = world.Service.Client<LettersService.LettersServiceClient>(caller);
        var selection = world.Service.Client<SelectionService.SelectionServiceClient>(caller);
        var (call, id) = (scene.Call.CallId, session.BoardSessionId);
        Task<string>[] reads =
        [
            AskAsync(calls.GetProposalAsync(new() { ProposalId = scene.Applicants[0].Id })),
            AskAsync(calls.ListProposalsAsync(new() { CallId = call })),
            AskAsync(calls.GetRankingAsync(new() { CallId = call })),
            AskAsync(calls.ListAssignmentsAsync(new() { CallId = call })),
            AskAsync(selection.PreviewPortfolioAsync(new() { CallId = call })),
            AskAsync(letters.ListLettersAsync(new() { CallId = call })),
            AskAsync(letters.GetLetterAsync(new() { LetterId = letter })),
            AskAsync(board.GetBoardSessionAsync(new() { BoardSessionId = id })),
            AskAsync(board.GetBoardPackAsync(new() { BoardSessionId = id })),
            AskAsync(board.ListBoardPackPagesAsync(new() { BoardSessionId = id })),
            AskAsync(board.GetMinutesAsync(new() { BoardSessionId = id })),
            PdfAsync(board.PrintMinutes(new PrintMinutesRequest { BoardSessionId = id })),
        ];
        return [.. await Task.WhenAll(reads)];
    }

    private static async Task<string> AskAsync<T>(AsyncUnaryCall<T> call)
        where T : IMessage
    {
        try
        {
            return (await call).ToString()!;
        }
        catch (RpcException e)
        {
            return e.Status.Detail;
        }
    }

    private static async Task<string> PdfAsync(AsyncServerStreamingCall<FilePart> call) =>
        PdfText.Of(await BytesAsync(call));

    private async Task<IReadOnlyList<V1.Award>> PublicAwardsAsync(Decidable scene) =>
        (await world.As(Caller.Anonymous).ListAwardsAsync(new() { CallId = scene.Call.CallId })).Awards;

    private async Task<ListBoardPackPagesResponse> PagesAsync(
        BoardSession session,
        Caller caller,
        int size,
        string token
    ) =>
        await _room
            .As(caller)
            .ListBoardPackPagesAsync(
                new ListBoardPackPagesRequest
                {
                    BoardSessionId = session.BoardSessionId,
                    Page = new PageRequest { PageSize = size, PageToken = token },
                }
            );

    private async Task<BoardPackPrint> PrintAsync(BoardSession session, Caller caller, string language)
    {
        var board = _room.As(caller);
        var begun = await board.PrintBoardPackAsync(
            new PrintBoardPackRequest
            {
                RequestId = Make.Id(),
                BoardSessionId = session.BoardSessionId,
                Language = language,
            }
        );
        BoardPackPrint? print = null;
        await Eventually.TrueAsync(
            async () =>
            {
                print = (await board.GetBoardPackPrintAsync(new() { PrintId = begun.PrintId })).Print;
                return print.FinishedAt is not null;
            },
            "the pack was made"
        );
        Assert.False(print!.Failed);
        return print;
    }

    private Task<byte[]> DownloadAsync(Caller caller, string print) =>
        BytesAsync(_room.As(caller).DownloadBoardPack(new DownloadBoardPackRequest { PrintId = print }));

    private static async Task<byte[]> BytesAsync(AsyncServerStreamingCall<FilePart> call)
    {
        using var file = new MemoryStream();
        await foreach (var part in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            file.Write(part.Content.Span);
        }

        return file.ToArray();
    }
}
