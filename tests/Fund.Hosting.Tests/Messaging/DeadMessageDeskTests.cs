using Fund.Audit.V1;
using Fund.Common.V1;
using Fund.Hosting.Tests.Notes;
using Fund.Messaging.V1;
using Fund.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using V1Entry = Fund.Audit.V1.AuditEntry;

namespace Fund.Hosting.Tests.Messaging;

/// <summary>What administrators see of dead messages and decide about them, on the real broker.</summary>
public sealed class DeadMessageDeskTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    private const string Queue = "donations.instalment-paid";

    private MessagingService.MessagingServiceClient Desk =>
        notes.Service.Client<MessagingService.MessagingServiceClient>(TestIdentity.Administrator);

    private Doctor Doctor => notes.Service.Services.GetRequiredService<Doctor>();

    [Fact]
    public async Task A_poison_message_is_shown_without_its_words_and_replayed_after_mending_has_its_effect_once()
    {
        Doctor.HasCome = false;
        var poisoned = await PoisonAsync();
        var dead = (await Desk.ListDeadMessagesAsync(new ListDeadMessagesRequest { Queue = Queue })).Messages.Single();
        Assert.Equal("InstalmentPaid", dead.MessageType);
        Assert.Equal("InvalidOperationException", dead.Failure);
        Assert.StartsWith("PaymentConsumer.", dead.FailedIn, StringComparison.Ordinal);
        Assert.True(dead.SizeBytes > 0);
        Assert.NotNull(dead.FailedAt);
        Assert.DoesNotContain("cannot be booked", dead.ToString(), StringComparison.Ordinal);
        var kind = Assert.Single((await Desk.GetDeadMessageKindsAsync(new GetDeadMessageKindsRequest())).Kinds);
        Assert.Equal((Queue, "InstalmentPaid", 1L), (kind.Queue, kind.MessageType, kind.Count));
        var shown = await Desk.GetDeadMessageAsync(new GetDeadMessageRequest { MessageId = dead.MessageId });
        Assert.Equal(dead, shown.Message);

        // Too early: it fails again, and is dead again.
        await Desk.ReplayDeadMessagesAsync(Replay(dead.MessageId));
        await Eventually.TrueAsync(async () => await CountAsync() == 1, "it is dead again");

        Doctor.HasCome = true;
        var request = Replay(dead.MessageId);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Desk.ReplayDeadMessagesAsync(request).ResponseAsync)
        );
        Assert.All(answers, answer => Assert.Equal([dead.MessageId], answer.MessageIds));
        await Eventually.EqualAsync(1L, () => PaymentsAsync(poisoned), "payments");
        Assert.Equal(0, await CountAsync());

        // The same message once more from anywhere changes nothing, and what is not dead cannot be replayed.
        var gone = await Assert.ThrowsAsync<RpcException>(async () =>
            await Desk.ReplayDeadMessagesAsync(Replay(dead.MessageId))
        );
        Assert.Equal(StatusCode.NotFound, gone.StatusCode);
        Assert.Equal(1L, await PaymentsAsync(poisoned));
        Assert.Equal(2, (await AuditAsync("ReplayDeadMessages", dead.MessageId)).Count);
    }

    [Fact]
    public async Task Dropped_messages_are_gone_with_a_reason_in_the_audit_trail()
    {
        Doctor.HasCome = false;
        var poisoned = await PoisonAsync();
        var request = new DropDeadMessagesRequest
        {
            RequestId = Guid.CreateVersion7().ToString(),
            Queue = Queue,
            MessageType = "InstalmentPaid",
        };
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Desk.DropDeadMessagesAsync(request));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);

        request.Reason = "Booked by hand in another way.";
        var dropped = await Desk.DropDeadMessagesAsync(request);
        var id = Assert.Single(dropped.MessageIds);
        Assert.Equal(0, dropped.Left);
        Assert.Equal(0, await CountAsync());
        Assert.Equal(dropped, await Desk.DropDeadMessagesAsync(request));
        Assert.Equal(0L, await PaymentsAsync(poisoned));
        var entry = Assert.Single(await AuditAsync("DropDeadMessages", id));
        Assert.Contains("Booked by hand in another way.", entry.Changes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parked_event_is_shown_replayed_and_dropped_with_the_others()
    {
        var id = Guid.CreateVersion7();
        await notes.Database.ExecuteAsync(
            $"""
            insert into outbox (message_id, aggregate_key, type, body, attempts, parked_at, last_error)
            values ('{id}', 'forgotten', 'Fund.Events.Forgotten', '{"{}"}', 20, now(),
                'InvalidOperationException: Maria Canary cannot be published.')
            """
        );
        var shown = (await Desk.GetDeadMessageAsync(new GetDeadMessageRequest { MessageId = id.ToString() })).Message;
        Assert.Equal(("outbox", "Forgotten"), (shown.Queue, shown.MessageType));
        Assert.Equal(("InvalidOperationException", "forgotten"), (shown.Failure, shown.About));
        Assert.DoesNotContain("Canary", shown.ToString(), StringComparison.Ordinal);

        await Desk.ReplayDeadMessagesAsync(Replay(id.ToString()));
        const string attempts =
            "select count(*) from outbox where type = 'Fund.Events.Forgotten' and parked_at is null";
        Assert.Equal(1L, await notes.Database.ScalarAsync<long>(attempts));
        await notes.Database.ExecuteAsync($"update outbox set parked_at = now() where message_id = '{id}'");
        await Desk.DropDeadMessagesAsync(
            new DropDeadMessagesRequest
            {
                RequestId = Guid.CreateVersion7().ToString(),
                MessageId = id.ToString(),
                Reason = "No build knows it any more.",
            }
        );
        Assert.Equal(0L, await notes.Database.ScalarAsync<long>("select count(*) from outbox where attempts > 0"));
    }

    [Fact]
    public async Task Nobody_but_an_administrator_sees_or_decides_anything()
    {
        foreach (var role in Enum.GetValues<Role>().Except([Role.Administrator, Role.Service, Role.Public]))
        {
            var desk = notes.Service.Client<MessagingService.MessagingServiceClient>(TestIdentity.Staff(role));
            await MustRefuse(desk.GetDeadMessageKindsAsync(new GetDeadMessageKindsRequest()).ResponseAsync);
            await MustRefuse(desk.ListDeadMessagesAsync(new ListDeadMessagesRequest()).ResponseAsync);
            await MustRefuse(desk.GetDeadMessageAsync(new GetDeadMessageRequest()).ResponseAsync);
            await MustRefuse(desk.ReplayDeadMessagesAsync(new ReplayDeadMessagesRequest()).ResponseAsync);
            await MustRefuse(desk.DropDeadMessagesAsync(new DropDeadMessagesRequest()).ResponseAsync);
        }
    }

    [Fact]
    public async Task What_is_meant_must_be_said_and_a_missing_broker_is_said()
    {
        foreach (
            var request in new[]
            {
                Replay(""),
                new ReplayDeadMessagesRequest { RequestId = "r", Queue = Queue },
            }
        )
        {
            var refused = await Assert.ThrowsAsync<RpcException>(async () =>
                await Desk.ReplayDeadMessagesAsync(request)
            );
            Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        }

        await using var alone = await notes.StartAsync("--ConnectionStrings:Broker=amqp://127.0.0.1:9/");
        var desk = alone.Client<MessagingService.MessagingServiceClient>(TestIdentity.Administrator);
        var down = await Assert.ThrowsAsync<RpcException>(async () =>
            await desk.ListDeadMessagesAsync(new ListDeadMessagesRequest())
        );
        Assert.Equal(StatusCode.Unavailable, down.StatusCode);
    }

    [Fact]
    public async Task Pages_go_on_where_the_one_before_ended()
    {
        await notes.Database.ExecuteAsync(
            """
            insert into outbox (message_id, aggregate_key, type, body, attempts, parked_at, last_error)
            select gen_random_uuid(), 'many', 'Fund.Events.Many', '{}', 20, now(), 'X: y' from generate_series(1, 5)
            """
        );
        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await Desk.ListDeadMessagesAsync(
                new ListDeadMessagesRequest
                {
                    MessageType = "Many",
                    Page = new PageRequest { PageSize = 2, PageToken = token },
                }
            );
            seen.AddRange(page.Messages.Select(message => message.MessageId));
            token = page.Page.NextPageToken;
        } while (token.Length > 0);
        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(5, seen.Count);
        await notes.Database.ExecuteAsync("delete from outbox where type = 'Fund.Events.Many'");
    }

    private static ReplayDeadMessagesRequest Replay(string id) =>
        new() { RequestId = Guid.CreateVersion7().ToString(), MessageId = id };

    private static async Task MustRefuse<T>(Task<T> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
    }

    private async Task<Guid> PoisonAsync()
    {
        var agreement = Guid.CreateVersion7();
        var note = NotesFixture.Note(agreement: agreement, number: PaymentConsumer.Poison);
        await notes.Client.WriteNoteAsync(note);
        await Eventually.TrueAsync(async () => await CountAsync() == 1, "one message is dead");
        return agreement;
    }

    private async Task<int> CountAsync() =>
        (await Desk.ListDeadMessagesAsync(new ListDeadMessagesRequest { Queue = Queue })).Messages.Count;

    private async Task<IReadOnlyList<V1Entry>> AuditAsync(string call, string id)
    {
        var trail = notes.Service.Client<AuditService.AuditServiceClient>(TestIdentity.Auditor);
        var answer = await trail.ListAuditEntriesAsync(
            new ListAuditEntriesRequest
            {
                Call = call,
                RecordKind = "dead_message",
                RecordId = id,
            }
        );
        return answer.Entries;
    }

    private Task<long> PaymentsAsync(Guid agreement) =>
        notes.Database.ScalarAsync<long>($"select count(*) from payments where agreement_id = '{agreement}'");
}
