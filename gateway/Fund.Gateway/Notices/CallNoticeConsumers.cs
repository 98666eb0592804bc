using Fund.Events;
using Fund.Gateway.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Notices;

/// <summary>Tells an organisation that a question about a call was answered, once for each fact.</summary>
internal sealed class ClarificationPublishedConsumer(GatewayDb db) : IConsumer<ClarificationPublished>
{
    public Task Consume(ConsumeContext<ClarificationPublished> context)
    {
        var fact = context.Message;
        var kind = StoredNoticeKind.ClarificationPublished.ToString();
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into notices (notice_id, kind, organisation_id, call_id, subject_id)
            values ({fact.NoticeId}, {kind}, {fact.OrganisationId}, {fact.CallId}, {fact.ClarificationId})
            on conflict (notice_id) do nothing
            """,
            context.CancellationToken
        );
    }
}

/// <summary>Tells an organisation with a proposal that the deadline was moved, once for each fact.</summary>
internal sealed class CallDeadlineExtendedConsumer(GatewayDb db) : IConsumer<CallDeadlineExtended>
{
    public Task Consume(ConsumeContext<CallDeadlineExtended> context)
    {
        var fact = context.Message;
        var kind = StoredNoticeKind.DeadlineExtended.ToString();
        var day = DateOnly.FromDateTime(fact.ClosesAt.UtcDateTime);
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into notices (notice_id, kind, organisation_id, call_id, subject_id, due_date)
            values ({fact.NoticeId}, {kind}, {fact.OrganisationId}, {fact.CallId}, {fact.CallId}, {day})
            on conflict (notice_id) do nothing
            """,
            context.CancellationToken
        );
    }
}

/// <summary>Reminds a reviewer, and nobody else, of a review that is due soon, once for each fact.</summary>
internal sealed class ReviewDayCameNearConsumer(GatewayDb db) : IConsumer<ReviewDayCameNear>
{
    public Task Consume(ConsumeContext<ReviewDayCameNear> context)
    {
        var fact = context.Message;
        var kind = StoredNoticeKind.ReviewDue.ToString();
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into notices (notice_id, kind, for_account_id, call_id, subject_id, due_date)
            values ({fact.NoticeId}, {kind}, {fact.ReviewerId}, {fact.CallId}, {fact.AssignmentId}, {fact.DueOn})
            on conflict (notice_id) do nothing
            """,
            context.CancellationToken
        );
    }
}

/// <summary>Reminds a reviewer, and nobody else, of a review that is late, once for each fact.</summary>
internal sealed class ReviewBecameLateConsumer(GatewayDb db) : IConsumer<ReviewBecameLate>
{
    public Task Consume(ConsumeContext<ReviewBecameLate> context)
    {
        var fact = context.Message;
        var kind = StoredNoticeKind.ReviewLate.ToString();
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into notices (notice_id, kind, for_account_id, call_id, subject_id, due_date)
            values ({fact.NoticeId}, {kind}, {fact.ReviewerId}, {fact.CallId}, {fact.AssignmentId}, {fact.DueOn})
            on conflict (notice_id) do nothing
            """,
            context.CancellationToken
        );
    }
}

/// <summary>Tells an organisation that a letter with the Board's decision waits, once for each fact.</summary>
internal sealed class DecisionLetterSentConsumer(GatewayDb db) : IConsumer<DecisionLetterSent>
{
    public Task Consume(ConsumeContext<DecisionLetterSent> context)
    {
        var fact = context.Message;
        var kind = StoredNoticeKind.DecisionLetter.ToString();
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into notices (notice_id, kind, organisation_id, call_id, subject_id)
            values ({fact.NoticeId}, {kind}, {fact.OrganisationId}, {fact.CallId}, {fact.LetterId})
            on conflict (notice_id) do nothing
            """,
            context.CancellationToken
        );
    }
}
