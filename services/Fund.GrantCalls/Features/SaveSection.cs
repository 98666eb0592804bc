using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Saves one section of a draft. People in other sections are not in each other's way; of two in the same section the
/// second is refused, and nothing of what either typed is lost: the page has the one and the draft the other.
/// </summary>
public sealed class SaveSection(GrantCallsDb db, KnownCalls calls, CallForms forms, TimeProvider time)
{
    public Task<V1.SaveSectionResponse> HandleAsync(
        V1.SaveSectionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var isBudget = request.Section == ProposalSections.Budget;
                var proposal = await db.LockOwnProposalAsync(id, caller, token, withBudget: isBudget);
                var call = await calls.OfAsync(db, proposal.CallId, token);
                var form = await forms.InForceAsync(db, call, token);
                var now = time.GetUtcNow();
                call.RequireOpen(now);
                var check = new Check();
                var part = new ProposalContentReader(check, form, proposal.AnsweredKeys).Read(request.Content);
                check.That(
                    ProposalSections.KeysOf(form).Contains(request.Section),
                    "section",
                    $"The proposal has no section '{Shown.Of(request.Section)}'."
                );
                for (var i = 0; i < part.Answers.Count; i++)
                {
                    var key = part.Answers[i].Key;
                    check.That(
                        form.SectionOf(key)?.Key == request.Section,
                        $"content.answers[{i}].key",
                        $"'{Shown.Of(key)}' is not asked in this section."
                    );
                }

                await db.CheckFilesAsync(id, form, part.Answers, proposal.Answers, check, token);
                check.ThrowIfAny();
                proposal.SaveSection(request.Section, part, request.LoadedVersion, form, caller.Subject, now);
                var mark = proposal.Sections.Single(candidate => candidate.Key == request.Section);
                return new V1.SaveSectionResponse { Section = mark.ToWire(mark.Key) };
            },
            cancellationToken
        );
    }
}
