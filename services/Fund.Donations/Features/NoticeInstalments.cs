using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Events;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Clock work: tells of instalments of pledges that fall due soon or are overdue. What was paid against a pledge fills
/// its instalments oldest first. One event for each instalment and stage, whoever looks how often: the note of it
/// commits with the event, under a unique index.
/// </summary>
public sealed class NoticeInstalments(DonationsDb db, TimeProvider clock) : IClockWork
{
    private const int AtOnce = 500;

    public static string Name => "donations.notice-instalments";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var today = clock.Today();
        var policy = await db.ReadPolicyAsync(cancellationToken);
        var last = today.AddDays((int)policy.On(today, PolicyNames.InstalmentNoticeDays));
        while (await NoticeAsync(today, last, cancellationToken) == AtOnce)
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task<int> NoticeAsync(DateOnly today, DateOnly last, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var unpaid = await UnpaidAsync(today, last, cancellationToken);
        var now = clock.Moment();
        foreach (var row in unpaid)
        {
            var stage = row.DueDate < today ? InstalmentStage.Overdue : InstalmentStage.Due;
            var notice = new InstalmentNotice(row.PledgeId, row.Number, row.DueDate, stage, now);
            db.Add(notice);
            db.Enqueue(
                new PledgeInstalmentCameDue(
                    notice.Id,
                    row.PledgeId,
                    row.DonorId,
                    row.Number,
                    row.DueDate,
                    stage == InstalmentStage.Overdue
                )
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return unpaid.Count;
    }

    /// <summary>Instalments up to a day that are not paid and were not told of in the stage they are in.</summary>
    private Task<List<UnpaidInstalment>> UnpaidAsync(
        DateOnly today,
        DateOnly last,
        CancellationToken cancellationToken
    ) =>
        db
            .Database.SqlQuery<UnpaidInstalment>(
                $"""
                with parts as (
                    select pledge_id, number, due_date,
                        sum(amount_minor) over (partition by pledge_id order by due_date, number) as until_minor
                    from pledge_instalments
                    where due_date <= {last}
                ), waiting as (
                    select parts.*
                    from parts
                    where not exists (
                        select from pledge_instalment_notices told
                        where told.pledge_id = parts.pledge_id and told.number = parts.number
                            and told.due_date = parts.due_date
                            and told.stage = case when parts.due_date < {today} then 'Overdue' else 'Due' end
                    )
                )
                select waiting.pledge_id as "PledgeId", pledge.donor_id as "DonorId", waiting.number as "Number",
                    waiting.due_date as "DueDate"
                from waiting
                join pledges pledge on pledge.id = waiting.pledge_id
                where pledge.cancelled_on is null and waiting.until_minor > (
                    select coalesce(sum(given.amount_minor), 0)
                    from contributions given
                    where given.pledge_id = pledge.id and given.reversed_on is null
                )
                order by waiting.due_date, waiting.pledge_id, waiting.number
                limit {AtOnce}
                """
            )
            .ToListAsync(cancellationToken);

    private sealed record UnpaidInstalment(Guid PledgeId, Guid DonorId, int Number, DateOnly DueDate);
}
