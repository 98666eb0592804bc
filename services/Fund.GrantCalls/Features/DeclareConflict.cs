using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>A reviewer declares whether they have a conflict of interest, before seeing the text.</summary>
public sealed class DeclareConflict(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.DeclareConflictResponse> HandleAsync(
        V1.DeclareConflictRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("assignment_id", request.AssignmentId);
        var explanation = check.OptionalText("explanation", request.Explanation, 1_000);
        check.That(
            !request.HasConflict || explanation.Length > 0,
            "explanation",
            "Say what the conflict of interest is."
        );
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var (assignment, proposal) = await db.LockOwnAssignmentAsync(id, caller, token);
                assignment.Declare(request.HasConflict, explanation, time.GetUtcNow());
                return new V1.DeclareConflictResponse { Assignment = assignment.ToWire(proposal, withScores: true) };
            },
            cancellationToken
        );
    }
}
