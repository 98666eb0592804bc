using System.Net;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Gateway.Tests.Audit;

/// <summary>Searches that a service cannot carry out as they were typed.</summary>
public sealed class AuditPageTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Theory]
    [InlineData("/en/audit?record=01a203ff-0000-7000-8000-000000000000", HttpStatusCode.OK)]
    [InlineData("/en/records/contribution/01a203ff-0000-7000-8000-000000000000", HttpStatusCode.BadRequest)]
    public async Task Say_what_is_wrong_on_the_page(string path, HttpStatusCode status)
    {
        var refusal = new Refusal(RefusalKind.BadInput, "INVALID_FIELD", "record_kind is required with record_id.");
        gateway.Backend.Refuse("ListAuditEntries", refusal);
        gateway.Backend.Refuse("ListRecordEntries", refusal);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", $"fund={await gateway.TokenAsync(Role.Auditor)}");

        using var answer = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("record_kind", page, StringComparison.Ordinal);
    }

    /// <summary>The trail of the beneficiaries service is not for administrators; references to it are in the others.</summary>
    [Fact]
    public async Task Say_that_a_history_is_not_for_this_reader()
    {
        var refusal = new Refusal(RefusalKind.NotAllowed, "NOT_ALLOWED", "Administrators do not read this.");
        gateway.Backend.Refuse("ListRecordEntries", refusal);
        var path = "/en/records/beneficiary_return/01a203ff-0000-7000-8000-000000000000";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", $"fund={await gateway.TokenAsync(Role.Administrator)}");

        using var answer = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
    }
}
