using System.Text.Json.Nodes;
using Fund.Testing.OpenApi;

namespace Fund.EndToEnd.Tests;

/// <summary>When a service is down its routes say so, and those of the others go on.</summary>
[Collection(AfterTheMainJobCollection.Name)]
public sealed class OneServiceIsDown(AfterTheMainJob world)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("donations")]
    [InlineData("grantcalls")]
    [InlineData("projects")]
    [InlineData("beneficiaries")]
    public async Task Its_routes_are_not_available_at_the_moment_and_all_others_are(string service)
    {
        var process = world.Fund.Of(service).Single();
        await process.KillAsync(Stop);
        try
        {
            foreach (var operation in Reads(tag => tag == service))
            {
                using var answer = await AskAsync(operation);
                Assert.True((int)answer.StatusCode == 503, $"{operation.Id}: {(int)answer.StatusCode}");
                Assert.NotNull(answer.Headers.RetryAfter);
            }

            foreach (var operation in Reads(tag => tag != service && tag != "session"))
            {
                using var answer = await AskAsync(operation);
                Assert.True((int)answer.StatusCode < 500, $"{operation.Id}: {(int)answer.StatusCode}");
            }

            Assert.Equal([service], await MissingAmongDeadMessagesAsync());
        }
        finally
        {
            await process.StartAsync(Stop);
        }

        await Wait.UntilAsync(
            async _ =>
            {
                using var answer = await AskAsync(Reads(tag => tag == service).First());
                return (int)answer.StatusCode < 500;
            },
            TimeSpan.FromSeconds(30),
            () => $"{service} is up again, but not for the gateway",
            Stop
        );
    }

    /// <summary>Whose dead messages administrators are told to be missing.</summary>
    private async Task<IEnumerable<string>> MissingAmongDeadMessagesAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/dead-messages");
        request.Headers.Authorization = new("Bearer", world.Tokens["any administrator"]);
        using var answer = await world.Http.SendAsync(request, Stop);
        var summary = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
        return summary["unavailable"]!.AsArray().Select(name => name!.GetValue<string>());
    }

    /// <summary>Reads without a body that need nothing but the service itself.</summary>
    private IEnumerable<ApiOperation> Reads(Func<string, bool> ofTag) =>
        world.Witness.Document.Operations.Where(operation =>
            operation.Method == "GET" && ofTag(operation.Json["tags"]![0]!.GetValue<string>())
        );

    private Task<HttpResponseMessage> AskAsync(ApiOperation operation) =>
        new OperationCaller(world.Http, world.Ids).SendAsync(
            operation,
            world.Tokens["any fundManager"],
            withQuery: false,
            null,
            Stop
        );
}
