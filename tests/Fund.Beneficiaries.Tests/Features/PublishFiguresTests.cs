using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Fund.Testing;
using Grpc.Core;
using static Fund.Beneficiaries.Tests.Samples;

namespace Fund.Beneficiaries.Tests.Features;

/// <summary>Releases build on each other, so every test here has a service of its own.</summary>
public sealed class PublishFiguresTests : IAsyncLifetime
{
    private readonly BeneficiariesFixture _fund = new();

    public ValueTask InitializeAsync() => _fund.InitializeAsync();

    public ValueTask DisposeAsync() => _fund.DisposeAsync();

    [Fact]
    public async Task Before_the_first_release_there_are_no_figures()
    {
        var shown = await _fund.As(Caller.Anonymous).GetPublishedFiguresAsync(new());
        Assert.Null(shown.Figures);
        Assert.Empty((await _fund.As(Caller.Anonymous).ListPublishedReleasesAsync(new())).Releases);
        await RefusedAsync("NOTHING_TO_PUBLISH", 0);
    }

    [Fact]
    public async Task Small_cells_are_hidden_so_that_they_cannot_be_computed_back()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(
            project.Cases(
                1,
                [
                    .. People(0, 60),
                    .. Enumerable.Range(60, 30).Select(n => Person(n, "Masculine", "30-38", "ForcedLabour")),
                    .. Enumerable.Range(90, 4).Select(n => Person(n, "Masculine", "9-17", "ForcedBegging")),
                    .. Enumerable.Range(94, 12).Select(n => Person(n, "NonConforming", "18-20", "ForcedLabour")),
                ]
            )
        );
        var figures = await _fund.PublishAsync();
        Assert.Equal(
            [
                "people_by_age_and_gender",
                "people_by_exploitation_and_gender",
                "people_by_country_of_project",
                "services_by_type",
            ],
            figures.Tables.Select(table => table.Key)
        );
        var cells = figures.Tables.SelectMany(table => table.Cells).ToList();
        Assert.All(cells, cell => Assert.Equal(cell.Protected, !cell.HasCount));
        Assert.All(
            cells.Where(cell => cell.HasCount),
            cell => Assert.True(cell.Count >= 11 || (cell.Count == 0 && cell.Row == "NotRecorded"))
        );
        Assert.Equal(106, Count(figures, 0, "", ""));
        Assert.Equal(106, Count(figures, 1, "", ""));
        Assert.Equal(106, Count(figures, 2, "KE", ""));
        Assert.Null(Count(figures, 0, "child", "Masculine"));
        Assert.Null(Count(figures, 0, "child", ""));

        // One hidden number in a line could be subtracted: every line of a crossed table hides none or several.
        foreach (var table in figures.Tables.Take(2))
        {
            Assert.All(table.Cells.GroupBy(cell => cell.Row), line => Assert.NotEqual(1, line.Count(c => c.Protected)));
            Assert.All(
                table.Cells.GroupBy(cell => cell.Column),
                line => Assert.NotEqual(1, line.Count(c => c.Protected))
            );
        }
    }

    [Fact]
    public async Task Rows_and_columns_stand_in_their_fixed_order_with_totals_last()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, People(0, 40)));
        var table = (await _fund.PublishAsync()).Tables[0];
        Assert.Equal(["child", "adult", "NotRecorded", ""], table.Cells.Select(cell => cell.Row).Distinct());
        Assert.Equal(
            ["Feminine", "Masculine", "OtherOrNotRecorded", ""],
            table.Cells.Select(cell => cell.Column).Distinct()
        );
        Assert.Equal(16, table.Cells.Count);
    }

    [Fact]
    public async Task Case_records_and_tables_add_up_to_the_same_figures_and_nobody_counts_twice()
    {
        var organisation = Guid.CreateVersion7();
        var (one, two) = (await _fund.ProjectAsync(organisation), await _fund.ProjectAsync(organisation, "NP"));
        var table = await _fund.ProjectAsync(country: "CO");
        await one.AcceptedAsync(one.Cases(1, People(0, 40)));
        await one.AcceptedAsync(one.Cases(2, People(20, 40)));

        // Twenty of these were helped by the first project already: they stay in its country.
        await two.AcceptedAsync(two.Cases(1, People(40, 50)));
        await table.AcceptedAsync(table.Table(1, Cell(70), Cell(70, gender: "Feminine"), Cell(25, "service:Legal")));
        await table.AcceptedAsync(table.Table(2, Cell(90), Cell(35, "new")));
        var figures = await _fund.PublishAsync();
        Assert.Equal(90 + 105, Count(figures, 0, "", ""));
        Assert.Equal(
            (105, 60, 30),
            (Count(figures, 2, "CO", ""), Count(figures, 2, "KE", ""), Count(figures, 2, "NP", ""))
        );
        Assert.Equal(40 + 40 + 50 + 25, Count(figures, 3, "Legal", ""));
    }

    [Fact]
    public async Task Only_accepted_returns_of_periods_that_ended_by_the_date_count()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, People(0, 40)));
        await project.SubmitAsync(project.Cases(2, People(40, 40)));
        var other = await _fund.ProjectAsync();
        await other.AcceptedAsync(other.Cases(2, People(0, 30)));
        Assert.Equal(40, Count(await _fund.PublishAsync(-2), 0, "", ""));
    }

    [Fact]
    public async Task A_release_never_changes()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, People(0, 40)));
        var first = await _fund.PublishAsync(-50);
        await project.AcceptedAsync(project.Cases(2, People(30, 60)));
        var second = await _fund.PublishAsync();
        Assert.Equal((1, 2), (first.Number, second.Number));
        var reader = _fund.As(Caller.Anonymous);
        var releases = (await reader.ListPublishedReleasesAsync(new())).Releases;
        Assert.Equal(
            [(second.ReleaseId, second.UpTo), (first.ReleaseId, first.UpTo)],
            releases.Select(release => (release.ReleaseId, release.UpTo))
        );
        Assert.Equal(first, (await reader.GetPublishedFiguresAsync(new() { ReleaseId = first.ReleaseId })).Figures);
        Assert.Equal(second, (await reader.GetPublishedFiguresAsync(new())).Figures);
        await Refused.BecauseAsync(
            "NOT_FOUND",
            StatusCode.NotFound,
            reader.GetPublishedFiguresAsync(new() { ReleaseId = BeneficiariesFixture.NewId() })
        );
    }

    [Fact]
    public async Task The_same_data_give_the_same_figures()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, [.. People(0, 40), Person(50, "Masculine", "9-17", "Servitude")]));
        var (first, second) = (await _fund.PublishAsync(), await _fund.PublishAsync());
        Assert.Equal(first.Tables, second.Tables);
    }

    [Fact]
    public async Task Fewer_than_eleven_more_people_cannot_be_seen_by_subtracting_releases()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, People(0, 40)));
        await _fund.PublishAsync();
        var other = await _fund.ProjectAsync();
        await other.AcceptedAsync(other.Cases(1, People(0, 5)));
        var refusal = await RefusedAsync("TOO_LITTLE_CHANGED", 0);
        Assert.DoesNotContain("5", refusal.Message, StringComparison.Ordinal);

        // Nothing was half done: with more people the same returns are counted in the next release.
        await other.AcceptedAsync(other.Cases(2, People(5, 20)));
        var figures = await _fund.PublishAsync();
        Assert.Equal((2, 65), (figures.Number, Count(figures, 0, "", "")));
    }

    [Fact]
    public async Task A_cell_that_grew_by_little_is_protected_in_the_next_release()
    {
        var project = await _fund.ProjectAsync();
        var men = Enumerable.Range(100, 30).Select(n => Person(n, "Masculine", "9-17"));
        await project.AcceptedAsync(project.Cases(1, [.. People(0, 60), .. men]));
        var first = await _fund.PublishAsync(-50);
        var more = Enumerable.Range(200, 4).Select(n => Person(n, "Masculine", "9-17"));
        await project.AcceptedAsync(project.Cases(2, [.. People(300, 60), .. more]));
        var second = await _fund.PublishAsync();
        foreach (var (cell, before) in second.Tables[0].Cells.Zip(first.Tables[0].Cells))
        {
            var growth = cell.HasCount && before.HasCount ? cell.Count - before.Count : 0;
            Assert.True(growth is 0 or >= 11, $"{cell.Row}/{cell.Column} grew by {growth}");
        }

        Assert.Null(Count(second, 0, "", "Masculine"));
    }

    [Fact]
    public async Task A_release_cannot_go_back_in_time_or_into_the_future()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, People(0, 40)));
        await RefusedAsync("DATE_IN_FUTURE", 1);
        await RefusedAsync("NOTHING_TO_PUBLISH", -150);
        await _fund.PublishAsync(-10);
        await RefusedAsync("BEFORE_LAST_RELEASE", -11);
        await Refused.FieldsAsync(_fund.Officer.PublishFiguresAsync(new() { RequestId = "x" }), "up_to");
    }

    [Fact]
    public async Task Publication_is_announced_with_its_headlines_and_protected_ones_in_words()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, People(0, 1_204)));
        await _fund.PublishAsync();
        const string queue = "donations.figures-published";
        var body = await _fund.Broker.TakeAsync(queue);
        Assert.Equal(0u, await _fund.Broker.CountAsync(queue));
        Assert.Contains("people assisted directly", body, StringComparison.Ordinal);
        Assert.Contains("1,204", body, StringComparison.Ordinal);
        Assert.Contains("protected", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_publications_at_once_make_two_releases_one_after_the_other()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, People(0, 40)));
        var figures = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _fund.PublishAsync()));
        Assert.Equal([1, 2, 3, 4], figures.Select(release => release.Number).Order());
    }

    [Fact]
    public async Task The_same_request_publishes_once()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, People(0, 40)));
        var request = new PublishFiguresRequest { RequestId = "release-1", UpTo = BeneficiariesFixture.Day(0) };
        var (first, second) = (
            await _fund.Officer.PublishFiguresAsync(request),
            await _fund.Officer.PublishFiguresAsync(request)
        );
        Assert.Equal(first, second);
        Assert.Equal(1L, await _fund.Database.ScalarAsync<long>("select count(*) from releases"));
    }

    [Fact]
    public async Task With_very_few_people_everything_is_protected()
    {
        var project = await _fund.ProjectAsync();
        await project.AcceptedAsync(project.Table(1, Cell(7)));
        var figures = await _fund.PublishAsync();
        Assert.All(
            figures.Tables.SelectMany(table => table.Cells),
            cell => Assert.True(cell.Protected || (cell.Count == 0 && cell.Row == "NotRecorded"))
        );
    }

    private async Task<Kernel.Refusal> RefusedAsync(string reason, int fromToday)
    {
        var request = new PublishFiguresRequest
        {
            RequestId = BeneficiariesFixture.NewId(),
            UpTo = BeneficiariesFixture.Day(fromToday),
        };
        var exception = await Assert.ThrowsAsync<RpcException>(async () =>
            await _fund.Officer.PublishFiguresAsync(request)
        );
        Assert.Equal(reason, exception.ToRefusal()?.Reason);
        return exception.ToRefusal()!;
    }

    private static int? Count(PublishedFigures figures, int table, string row, string column)
    {
        var cell = figures.Tables[table].Cells.Single(cell => cell.Row == row && cell.Column == column);
        return cell.HasCount ? cell.Count : null;
    }
}
