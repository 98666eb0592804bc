using Fund.Events;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Clock work: tells reviewers whose scores are not in that their day is near, and once more that it has passed. That
/// somebody was told is a row under a key, committed together with the event; of two instances that meet, one fails as a
/// whole. Whoever is recused, taken off or done is told nothing. The earliest day comes first, so that rows whose day has
/// not come in their own zone never keep those whose day has.
/// </summary>
public sealed class RemindReviewers(GrantCallsDb db, TimeProvider time) : IClockWork
{
    private const int AtOnce = 200;

    public static string Name => "grantcalls.remind-reviewers";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var daysBefore = await db.SettingAsync(Setting.ReviewReminderDays, cancellationToken);
        // No zone is further ahead than 14 hours: what is due anywhere is looked at, and then held against its own zone.
        var latest = DateOnly.FromDateTime(now.UtcDateTime.AddHours(14));
        var near = latest.AddDays(daysBefore);
        var due = await (
            from assignment in db.Assignments
            join plan in db.ReviewPlans on assignment.CallId equals plan.CallId
            join call in db.Calls on assignment.CallId equals call.Id
            where assignment.State == AssignmentState.Assigned || assignment.State == AssignmentState.Cleared
            where call.Stage == CallStage.Published || call.Stage == CallStage.InEvaluation
            let wasTold = db.ReviewReminders.Any(row => row.AssignmentId == assignment.Id && row.DueOn == plan.DueOn)
            let wasToldLate = db.ReviewReminders.Any(row =>
                row.AssignmentId == assignment.Id && row.DueOn == plan.DueOn && row.IsLate
            )
            where (plan.DueOn < latest && !wasToldLate) || (plan.DueOn <= near && !wasTold)
            orderby plan.DueOn, assignment.Id
            select new
            {
                assignment.Id,
                assignment.CallId,
                assignment.ReviewerId,
                plan.DueOn,
                call.TimeZone,
                WasTold = wasTold,
            }
        )
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        foreach (var row in due)
        {
            var today = now.DateIn(row.TimeZone);
            if (row.DueOn < today)
            {
                db.Add(new ReviewReminder(row.Id, row.DueOn, isLate: true, now));
                db.Enqueue(
                    new ReviewBecameLate(Guid.CreateVersion7(now), row.Id, row.CallId, row.ReviewerId, row.DueOn)
                );
            }
            else if (!row.WasTold && row.DueOn <= today.AddDays(daysBefore))
            {
                db.Add(new ReviewReminder(row.Id, row.DueOn, isLate: false, now));
                db.Enqueue(
                    new ReviewDayCameNear(Guid.CreateVersion7(now), row.Id, row.CallId, row.ReviewerId, row.DueOn)
                );
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
