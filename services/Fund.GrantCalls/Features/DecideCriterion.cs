using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>A named person decides a criterion or overrides its rule, with a reason; the log keeps what it replaced.</summary>
public sealed class DecideCriterion(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.DecideCriterionResponse> HandleAsync(
        V1.DecideCriterionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("proposal_id", request.ProposalId);
        var key = check.Text("key", request.Key, 40);
        var reason = check.Text("reason", request.Reason, 1_000);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var (call, proposal) = await db.LockWithCallAsync(id, token);
                var now = time.GetUtcNow();
                call.RequireClosed(now, "decide a criterion");
                proposal.RequireScreenable();
                await db.RefuseOnceReviewBegunAsync(id, token);
                var results = await db.CriterionResults.Where(row => row.ProposalId == id).ToListAsync(token);
                var result = Find(call, results, key);
                db.Add(result.Decide(request.Met, reason, caller.Subject, now));
                proposal.Screen([.. results.Select(row => row.Outcome)]);
                await db.SettleAsync(call, token);
                return new V1.DecideCriterionResponse { Proposal = proposal.ToWire(results) };
            },
            cancellationToken
        );
    }

    private static CriterionResult Find(Call call, List<CriterionResult> results, string key)
    {
        if (call.Criteria.All(criterion => criterion.Key != key))
        {
            throw Refusal.OfField("UNKNOWN_CRITERION", "key", "The call has no criterion with this key.").AsException();
        }

        return results.Find(row => row.Key == key) ?? throw ProposalRefusals.NotScreened().AsException();
    }
}
