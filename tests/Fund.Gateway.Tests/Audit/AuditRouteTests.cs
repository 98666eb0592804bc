using System.Text.Json.Nodes;
using Fund.Audit.V1;
using Fund.Common.V1;
using Fund.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Gateway.Tests.Audit;

public sealed class AuditRouteTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task The_trails_are_merged_by_time_and_paged_without_losing_or_repeating()
    {
        gateway.Backend.Answer(
            "ListAuditEntries",
            (request, _) => Task.FromResult<Google.Protobuf.IMessage>(Answer(request))
        );
        var token = await gateway.TokenAsync(Role.Auditor);
        var seen = new List<string>();
        var next = "";
        do
        {
            var answer = await gateway.SendAsync(
                HttpMethod.Get,
                $"/api/v1/audit/entries?service=donations&pageSize=3&pageToken={Uri.EscapeDataString(next)}",
                token
            );
            var body = answer.Json;
            Assert.True(answer.Status == 200, body.ToString());
            seen.AddRange(body["entries"]!.AsArray().Select(entry => entry!["entryId"]!.ToString()));
            next = body["page"]?["nextPageToken"]?.ToString() ?? "";
        } while (next.Length > 0);

        Assert.Equal(["7", "6", "5", "4", "3", "2", "1"], seen);
    }

    [Fact]
    public async Task A_service_that_is_down_is_named_and_the_rest_is_shown()
    {
        gateway.Backend.Fail("ListAuditEntries", StatusCode.Unavailable);
        var answer = await gateway.SendAsync(
            HttpMethod.Get,
            "/api/v1/audit/entries",
            await gateway.TokenAsync(Role.Administrator)
        );
        var body = answer.Json;
        Assert.True(answer.Status == 200, body.ToString());
        Assert.Equal(
            ["donations", "grantcalls", "projects", "beneficiaries"],
            body["unavailable"]!.AsArray().Select(name => name!.ToString())
        );
    }

    [Fact]
    public async Task A_sign_in_and_a_refused_one_are_in_the_gateways_own_trail_with_the_address()
    {
        var (account, password) = await gateway.AccountAsync(Role.DonorContact, donor: Guid.CreateVersion7());
        await SignInAsync(account.Email!, password);
        await SignInAsync(account.Email!, "not the password");
        await gateway.Service.Services.GetRequiredService<AuditRefusals>().StopAsync(default);

        var entries = await EntriesAsync($"service=gateway&recordKind=account&recordId={account.Id:D}");
        Assert.Contains(entries, entry => entry!["reason"]?.ToString() == "WRONG_EMAIL_OR_PASSWORD");
        var own = await EntriesAsync($"service=gateway&actor={account.Id:D}&call=SignIn");
        Assert.Contains(
            own,
            entry =>
                entry!["address"]!.ToString() == "127.0.0.1"
                && entry["outcome"]!.ToString() == "done"
                && !entry.ToString().Contains(account.Email!, StringComparison.OrdinalIgnoreCase)
        );
    }

    [Theory]
    [InlineData(Role.ProgrammeOfficer)]
    [InlineData(Role.DonorContact)]
    [InlineData(Role.AuthorisingOfficer)]
    public async Task The_trails_are_for_auditors_administrators_and_the_fund_manager(Role role)
    {
        foreach (var path in new[] { "entries", "heads", "verification?service=gateway" })
        {
            var answer = await gateway.SendAsync(
                HttpMethod.Get,
                $"/api/v1/audit/{path}",
                await gateway.TokenAsync(role)
            );
            Assert.Equal(403, answer.Status);
        }
    }

    [Fact]
    public async Task The_gateways_own_trail_is_verified()
    {
        await gateway.Service.InScopeAsync<SealAudit>(work => work.RunAsync(default));
        var answer = await gateway.SendAsync(
            HttpMethod.Get,
            "/api/v1/audit/verification?service=gateway",
            await gateway.TokenAsync(Role.Auditor)
        );
        var body = answer.Json;
        Assert.True(answer.Status == 200, body.ToString());
        Assert.True((bool)(body["verdict"] ?? body)["isWhole"]!, body.ToString());
    }

    private static ListAuditEntriesResponse Answer(Google.Protobuf.IMessage message)
    {
        var request = (ListAuditEntriesRequest)message;
        var before =
            request.Page.PageToken.Length == 0
                ? 8
                : long.Parse(
                    System.Text.Encoding.ASCII.GetString(
                        System.Buffers.Text.Base64Url.DecodeFromChars(request.Page.PageToken)
                    ),
                    System.Globalization.CultureInfo.InvariantCulture
                );
        var ids = Enumerable.Range(1, 7).Select(id => (long)id).Where(id => id < before).OrderDescending().ToList();
        var response = new ListAuditEntriesResponse { Page = new PageResponse() };
        foreach (var id in ids.Take(request.Page.PageSize))
        {
            response.Entries.Add(
                new Fund.Audit.V1.AuditEntry
                {
                    EntryId = id,
                    Service = "donations",
                    Outcome = Fund.Audit.V1.AuditOutcome.Done,
                    At = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddSeconds(id)),
                }
            );
        }

        if (ids.Count > request.Page.PageSize)
        {
            response.Page.NextPageToken = AuditSearch.TokenAfter(response.Entries[^1].EntryId);
        }

        return response;
    }

    private Task<HttpResponseMessage> SignInAsync(string email, string password) =>
        gateway.Http.PostAsync(
            "/api/v1/session",
            new StringContent(
                $$"""{"email":"{{email}}","password":"{{password}}"}""",
                System.Text.Encoding.UTF8,
                "application/json"
            )
        );

    private async Task<JsonArray> EntriesAsync(string query)
    {
        var token = await gateway.TokenAsync(Role.Auditor);
        var answer = await gateway.SendAsync(HttpMethod.Get, $"/api/v1/audit/entries?{query}", token);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json["entries"]!.AsArray();
    }
}
