using Fund.Events;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Clock work: tells reviewers of reviews that are late, once of each day that was set. That somebody was told is a row
/// under a key, committed together with the event; of two instances that meet, one fails as a whole.
/// </summary>
public sealed class RemindReviewers(GrantCallsDb db, TimeProvider time) : IClockWork
{
    private const int AtOnce = 200;

    public static string Name => "grantcalls.remind-reviewers";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // No zone is further ahead than 14 hours: what is late anywhere is looked at, and then held against its own zone.
        var first = DateOnly.FromDateTime(now.UtcDateTime.AddHours(14));
        var late = await (
            from assignment in db.Assignments
            join plan in db.ReviewPlans on assignment.CallId equals plan.CallId
            join call in db.Calls on assignment.CallId equals call.Id
            where assignment.State == AssignmentState.Assigned || assignment.State == AssignmentState.Cleared
            where call.Stage == CallStage.Published || call.Stage == CallStage.InEvaluation
            where plan.DueOn < first
            where !db.ReviewReminders.Any(told => told.AssignmentId == assignment.Id && told.DueOn == plan.DueOn)
            orderby assignment.Id
            select new
            {
                assignment.Id,
                assignment.CallId,
                assignment.ReviewerId,
                plan.DueOn,
                call.TimeZone,
            }
        )
            .Take(AtOnce)
            .ToListAsync(cancellationToken);
        foreach (var row in late.Where(row => row.DueOn < now.DateIn(row.TimeZone)))
        {
            db.Add(new ReviewReminder(row.Id, row.DueOn, now));
            db.Enqueue(new ReviewBecameLate(Guid.CreateVersion7(now), row.Id, row.CallId, row.ReviewerId, row.DueOn));
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
