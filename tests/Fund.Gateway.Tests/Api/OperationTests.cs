using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf.WellKnownTypes;

namespace Fund.Gateway.Tests.Api;

/// <summary>Long work of every kind, seen in one way.</summary>
public sealed class OperationTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(56);

    /// <summary>Ten pieces of work, a minute apart, of three kinds in turn; the oldest first.</summary>
    private static readonly (string Kind, Guid Id)[] Work =
    [
        .. Enumerable
            .Range(0, 10)
            .Select(number =>
                (
                    new[] { "import", "statementBatch", "valuation" }[number % 3],
                    Guid.CreateVersion7(Start.AddMinutes(number))
                )
            ),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(500)]
    public async Task Work_of_all_kinds_is_one_list_newest_first(int size)
    {
        Answer();
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        var seen = new List<string>();
        var next = "";
        do
        {
            var page = await gateway.SendAsync(
                HttpMethod.Get,
                $"/api/v1/operations?pageSize={size}&pageToken={next}",
                token
            );
            Assert.Equal(200, page.Status);
            seen.AddRange(page.Json["items"]!.AsArray().Select(one => one!["operationId"]!.GetValue<string>()));
            next = page.Json["nextPageToken"]!.GetValue<string>();
        } while (next.Length > 0);

        Assert.Equal(Work.Reverse().Select(work => $"{work.Kind}-{work.Id:D}"), seen);
    }

    [Fact]
    public async Task Work_of_each_kind_can_be_asked_for_by_its_id()
    {
        Answer();
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        foreach (var (kind, id) in Work)
        {
            var answer = await gateway.SendAsync(HttpMethod.Get, $"/api/v1/operations/{kind}-{id:D}", token);

            Assert.Equal((200, kind), (answer.Status, answer.Json["kind"]!.GetValue<string>()));
            Assert.Equal($"{kind}-{id:D}", answer.Json["operationId"]!.GetValue<string>());
        }

        foreach (
            var odd in new[] { "import", "import-", "payment-" + Guid.Empty, $"valuation-{Guid.CreateVersion7():D}" }
        )
        {
            Assert.Equal(404, (await gateway.SendAsync(HttpMethod.Get, $"/api/v1/operations/{odd}", token)).Status);
        }
    }

    [Fact]
    public async Task Long_work_is_begun_with_an_address_at_which_to_follow_it()
    {
        Answer();
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        var (_, import) = Work[0];
        gateway.Backend.Answer("StartImport", new StartImportResponse { Import = ImportOf(import) });

        var begun = await gateway.PostAsync($"/api/v1/imports/{import:D}/start", token, "{}");

        Assert.Equal((202, $"/api/v1/operations/import-{import:D}"), (begun.Status, begun.Headers["Location"]));
        var followed = await gateway.SendAsync(HttpMethod.Get, begun.Headers["Location"], token);
        Assert.Equal("running", followed.Json["state"]!.GetValue<string>());
        Assert.Equal((40, 100), (followed.Json["done"]!.GetValue<int>(), followed.Json["total"]!.GetValue<int>()));
        Assert.Equal($"/api/v1/imports/{import:D}", followed.Json["details"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_a_role_may_not_see_is_not_in_its_list()
    {
        foreach (var rpc in new[] { "ListImports", "ListStatementBatches", "ListValuations", "ListBoardPackPrints" })
        {
            gateway.Backend.Refuse(rpc, Refusals.RoleMayNot("do this"));
        }

        var answer = await gateway.SendAsync(
            HttpMethod.Get,
            "/api/v1/operations",
            await gateway.TokenAsync(Role.Reviewer)
        );

        Assert.Equal((200, 0), (answer.Status, answer.Json["items"]!.AsArray().Count));
    }

    private void Answer()
    {
        gateway.Backend.Answer(
            "ListImports",
            (request, _) =>
                Task.FromResult<Google.Protobuf.IMessage>(
                    new ListImportsResponse
                    {
                        Imports = { Part("import", ((ListImportsRequest)request).Page).Select(ImportOf) },
                    }
                )
        );
        gateway.Backend.Answer(
            "ListStatementBatches",
            (request, _) =>
                Task.FromResult<Google.Protobuf.IMessage>(
                    new ListStatementBatchesResponse
                    {
                        Batches =
                        {
                            Part("statementBatch", ((ListStatementBatchesRequest)request).Page).Select(BatchOf),
                        },
                    }
                )
        );
        gateway.Backend.Answer("ListBoardPackPrints", new Fund.GrantCalls.V1.ListBoardPackPrintsResponse());
        gateway.Backend.Answer(
            "ListValuations",
            (request, _) =>
                Task.FromResult<Google.Protobuf.IMessage>(
                    new ListValuationsResponse
                    {
                        Valuations =
                        {
                            Part("valuation", ((ListValuationsRequest)request).Page)
                                .Select(id => new RateValuation { RateValuationId = id.ToWire() }),
                        },
                    }
                )
        );
        gateway.Backend.Answer(
            "GetImport",
            (request, _) =>
                Task.FromResult<Google.Protobuf.IMessage>(
                    new GetImportResponse { Import = ImportOf(Guid.Parse(((GetImportRequest)request).ImportId)) }
                )
        );
        gateway.Backend.Answer(
            "GetStatementBatch",
            (request, _) =>
                Task.FromResult<Google.Protobuf.IMessage>(
                    new GetStatementBatchResponse
                    {
                        Batch = BatchOf(Guid.Parse(((GetStatementBatchRequest)request).BatchId)),
                    }
                )
        );
    }

    /// <summary>A page as the services make it.</summary>
    private static IEnumerable<Guid> Part(string kind, PageRequest request)
    {
        var page = Page.Of(request);
        return Work.Where(work => work.Kind == kind)
            .Select(work => work.Id)
            .OrderDescending()
            .Where(id => page.After is null || id.CompareTo(page.After.Value) < 0)
            .Take(page.Size);
    }

    private static Import ImportOf(Guid id) =>
        new()
        {
            ImportId = id.ToWire(),
            State = ImportState.Running,
            Rows = 110,
            GoodRows = 100,
            DoneRows = 40,
            CreatedAt = Timestamp.FromDateTimeOffset(Start),
        };

    private static StatementBatch BatchOf(Guid id) =>
        new()
        {
            BatchId = id.ToWire(),
            Donors = 60,
            Waiting = 20,
            RequestedAt = Timestamp.FromDateTimeOffset(Start),
        };
}
