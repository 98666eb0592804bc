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
        return new CallNotice(
            fact.NoticeId,
            StoredNoticeKind.ClarificationPublished,
            fact.CallId,
            fact.ClarificationId,
            OrganisationId: fact.OrganisationId
        ).StoreAsync(db, context.CancellationToken);
    }
}

/// <summary>Tells an organisation with a proposal that the deadline was moved, once for each fact.</summary>
internal sealed class CallDeadlineExtendedConsumer(GatewayDb db) : IConsumer<CallDeadlineExtended>
{
    public Task Consume(ConsumeContext<CallDeadlineExtended> context)
    {
        var fact = context.Message;
        return new CallNotice(
            fact.NoticeId,
            StoredNoticeKind.DeadlineExtended,
            fact.CallId,
            fact.CallId,
            OrganisationId: fact.OrganisationId,
            DueOn: DateOnly.FromDateTime(fact.ClosesAt.UtcDateTime)
        ).StoreAsync(db, context.CancellationToken);
    }
}

/// <summary>Reminds a reviewer, and nobody else, of a review that is due soon, once for each fact.</summary>
internal sealed class ReviewDayCameNearConsumer(GatewayDb db) : IConsumer<ReviewDayCameNear>
{
    public Task Consume(ConsumeContext<ReviewDayCameNear> context)
    {
        var fact = context.Message;
        return new CallNotice(
            fact.NoticeId,
            StoredNoticeKind.ReviewDue,
            fact.CallId,
            fact.AssignmentId,
            AccountId: fact.ReviewerId,
            DueOn: fact.DueOn
        ).StoreAsync(db, context.CancellationToken);
    }
}

/// <summary>Reminds a reviewer, and nobody else, of a review that is late, once for each fact.</summary>
internal sealed class ReviewBecameLateConsumer(GatewayDb db) : IConsumer<ReviewBecameLate>
{
    public Task Consume(ConsumeContext<ReviewBecameLate> context)
    {
        var fact = context.Message;
        return new CallNotice(
            fact.NoticeId,
            StoredNoticeKind.ReviewLate,
            fact.CallId,
            fact.AssignmentId,
            AccountId: fact.ReviewerId,
            DueOn: fact.DueOn
        ).StoreAsync(db, context.CancellationToken);
    }
}

/// <summary>Tells an organisation that a letter with the Board's decision waits, once for each fact.</summary>
internal sealed class DecisionLetterSentConsumer(GatewayDb db) : IConsumer<DecisionLetterSent>
{
    public Task Consume(ConsumeContext<DecisionLetterSent> context)
    {
        var fact = context.Message;
        return new CallNotice(
            fact.NoticeId,
            StoredNoticeKind.DecisionLetter,
            fact.CallId,
            fact.LetterId,
            OrganisationId: fact.OrganisationId
        ).StoreAsync(db, context.CancellationToken);
    }
}

/// <summary>What is told of a call: to everybody of an organisation or to one account, and never twice under one id.</summary>
internal sealed record CallNotice(
    Guid NoticeId,
    StoredNoticeKind Kind,
    Guid CallId,
    Guid SubjectId,
    Guid? OrganisationId = null,
    Guid? AccountId = null,
    DateOnly? DueOn = null
)
{
    public Task StoreAsync(GatewayDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into notices (notice_id, kind, organisation_id, for_account_id, call_id, subject_id, due_date)
            values ({NoticeId}, {Kind.ToString()}, {OrganisationId}, {AccountId}, {CallId}, {SubjectId}, {DueOn})
            on conflict (notice_id) do nothing
            """,
            cancellationToken
        );
}
