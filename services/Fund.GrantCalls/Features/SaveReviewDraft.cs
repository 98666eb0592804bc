using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Keeps a reviewer's scores and notes while they work; unfinished ones are taken as they are.</summary>
public sealed class SaveReviewDraft(GrantCallsDb db, TimeProvider time)
{
    private const int MostScores = 100;

    public Task<V1.SaveReviewDraftResponse> HandleAsync(
        V1.SaveReviewDraftRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("assignment_id", request.AssignmentId);
        var notes = check.OptionalText("private_notes", request.PrivateNotes, 10_000);
        check.That(
            request.Scores.Count <= MostScores,
            "scores",
            $"{request.Scores.Count} scores are given; at most {MostScores} are allowed."
        );
        var scores = request
            .Scores.Take(MostScores)
            .Select(
                (score, i) =>
                    new Score(
                        check.Text($"scores[{i}].key", score.Key, 40),
                        score.Points,
                        check.OptionalText($"scores[{i}].reason", score.Reason, 2_000)
                    )
            )
            .ToList();
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var (assignment, _) = await db.LockOwnAssignmentAsync(id, caller, token);
                assignment.RequireReadable("save a draft");
                var draft = await db.ReviewDrafts.SingleOrDefaultAsync(row => row.AssignmentId == id, token);
                if (draft is null)
                {
                    draft = new ReviewDraft(id);
                    db.Add(draft);
                }

                draft.Save(scores, notes, request.Version, time.GetUtcNow());
                return new V1.SaveReviewDraftResponse { Draft = draft.ToWire() };
            },
            cancellationToken
        );
    }
}
