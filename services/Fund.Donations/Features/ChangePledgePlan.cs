using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Gives a pledge another plan of instalments from today on. What was planned until yesterday is kept: it says what was
/// overdue then.
/// </summary>
public sealed class ChangePledgePlan(DonationsDb db, TimeProvider clock)
{
    public Task<V1.ChangePledgePlanResponse> HandleAsync(
        V1.ChangePledgePlanRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("pledge_id", request.PledgeId);
        var reason = check.Text("reason", request.Reason, 500);
        var reference = check.OptionalText("reference", request.Reference, PledgeFields.LongestReference);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var pledge = await LockWithoutPlanAsync(id, token);
                var instalments = check.Instalments(request.Instalments, pledge.Amount.Currency, pledge.PledgedOn);
                check.ThrowIfAny();
                await PutAsideAsync(pledge, reason, token);
                pledge.Replan(instalments);
                if (request.HasReference)
                {
                    pledge.Refer(reference);
                }

                await db.SaveChangesAsync(token);
                var standing = await db.StandingAsync(pledge, clock.Today(), token);
                return new V1.ChangePledgePlanResponse { Pledge = standing.ToWire() };
            },
            cancellationToken
        );
    }

    private async Task<Pledge> LockWithoutPlanAsync(Guid id, CancellationToken token)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from pledges where id = {id} for update", token);
        return await db.Pledges.SingleOrDefaultAsync(pledge => pledge.Id == id, token)
            ?? throw Refusals.NotFound("pledge", id.ToWire()).AsException();
    }

    private Task PutAsideAsync(Pledge pledge, string reason, CancellationToken token) =>
        db.Database.ExecuteSqlAsync(
            $"""
            with replaced as (
                insert into former_plans (pledge_id, plan, replaced_on, replaced_at, reason)
                values ({pledge.Id}, {pledge.PlanNumber}, {clock.Today()}, {clock.Moment()}, {reason})
                returning pledge_id, plan
            ), gone as (
                delete from pledge_instalments where pledge_id = {pledge.Id} returning *
            )
            insert into former_instalments (pledge_id, plan, number, due_date, amount_minor)
            select replaced.pledge_id, replaced.plan, gone.number, gone.due_date, gone.amount_minor
            from gone cross join replaced
            """,
            token
        );
}
