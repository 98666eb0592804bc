using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Tests.Api;

/// <summary>Every line of the table, through real sockets to a stub service and back.</summary>
public sealed class RouteTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    public static TheoryData<string> RoutesToServices { get; } =
    [.. Routes.All.Where(route => route.Rpc.File.Package != "fund.gateway.v1").Select(Name)];

    [Theory]
    [MemberData(nameof(RoutesToServices))]
    public async Task Every_route_reaches_its_rpc_with_every_field(string name)
    {
        var route = Routes.All.Single(candidate => Name(candidate) == name);
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        var exchange = Exchange.Of(route);
        if (route.Rpc.Name is "RecordAttendance" or "RecuseTrustee")
        {
            await ATrusteeHasTheIdOfTheSampleAsync();
        }

        var answer = await gateway.SendAsync(
            new HttpMethod(route.Verb),
            exchange.Address,
            token,
            exchange.Body,
            route.NeedsKey ? "key-1" : null,
            route.Body is RouteBody.Json ? "application/json" : "application/xml",
            exchange.Tag
        );

        Assert.Equal(route.Status, answer.Status);
        if (route.Files.Count > 0)
        {
            Assert.Equal("<file/><file/>", answer.Text);
            Assert.Equal(
                "attachment; filename=\"some file_name\"",
                answer.Headers["Content-Disposition"].Split("; filename*")[0]
            );
        }
        else if (route.IsUploadProgress)
        {
            Assert.Equal("123456", answer.Headers["Upload-Offset"]);
            // The sample of an import is being received, that of a file has its hash.
            Assert.Equal(route.Rpc.Name == "GetImport" ? "?0" : "?1", answer.Headers["Upload-Complete"]);
            Assert.Equal("max-size=1073741824", answer.Headers["Upload-Limit"]);
        }
        else
        {
            Assert.Equal("application/json", answer.ContentType);
        }

        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal(exchange.Request, gateway.Backend.Last(route.Rpc.Name).Request);
        if (route.Location is not null)
        {
            Assert.StartsWith("/api/v1/", answer.Headers["Location"], StringComparison.Ordinal);
            Assert.DoesNotContain('{', answer.Headers["Location"]);
        }
    }

    private async Task ATrusteeHasTheIdOfTheSampleAsync()
    {
        var sample = Guid.Parse(Samples.Id);
        var made = (await gateway.AccountAsync(Role.Trustee)).Account.Id;
        await gateway.Service.InScopeAsync<GatewayDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"update accounts set id = {sample} where id = {made} and not exists (select 1 from accounts where id = {sample})"
            )
        );
    }

    private static string Name(Route route) => $"{route.Verb} {route.Path}";
}
