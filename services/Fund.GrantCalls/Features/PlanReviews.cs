using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Sets the day by which the reviews of a call are due.</summary>
public sealed class PlanReviews(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.PlanReviewsResponse> HandleAsync(
        V1.PlanReviewsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        var dueOn = check.Date("due_on", request.DueOn);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var call = await db.LockCallAsync(callId, token);
                var today = time.GetUtcNow().DateIn(call.TimeZone);
                var late = new Check();
                late.That(
                    dueOn >= today,
                    "due_on",
                    $"{dueOn:yyyy-MM-dd} is in the past; today is {today:yyyy-MM-dd} in {call.TimeZone}."
                );
                late.ThrowIfAny();
                var plan = await db.ReviewPlans.SingleOrDefaultAsync(row => row.CallId == callId, token);
                if (plan is null)
                {
                    plan = new ReviewPlan(callId);
                    db.Add(plan);
                }

                plan.SetDay(dueOn);
                return new V1.PlanReviewsResponse { DueOn = dueOn.ToWire() };
            },
            cancellationToken
        );
    }
}
