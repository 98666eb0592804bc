using Fund.Events;
using Fund.Gateway.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Notices;

/// <summary>
/// Notes a contribution. It runs for every one of them, so it is a single statement: the primary key is the
/// contribution's own id, which makes a repetition do nothing without an inbox row.
/// </summary>
internal sealed class ContributionRecordedConsumer(GatewayDb db) : IConsumer<ContributionRecorded>
{
    public Task Consume(ConsumeContext<ContributionRecorded> context)
    {
        var fact = context.Message;
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into notices (contribution_id, donor_id, amount_minor, amount_currency, value_date)
            values ({fact.ContributionId}, {fact.DonorId}, {fact.AmountMinor}, {fact.CurrencyCode}, {fact.ValueDate})
            on conflict (contribution_id) do nothing
            """,
            context.CancellationToken
        );
    }
}
