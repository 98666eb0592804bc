using System.Net;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Gateway.Tests.Portal;

/// <summary>A call before its deadline, when the services show nobody its proposals.</summary>
public sealed class SealedCallTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task Its_page_says_that_the_proposals_are_sealed_and_shows_the_rest()
    {
        gateway.Backend.Refuse(
            "ListProposals",
            new Refusal(RefusalKind.WrongState, "SEALED_UNTIL_DEADLINE", "Proposals are sealed until the deadline.")
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/en/programme/calls/{Guid.CreateVersion7()}");
        request.Headers.Add("Cookie", $"fund={await gateway.TokenAsync(Role.ProgrammeOfficer)}");

        using var answer = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("sealed until the deadline", page, StringComparison.Ordinal);
        Assert.Contains("Envelope", page, StringComparison.Ordinal);
    }
}
