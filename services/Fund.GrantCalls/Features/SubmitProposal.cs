using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Submits a whole and valid draft before the deadline. A refused attempt leaves the draft as it was and is recorded, so
/// that a dispute about a deadline can be settled.
/// </summary>
public sealed class SubmitProposal(GrantCallsDb db, KnownCalls calls, CallForms forms, TimeProvider time)
{
    public async Task<V1.SubmitProposalResponse> HandleAsync(
        V1.SubmitProposalRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        try
        {
            return await db.OnceAsync(
                caller,
                request.RequestId,
                request,
                token => SubmitAsync(id, caller, token),
                cancellationToken
            );
        }
        catch (RefusedException refused) when (IsWorthRecording(refused.Refusal))
        {
            await RecordAsync(id, caller, refused.Refusal, cancellationToken);
            throw;
        }
    }

    private async Task<V1.SubmitProposalResponse> SubmitAsync(
        Guid id,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var proposal = await db.LockOwnProposalAsync(id, caller, cancellationToken);
        var call = await calls.OfAsync(db, proposal.CallId, cancellationToken);
        var form = await forms.InForceAsync(db, call, cancellationToken);
        var now = time.GetUtcNow();
        call.RequireOpen(now);
        var reading = SubmissionRules.Read(form, proposal.Content);
        var files = await db.FilesOfAsync(id, form, cancellationToken);
        var problems = SubmissionRules.Check(call, proposal.Content, reading, files);
        if (problems.Count > 0)
        {
            throw Refusal.OfFields(problems).AsException();
        }

        var number = proposal.Number ?? await NextNumberAsync(now.DateIn(call.TimeZone).Year, cancellationToken);
        proposal.Submit(number, reading, caller.Subject, now);
        return new V1.SubmitProposalResponse { Proposal = proposal.ToWire() };
    }

    /// <summary>The next number of a year; the row's lock makes it without gaps and without twins.</summary>
    private async Task<string> NextNumberAsync(int year, CancellationToken cancellationToken)
    {
        var last = await db
            .Database.SqlQuery<int>(
                $"""
                insert into proposal_numbers (year, last) values ({year}, 1)
                on conflict (year) do update set last = proposal_numbers.last + 1
                returning last as "Value"
                """
            )
            .ToListAsync(cancellationToken);
        return $"{year:D4}-{last[0]:D4}";
    }

    /// <summary>What was refused about the proposal itself; a mistyped id is no attempt at anything.</summary>
    private static bool IsWorthRecording(Refusal refusal) =>
        refusal.Kind is RefusalKind.WrongState || refusal.Reason == "INVALID_FIELDS";

    private async Task RecordAsync(Guid id, Caller caller, Refusal refusal, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        db.Add(new RefusedSubmission(id, caller.Subject, time.GetUtcNow(), refusal.Reason, refusal.Message));
        await db.SaveChangesAsync(cancellationToken);
    }
}
