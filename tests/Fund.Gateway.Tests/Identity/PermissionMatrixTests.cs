using Fund.Gateway.Api;
using Fund.Gateway.Identity;
using Fund.Gateway.Tests.Api;
using Fund.Hosting;

namespace Fund.Gateway.Tests.Identity;

/// <summary>
/// The gateway's own part of the one table of permissions: every operation is asked as every role, made of the routes, so
/// that one that is new is asked as well. The services' part is asked at the services (Fund.EndToEnd.Tests).
/// </summary>
public sealed class PermissionMatrixTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    /// <summary>May be asked by everybody, but one way of asking is for some: the examples ask in that way.</summary>
    private static readonly HashSet<string> AsksForMore = new(StringComparer.Ordinal) { "listApiTokens" };

    public static TheoryData<Role> People { get; } = [.. Fund.Gateway.Identity.Roles.OfAccounts];

    [Theory]
    [MemberData(nameof(People))]
    public async Task Whoever_is_in_the_table_is_let_in_and_nobody_else(Role role)
    {
        var (account, _) = await gateway.AccountAsync(
            role,
            role is Role.OrganisationMember or Role.AuthorisingOfficer ? Guid.CreateVersion7() : null,
            role == Role.DonorContact ? Guid.CreateVersion7() : null
        );
        var complaints = new List<string>();
        foreach (var route in Routes.All.Where(route => route.Rpc.File.Package == "fund.gateway.v1"))
        {
            var mayAsk = route.Access.IsPublic || Permissions.Table[route.Rpc.Name].Contains(role);
            var exchange = Exchange.Of(route);
            var answer = await gateway.SendAsync(
                new HttpMethod(route.Verb),
                exchange.Address,
                await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow()),
                exchange.Body,
                route.NeedsKey ? Guid.CreateVersion7().ToString() : null,
                ifMatch: exchange.Tag
            );
            var isRefused = answer is { Status: 403, ReasonOrNone: "ROLE_MAY_NOT" };
            if (isRefused == mayAsk && !(mayAsk && AsksForMore.Contains(route.OperationId)) || answer.Status >= 500)
            {
                complaints.Add(
                    $"{route.OperationId}, {(mayAsk ? "in" : "not in")} the table: {answer.Status} {answer.Text}"
                );
            }
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }
}
