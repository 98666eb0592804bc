using Fund.Events;
using Fund.Gateway.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Notices;

/// <summary>Notes that an instalment of a pledge falls due soon or is overdue, once for each fact.</summary>
internal sealed class PledgeInstalmentCameDueConsumer(GatewayDb db) : IConsumer<PledgeInstalmentCameDue>
{
    public Task Consume(ConsumeContext<PledgeInstalmentCameDue> context)
    {
        var fact = context.Message;
        var kind = (fact.Overdue ? StoredNoticeKind.InstalmentOverdue : StoredNoticeKind.InstalmentDue).ToString();
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into notices (notice_id, kind, donor_id, pledge_id, instalment_number, due_date)
            values ({fact.NoticeId}, {kind}, {fact.DonorId}, {fact.PledgeId}, {fact.Number}, {fact.DueDate})
            on conflict (notice_id) do nothing
            """,
            context.CancellationToken
        );
    }
}

/// <summary>Notes that a statement can be read, once for each fact.</summary>
internal sealed class StatementBecameReadyConsumer(GatewayDb db) : IConsumer<StatementBecameReady>
{
    public Task Consume(ConsumeContext<StatementBecameReady> context)
    {
        var fact = context.Message;
        var kind = StoredNoticeKind.StatementReady.ToString();
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into notices (notice_id, kind, donor_id, statement_number, from_date, to_date)
            values ({fact.NoticeId}, {kind}, {fact.DonorId}, {fact.Number}, {fact.FromDate}, {fact.ToDate})
            on conflict (notice_id) do nothing
            """,
            context.CancellationToken
        );
    }
}
