using Fund.Events;
using MassTransit;

namespace Fund.Gateway.Notices;

/// <summary>Notes a contribution for those it concerns.</summary>
internal sealed class ContributionRecordedConsumer(NoticeWriter writer) : IConsumer<ContributionRecorded>
{
    public Task Consume(ConsumeContext<ContributionRecorded> context) =>
        writer.WriteAsync(context.Message, context.CancellationToken);
}
