using Fund.Gateway.Api;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;

namespace Fund.Gateway.Tests.Api;

/// <summary>What services refuse, and how they fail, as HTTP problems.</summary>
public sealed class ProblemTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Contributions = "/api/v1/contributions";
    private const string Rpc = "RecordContribution";
    private const string Body = """{"donorId":"x"}""";

    [Theory]
    [InlineData(RefusalKind.BadInput, 400)]
    [InlineData(RefusalKind.WrongState, 409)]
    [InlineData(RefusalKind.AlreadyUsed, 409)]
    [InlineData(RefusalKind.Conflict, 409)]
    [InlineData(RefusalKind.NotFound, 404)]
    [InlineData(RefusalKind.NotAllowed, 403)]
    [InlineData(RefusalKind.TooMuch, 429)]
    [InlineData(RefusalKind.Unavailable, 503)]
    public async Task A_refusal_of_a_service_is_a_problem_with_its_reason_fields_and_figures(
        RefusalKind kind,
        int status
    )
    {
        gateway.Backend.Refuse(
            Rpc,
            new Refusal(kind, "SOME_REASON", "A sentence with 5 in it.")
            {
                Fields =
                [
                    new FieldProblem("amount.minor_units", "Too much."),
                    new FieldProblem("value_date", "Too late."),
                ],
                Facts = new Dictionary<string, string> { ["available_cents"] = "5000000" },
            }
        );

        var answer = await gateway.PostAsync(Contributions, await TokenAsync(), Body);

        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Equal("SOME_REASON", answer.Reason);
        Assert.Equal("/problems/some-reason", answer.Json["type"]!.GetValue<string>());
        Assert.Equal("A sentence with 5 in it.", answer.Json["detail"]!.GetValue<string>());
        Assert.Equal(status, answer.Json["status"]!.GetValue<int>());
        Assert.Equal("/amount/amount", answer.Json["errors"]![0]!["field"]!.GetValue<string>());
        Assert.Equal("/valueDate", answer.Json["errors"]![1]!["field"]!.GetValue<string>());
        Assert.Equal("5000000", answer.Json["facts"]!["availableCents"]!.GetValue<string>());
        Assert.NotEqual("", answer.Json["traceId"]!.GetValue<string>());
        Assert.Equal(status is 429 or 503, answer.Headers.ContainsKey("Retry-After"));
    }

    [Theory]
    [InlineData(StatusCode.Unavailable, 503)]
    [InlineData(StatusCode.DeadlineExceeded, 504)]
    [InlineData(StatusCode.ResourceExhausted, 413)]
    [InlineData(StatusCode.Internal, 500)]
    [InlineData(StatusCode.Unknown, 500)]
    [InlineData(StatusCode.Unimplemented, 500)]
    [InlineData(StatusCode.Unauthenticated, 500)]
    [InlineData(StatusCode.DataLoss, 500)]
    public async Task A_failure_of_a_service_shows_none_of_its_insides(StatusCode code, int status)
    {
        gateway.Backend.Fail("GetFundPosition", code);

        // An instance of its own: failures open the circuit breaker of the one that sees them.
        await using var instance = await gateway.StartInstanceAsync();
        using var http = new HttpClient { BaseAddress = instance.HttpAddress };
        using var response = await http.GetAsync("/api/v1/fund-position", TestContext.Current.CancellationToken);
        var answer = await ApiAnswer.OfAsync(response);

        Assert.Equal(status, answer.Status);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_not_available_at_the_moment()
    {
        await using var lonely = await gateway.StartInstanceAsync(arguments: "--Services:Donations=http://127.0.0.1:9");
        using var http = new HttpClient { BaseAddress = lonely.HttpAddress };

        using var position = await http.GetAsync("/api/v1/fund-position", TestContext.Current.CancellationToken);
        using var calls = await http.GetAsync("/api/v1/calls", TestContext.Current.CancellationToken);

        Assert.Equal((503, 200), ((int)position.StatusCode, (int)calls.StatusCode));
        Assert.NotNull(position.Headers.RetryAfter);
    }

    [Fact]
    public async Task Nothing_published_yet_is_not_found()
    {
        gateway.Backend.Answer("GetPublishedFigures", new Beneficiaries.V1.GetPublishedFiguresResponse());

        var answer = await gateway.SendAsync(HttpMethod.Get, "/api/v1/published-figures");

        Assert.Equal((404, "NOTHING_YET"), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("lines[2].amount", "/lines/2/amount")]
    [InlineData("request_id", "/requestId")]
    [InlineData("content.budget[0].amount.currency_code", "/content/budget/0/amount/currency")]
    [InlineData("content.requested.minor_units", "/content/requested/amount")]
    [InlineData("page.page_size", "/pageSize")]
    [InlineData("", "")]
    public void Field_paths_become_json_pointers(string path, string pointer)
    {
        Assert.Equal(pointer, FieldPaths.ToPointer(path, GrantCalls.V1.SaveProposalRequest.Descriptor));
    }

    [Fact]
    public void Every_kind_of_refusal_has_a_status_of_its_own_choosing()
    {
        foreach (var kind in Enum.GetValues<RefusalKind>())
        {
            Assert.NotEqual(500, Problems.Of(new Refusal(kind, "R", "m"), null).Status);
        }
    }

    private Task<string> TokenAsync() => gateway.TokenAsync(Role.FinanceOfficer);
}
