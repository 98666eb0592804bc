using System.Net;
using Fund.Gateway.Identity;
using Fund.Gateway.Persistence;
using Fund.Gateway.Portal.Access;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Colleagues see who has a section of their draft open, nobody else does, and it is forgotten by itself.</summary>
public sealed class PeopleAtSectionsTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private readonly string _proposal = Guid.CreateVersion7().ToString("D");

    private string Draft => $"/en/organisation/proposals/{_proposal}";

    private string Section => $"{Draft}/sections/{ApplyingFacts.Section}";

    [Fact]
    public async Task Whoever_has_a_section_open_is_named_to_colleagues_until_five_minutes_after_the_last_sign()
    {
        var organisation = Guid.CreateVersion7();
        var (somebody, colleague) = (await MemberAsync(organisation), await MemberAsync(organisation));
        var stranger = await MemberAsync(Guid.CreateVersion7());
        await OpenAsync(Section, somebody.Token);

        Assert.Contains(somebody.Email, await OpenAsync(Section, colleague.Token), StringComparison.Ordinal);
        Assert.Contains(somebody.Email, await OpenAsync(Draft, colleague.Token), StringComparison.Ordinal);
        Assert.DoesNotContain(somebody.Email, await OpenAsync(Section, stranger.Token), StringComparison.Ordinal);
        Assert.Contains(colleague.Email, await OpenAsync(Section, somebody.Token), StringComparison.Ordinal);

        await AgeAsync(somebody.Account, TimeSpan.FromMinutes(4));
        Assert.Contains(somebody.Email, await OpenAsync(Draft, colleague.Token), StringComparison.Ordinal);
        await AgeAsync(somebody.Account, TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(somebody.Email, await OpenAsync(Draft, colleague.Token), StringComparison.Ordinal);

        // The script of a page that stays open says that it is.
        Assert.Equal(HttpStatusCode.NoContent, await StillThereAsync(somebody.Token, byPage: true));
        Assert.Contains(somebody.Email, await OpenAsync(Draft, colleague.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_page_cannot_say_that_somebody_is_there_and_visitors_are_not()
    {
        var member = await MemberAsync(Guid.CreateVersion7());
        Assert.Equal(HttpStatusCode.BadRequest, await StillThereAsync(member.Token, byPage: false));
        Assert.Equal(HttpStatusCode.BadRequest, await StillThereAsync(null, byPage: true));
        var there = await gateway.Service.InScopeAsync<GatewayDb, int>(db =>
            db.Database.SqlQuery<int>(
                    $"select count(*)::int as \"Value\" from people_at_sections where account_id = {member.Account}"
                )
                .SingleAsync()
        );
        Assert.Equal(0, there);
    }

    private async Task<(Guid Account, string Email, string Token)> MemberAsync(Guid organisation)
    {
        ApplyingFacts.Tell(gateway.Backend);
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember, organisation);
        return (account.Id, account.Email!, await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow()));
    }

    private async Task<string> OpenAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", "fund=" + token);
        using var answer = await gateway.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<HttpStatusCode> StillThereAsync(string? token, bool byPage)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Section[3..]}/presence");
        if (token is not null)
        {
            request.Headers.Add("Cookie", "fund=" + token);
        }

        if (byPage)
        {
            request.Headers.Add(SessionCookie.Header, "1");
        }

        using var answer = await gateway.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private Task AgeAsync(Guid account, TimeSpan by) =>
        gateway.Service.InScopeAsync<GatewayDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"update people_at_sections set seen_at = seen_at - {by}, since = since - {by} where account_id = {account}"
            )
        );
}
