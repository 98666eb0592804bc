using System.Text.Json.Nodes;
using Fund.Events;
using Fund.Hosting;
using Fund.Messaging.V1;
using Fund.Testing;
using Grpc.Core;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Gateway.Tests.Messages;

/// <summary>Dead messages through the REST API and the pages, on the real broker.</summary>
public sealed class DeadMessageTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Queue = "gateway.statement-became-ready";

    [Fact]
    public async Task A_poison_message_is_dead_lettered_shown_and_replayed_after_mending_with_its_effect_once()
    {
        var (notice, donor) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await PoisonAsync(notice, donor);
        var administrator = await gateway.TokenAsync(Role.Administrator);

        var summary = (await gateway.SendAsync(HttpMethod.Get, "/api/v1/dead-messages", administrator)).Json;
        var own = summary["services"]!.AsArray().Single(part => part!["service"]!.GetValue<string>() == "gateway")!;
        var kind = own["kinds"]!.AsArray().Single(one => one!["queue"]!.GetValue<string>() == Queue)!;
        Assert.Equal("StatementBecameReady", kind["messageType"]!.GetValue<string>());

        var dead = Assert.Single(await ListAsync(administrator))!;
        var id = dead["messageId"]!.GetValue<string>();
        Assert.Equal("PostgresException", dead["failure"]!.GetValue<string>());
        Assert.Equal("23514", dead["failureCode"]!.GetValue<string>());
        var one = await gateway.SendAsync(HttpMethod.Get, $"/api/v1/dead-messages/gateway/{id}", administrator);
        Assert.DoesNotContain("Maria Canary", one.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("S-2026-666666", one.Text, StringComparison.Ordinal);

        var page = await PageAsync(administrator, $"/en/admin/dead-messages/gateway/{id}");
        Assert.Contains("PostgresException 23514", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Maria Canary", page, StringComparison.Ordinal);
        Assert.Contains(
            id,
            await PageAsync(administrator, $"/en/admin/dead-messages/gateway?queue={Queue}"),
            StringComparison.Ordinal
        );

        await gateway.Database.ExecuteAsync("alter table notices drop constraint maria_canary");
        var body = $$"""{"messageId":"{{id}}"}""";
        var key = Guid.CreateVersion7().ToString();
        for (var i = 0; i < 3; i++)
        {
            var replayed = await ReplayAsync(administrator, body, key);
            Assert.Equal(200, replayed.Status);
            Assert.Equal(id, replayed.Json["messageIds"]![0]!.GetValue<string>());
        }

        await Eventually.EqualAsync(1L, () => NoticesAsync(notice), "notices");
        Assert.Empty(await ListAsync(administrator));
        Assert.Equal(404, (await ReplayAsync(administrator, body, Guid.CreateVersion7().ToString())).Status);
        Assert.Equal(1L, await NoticesAsync(notice));
        const string audited = "select count(*) from audit_entries where call = 'ReplayServiceDeadMessages'";
        Assert.Equal(1L, await gateway.Database.ScalarAsync<long>(audited + " and outcome = 'done'"));
    }

    [Fact]
    public async Task Nobody_but_an_administrator_may_look_or_decide()
    {
        foreach (var role in Roles())
        {
            var token = await gateway.TokenAsync(role, Organisation(role), Donor(role));
            Assert.Equal(403, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/dead-messages", token)).Status);
            Assert.Equal(403, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/dead-messages/gateway", token)).Status);
            Assert.Equal(403, (await ReplayAsync(token, "{}", "key")).Status);
        }

        static IEnumerable<Role> Roles() =>
            Enum.GetValues<Role>().Except([Role.Administrator, Role.Service, Role.Public]);
        static Guid? Organisation(Role role) =>
            role is Role.OrganisationMember or Role.AuthorisingOfficer ? Guid.CreateVersion7() : null;
        static Guid? Donor(Role role) => role == Role.DonorContact ? Guid.CreateVersion7() : null;
    }

    [Fact]
    public async Task A_service_that_is_down_is_named_and_the_rest_is_shown()
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);
        gateway.Backend.Fail("GetDeadMessageKinds", StatusCode.Unavailable);
        gateway.Backend.Fail("ListDeadMessages", StatusCode.Unavailable);

        var summary = (await gateway.SendAsync(HttpMethod.Get, "/api/v1/dead-messages", administrator)).Json;
        var down = summary["unavailable"]!.AsArray().Select(name => name!.GetValue<string>());
        Assert.Equal(["beneficiaries", "donations", "grantcalls", "projects"], down.Order(StringComparer.Ordinal));
        var page = await PageAsync(administrator, "/en/admin/dead-messages");
        Assert.Contains("projects cannot be asked at the moment", page, StringComparison.Ordinal);
        var list = await gateway.SendAsync(HttpMethod.Get, "/api/v1/dead-messages/projects", administrator);
        Assert.Equal(503, list.Status);
        var part = await PageAsync(administrator, "/en/admin/dead-messages/projects");
        Assert.Contains("projects cannot be asked at the moment", part, StringComparison.Ordinal);

        gateway.Backend.Answer("GetDeadMessageKinds", new GetDeadMessageKindsResponse());
        gateway.Backend.Answer("ListDeadMessages", new ListDeadMessagesResponse());
        var nobody = await gateway.SendAsync(HttpMethod.Get, "/api/v1/dead-messages/nobody", administrator);
        Assert.Equal(400, nobody.Status);
    }

    [Fact]
    public async Task Others_messages_are_decided_on_by_their_service_as_the_administrator()
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var key = Guid.CreateVersion7().ToString();
        var body = """{"queue":"projects.award-decided","messageType":"AwardDecided","reason":"Decided again."}""";
        var answer = await gateway.SendAsync(
            HttpMethod.Post,
            "/api/v1/dead-messages/projects/dropping",
            administrator,
            body,
            key
        );
        Assert.Equal(200, answer.Status);
        var asked = (DropDeadMessagesRequest)gateway.Backend.Last("DropDeadMessages").Request;
        Assert.Equal((key, "AwardDecided", "Decided again."), (asked.RequestId, asked.MessageType, asked.Reason));
    }

    [Fact]
    public async Task All_of_a_kind_are_replayed_and_one_is_dropped_on_the_pages()
    {
        var dead = new DeadMessage
        {
            MessageId = Guid.CreateVersion7().ToString("D"),
            Queue = "grantcalls.anything",
            MessageType = "Anything",
        };
        gateway.Backend.Answer("ListDeadMessages", new ListDeadMessagesResponse { Messages = { dead } });
        gateway.Backend.Answer("GetDeadMessage", new GetDeadMessageResponse { Message = dead });
        var administrator = await gateway.TokenAsync(Role.Administrator);
        const string kind = "/en/admin/dead-messages/grantcalls?queue=grantcalls.anything&type=Anything";
        var nothing = new Dictionary<string, string>();
        await Portal.PortalForm.SendAsync(gateway, administrator, kind, "replay", nothing);
        var replayed = (ReplayDeadMessagesRequest)gateway.Backend.Last("ReplayDeadMessages").Request;
        Assert.Equal(
            ("grantcalls.anything", "Anything", ""),
            (replayed.Queue, replayed.MessageType, replayed.MessageId)
        );

        var why = new Dictionary<string, string> { ["reason"] = "Nobody needs it." };
        var one = $"/en/admin/dead-messages/grantcalls/{dead.MessageId}";
        await Portal.PortalForm.SendAsync(gateway, administrator, one, "drop", why);
        var dropped = (DropDeadMessagesRequest)
            gateway.Backend.Calls.Last(call => call.Rpc == "DropDeadMessages" && Is(call, dead.MessageId)).Request;
        Assert.Equal(("Nobody needs it.", ""), (dropped.Reason, dropped.Queue));

        static bool Is(ReceivedCall call, string id) => ((DropDeadMessagesRequest)call.Request).MessageId == id;
    }

    /// <summary>A message that the table refuses, with a name in the words of the refusal.</summary>
    private async Task PoisonAsync(Guid notice, Guid donor)
    {
        await gateway.Database.ExecuteAsync(
            "alter table notices add constraint maria_canary check (statement_number is distinct from 'S-2026-666666')"
        );
        await gateway.Service.HearsEventsAsync();
        var bus = gateway.Service.Services.GetRequiredService<IBus>();
        var day = new DateOnly(2026, 1, 1);
        await bus.Publish(
            new StatementBecameReady(notice, donor, "S-2026-666666", day, day),
            TestContext.Current.CancellationToken
        );
        var administrator = await gateway.TokenAsync(Role.Administrator);
        await Eventually.TrueAsync(async () => (await ListAsync(administrator)).Count == 1, "the message is dead");
    }

    private async Task<JsonArray> ListAsync(string token)
    {
        var path = $"/api/v1/dead-messages/gateway?queue={Queue}";
        var answer = await gateway.SendAsync(HttpMethod.Get, path, token);
        Assert.Equal(200, answer.Status);
        return answer.Json["items"]!.AsArray();
    }

    private Task<ApiAnswer> ReplayAsync(string token, string body, string key) =>
        gateway.SendAsync(HttpMethod.Post, "/api/v1/dead-messages/gateway/replay", token, body, key);

    private async Task<string> PageAsync(string token, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", "fund=" + token);
        using var answer = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private Task<long> NoticesAsync(Guid id) =>
        gateway.Database.ScalarAsync<long>($"select count(*) from notices where notice_id = '{id}'");
}
