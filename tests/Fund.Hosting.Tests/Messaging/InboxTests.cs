using Fund.Events;
using Fund.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Hosting.Tests.Messaging;

public sealed class InboxTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    [Fact]
    public async Task The_same_message_delivered_ten_times_has_one_effect()
    {
        var agreement = Guid.CreateVersion7();
        var message = new InstalmentPaid(Guid.CreateVersion7(), agreement, agreement, 1, 1, new DateOnly(2026, 1, 1));
        var id = Guid.CreateVersion7();
        var bus = notes.Service.Services.GetRequiredService<IBusControl>();
        await Eventually.TrueAsync(() => bus.CheckHealth().Status == BusHealthStatus.Healthy, "the bus is up");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PublishAsync(bus, message, id)));
        await PublishAsync(bus, message with { Number = 2 }, Guid.CreateVersion7());
        await Eventually.EqualAsync(1L, () => CountAsync(agreement, 2), "the payment after them");
        await Eventually.EqualAsync(
            0u,
            () => notes.Broker.CountAsync("donations.instalment-paid"),
            "the queue's length"
        );
        Assert.Equal(1L, await CountAsync(agreement, 1));
    }

    private static Task PublishAsync(IBus bus, InstalmentPaid message, Guid id) =>
        bus.Publish(message, Pipe.Execute<PublishContext>(context => context.MessageId = id));

    private Task<long> CountAsync(Guid agreement, int number) =>
        notes.Database.ScalarAsync<long>(
            $"select count(*) from payments where agreement_id = '{agreement}' and number = {number}"
        );
}
