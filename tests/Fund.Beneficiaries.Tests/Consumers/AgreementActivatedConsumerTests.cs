using Fund.Events;
using Fund.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Beneficiaries.Tests.Consumers;

public sealed class AgreementActivatedConsumerTests(BeneficiariesFixture fund) : IClassFixture<BeneficiariesFixture>
{
    [Fact]
    public async Task The_same_event_delivered_ten_times_makes_one_project()
    {
        var (fact, last) = (BeneficiariesFixture.Agreement(), BeneficiariesFixture.Agreement());
        var bus = await BusAsync();
        var id = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PublishAsync(bus, fact, id)));

        // A second event about the same agreement, under another message id, changes nothing either.
        await PublishAsync(bus, fact with { Title = "Another title" }, Guid.CreateVersion7());
        await PublishAsync(bus, last, Guid.CreateVersion7());
        await Eventually.EqualAsync(1L, () => CountAsync(last), "the project after them");
        await Eventually.EqualAsync(
            0u,
            () => fund.Broker.CountAsync("beneficiaries.agreement-activated"),
            "the queue's length"
        );
        Assert.Equal(1L, await CountAsync(fact));
        Assert.Equal(
            3L,
            await fund.Database.ScalarAsync<long>(
                $"select count(*) from report_periods where agreement_id = '{fact.AgreementId}'"
            )
        );
        Assert.Equal(0u, await fund.Broker.CountAsync("beneficiaries.agreement-activated_error"));
    }

    [Fact]
    public async Task The_organisation_may_report_as_soon_as_the_event_arrived()
    {
        var fact = BeneficiariesFixture.Agreement();
        await PublishAsync(await BusAsync(), fact, Guid.CreateVersion7());
        await Eventually.EqualAsync(1L, () => CountAsync(fact), "the project");
        var project = new TestProject(fact, fund);
        var made = await project.SubmitAsync(project.Table(2, Samples.Cell(12)));
        Assert.Equal(BeneficiariesFixture.Day(-100), made.PeriodFrom);
        Assert.Equal(BeneficiariesFixture.Day(-1), made.PeriodTo);
    }

    private async Task<IBusControl> BusAsync()
    {
        var bus = fund.Service.Services.GetRequiredService<IBusControl>();
        await Eventually.TrueAsync(() => bus.CheckHealth().Status == BusHealthStatus.Healthy, "the bus is up");
        return bus;
    }

    private static Task PublishAsync(IBus bus, AgreementActivated fact, Guid id) =>
        bus.Publish(fact, Pipe.Execute<PublishContext>(context => context.MessageId = id));

    private Task<long> CountAsync(AgreementActivated fact) =>
        fund.Database.ScalarAsync<long>($"select count(*) from projects where agreement_id = '{fact.AgreementId}'");
}
