using System.IO.Compression;
using System.Text;
using Fund.Donations.V1;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Donations.Tests.Features;

public sealed class StatementBatchTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    private static int _lastYear = 2000;

    private StatementsService.StatementsServiceClient Papers => fund.Statements(TestIdentity.FinanceOfficer);

    [Fact]
    public async Task A_year_makes_a_statement_for_every_donor_with_activity_and_again_only_what_changed()
    {
        var year = Interlocked.Increment(ref _lastYear);
        var donors = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var donor = await fund.DonorAsync($"Donor {i} of {year} ../etc");
            await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(100_00 + i), $"{year}-03-0{i + 1}");
            donors.Add(donor.DonorId);
        }

        var first = await FinishedAsync(await StartAsync(year));
        await fund.ContributeAsync(donors[2], DonationsFixture.Usd(7_00), $"{year}-04-01");
        var second = await FinishedAsync(await StartAsync(year));

        Assert.Equal((5, 5, 0, 0, 0), Counts(first));
        Assert.Equal((5, 1, 4, 0, 0), Counts(second));
        var items = await ItemsAsync(second.BatchId);
        Assert.Equal(donors, items.Select(item => item.DonorId));
        Assert.Equal(StatementBatchItemState.Made, items[2].State);
        var events = await fund.Database.ScalarAsync<long>(
            $"select count(*) from statement_papers where from_date = '{year}-01-01'"
        );
        Assert.Equal(6, events);
    }

    [Fact]
    public async Task All_can_be_had_in_one_zip_and_each_alone_with_the_figures_of_the_screen()
    {
        var year = Interlocked.Increment(ref _lastYear);
        var donor = (await fund.DonorAsync($"Zip {year}")).DonorId;
        await fund.ContributeAsync(donor, DonationsFixture.Usd(1_234_56), $"{year}-03-01");
        var batch = await FinishedAsync(await StartAsync(year));

        var file = await Download.OfAsync(
            Papers.DownloadStatementBatch(new DownloadStatementBatchRequest { BatchId = batch.BatchId })
        );
        var single = await Download.OfAsync(
            Papers.DownloadBatchStatement(
                new DownloadBatchStatementRequest { BatchId = batch.BatchId, DonorId = donor }
            )
        );

        Assert.Equal(($"statements-{year}.zip", "application/zip"), (file.FileName, file.MediaType));
        using var zip = new ZipArchive(new MemoryStream(file.Content));
        var item = Assert.Single(await ItemsAsync(batch.BatchId));
        Assert.Equal(["contents.csv", $"{item.StatementNumber}.pdf"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal(single.Content, Read(zip.Entries[1]));
        Assert.Contains("1,234.56", PdfText.Of(single.Content), StringComparison.Ordinal);
        Assert.Contains(
            $"{item.StatementNumber}.pdf,{item.StatementNumber},{donor},Zip {year},made,",
            Encoding.UTF8.GetString(Read(zip.Entries[0])),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task One_donors_trouble_is_told_and_the_others_get_theirs()
    {
        var year = Interlocked.Increment(ref _lastYear);
        var (good, bad) = (await fund.DonorAsync($"A {year}"), await fund.DonorAsync($"B {year}"));
        await fund.ContributeAsync(good.DonorId, DonationsFixture.Usd(1_00), $"{year}-03-01");
        var broken = await fund.ContributeAsync(bad.DonorId, DonationsFixture.Usd(2_00), $"{year}-03-01");

        // A currency that nobody knows cannot come in; it stands here for whatever cannot be put on paper.
        await fund.Database.ExecuteAsync(
            $"update contributions set amount_currency = 'XXX' where id = '{broken.ContributionId}'"
        );
        var batch = await FinishedAsync(await StartAsync(year));
        await fund.Database.ExecuteAsync(
            $"update contributions set amount_currency = 'USD' where id = '{broken.ContributionId}'"
        );
        var again = await FinishedAsync(await StartAsync(year));

        Assert.Equal((2, 1, 0, 1, 0), Counts(batch));
        var failed = Assert.Single(await ItemsAsync(batch.BatchId, StatementBatchItemState.Failed));
        Assert.Equal(bad.DonorId, failed.DonorId);
        Assert.Contains("XXX", failed.Problem, StringComparison.Ordinal);
        Assert.Equal((2, 1, 1, 0, 0), Counts(again));
        Assert.Equal(
            StatusCode.NotFound,
            await StatusAsync(
                Papers.DownloadBatchStatement(
                    new DownloadBatchStatementRequest { BatchId = batch.BatchId, DonorId = bad.DonorId }
                )
            )
        );
    }

    [Fact]
    public async Task What_an_instance_left_half_done_another_one_carries_on()
    {
        var year = Interlocked.Increment(ref _lastYear);
        for (var i = 0; i < 3; i++)
        {
            var donor = await fund.DonorAsync($"Left {i} {year}");
            await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(1_00), $"{year}-03-01");
        }

        var batch = await FinishedAsync(await StartAsync(year));

        // As after a kill between two donors: one is made, the others wait and the batch is open.
        await fund.Database.ExecuteAsync(
            $"""
            update statement_batch_items set state = 'Waiting', paper_id = null
            where batch_id = '{batch.BatchId}' and position > 1;
            update statement_batches set finished_at = null where id = '{batch.BatchId}'
            """
        );
        var running = await Papers.StartStatementBatchAsync(
            new StartStatementBatchRequest { RequestId = DonationsFixture.NewId(), Year = year }
        );
        var resumed = await FinishedAsync(batch);

        Assert.Equal(batch.BatchId, running.Batch.BatchId);
        Assert.Equal((3, 1, 2, 0, 0), Counts(resumed));
    }

    [Fact]
    public async Task Asking_twice_is_one_batch_and_wrong_questions_are_refused()
    {
        var year = Interlocked.Increment(ref _lastYear);
        var request = new StartStatementBatchRequest { RequestId = DonationsFixture.NewId(), Year = year };

        var once = (await Papers.StartStatementBatchAsync(request)).Batch;
        var twice = (await Papers.StartStatementBatchAsync(request)).Batch;

        Assert.Equal(once.BatchId, twice.BatchId);
        var listed = await Papers.ListStatementBatchesAsync(new ListStatementBatchesRequest { Year = year });
        Assert.Equal(once.BatchId, Assert.Single(listed.Batches).BatchId);
        await Refused.ByAsync("INVALID_FIELD", Start(2027), "year");
        await Refused.ByAsync("INVALID_FIELD", Start(0), "year");
        await Refused.ByAsync(
            "NOT_FOUND",
            Papers.GetStatementBatchAsync(new GetStatementBatchRequest { BatchId = DonationsFixture.NewId() })
        );
        var contact = fund.Statements(TestIdentity.ContactOf(Guid.CreateVersion7()));
        await Refused.ByAsync(
            "ROLE_MAY_NOT",
            contact.GetStatementBatchAsync(new GetStatementBatchRequest { BatchId = once.BatchId })
        );
    }

    private async Task<StatementBatch> StartAsync(int year) => (await Start(year)).Batch;

    private AsyncUnaryCall<StartStatementBatchResponse> Start(int year) =>
        Papers.StartStatementBatchAsync(
            new StartStatementBatchRequest { RequestId = DonationsFixture.NewId(), Year = year }
        );

    private async Task<StatementBatch> FinishedAsync(StatementBatch batch)
    {
        var request = new GetStatementBatchRequest { BatchId = batch.BatchId };
        await Eventually.TrueAsync(
            async () => (await Papers.GetStatementBatchAsync(request)).Batch.FinishedAt is not null,
            "the batch is finished"
        );
        return (await Papers.GetStatementBatchAsync(request)).Batch;
    }

    private async Task<IReadOnlyList<StatementBatchItem>> ItemsAsync(
        string batchId,
        StatementBatchItemState state = StatementBatchItemState.Unspecified
    )
    {
        var request = new ListStatementBatchItemsRequest
        {
            BatchId = batchId,
            State = state,
            Page = new Common.V1.PageRequest { PageSize = 2 },
        };
        var items = new List<StatementBatchItem>();
        do
        {
            var page = await Papers.ListStatementBatchItemsAsync(request);
            items.AddRange(page.Items);
            request.Page.PageToken = page.Page.NextPageToken;
        } while (request.Page.PageToken.Length > 0);

        return items;
    }

    private static (int, int, int, int, int) Counts(StatementBatch batch) =>
        (batch.Donors, batch.Made, batch.Unchanged, batch.Failed, batch.Waiting);

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static async Task<StatusCode> StatusAsync(AsyncServerStreamingCall<Common.V1.FilePart> call) =>
        (await Assert.ThrowsAsync<RpcException>(() => Download.OfAsync(call))).StatusCode;
}
