using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>A reviewer answers the questions on conflicts of interest, before any text is shown.</summary>
public sealed class DeclareInterests(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.DeclareInterestsResponse> HandleAsync(
        V1.DeclareInterestsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("assignment_id", request.AssignmentId);
        var given = request.Interests ?? new V1.Interests();
        var interests = new Interests(
            given.Financial,
            given.Governance,
            given.Personal,
            given.Advised,
            given.Employment,
            given.Other
        );
        var explanation = check.OptionalText("explanation", request.Explanation, 1_000);
        check.That(
            explanation.Length > 0 || !(interests.Any || request.Recuse),
            "explanation",
            "Say what the interest is."
        );
        check.That(request.Confidential, "confidential", "Reviewing is possible only in confidence; confirm it.");
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var (assignment, proposal) = await db.LockOwnAssignmentAsync(id, caller, token);
                var now = time.GetUtcNow();
                var declaration = InterestDeclaration.Of(assignment, interests, explanation, request.Recuse, now);
                assignment.Take(declaration, now);
                db.Add(declaration);
                return new V1.DeclareInterestsResponse
                {
                    Outcome = Wire.Same<InterestOutcome, V1.InterestOutcome>(declaration.Outcome),
                    Assignment = assignment.ToWire(proposal, withScores: true),
                };
            },
            cancellationToken
        );
    }
}
