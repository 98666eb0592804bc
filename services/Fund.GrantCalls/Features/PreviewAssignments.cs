using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Proposes who reviews what of a closed call, with the reasons. Nothing is assigned by it.</summary>
public sealed class PreviewAssignments(GrantCallsDb db, TimeProvider time)
{
    private const int MostReviewers = 200;

    public async Task<V1.PreviewAssignmentsResponse> HandleAsync(
        V1.PreviewAssignmentsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        check.That(
            request.ReviewerIds.Count <= MostReviewers,
            "reviewer_ids",
            $"{request.ReviewerIds.Count} reviewers are given; at most {MostReviewers} are allowed."
        );
        var ids = request
            .ReviewerIds.Take(MostReviewers)
            .Select((id, i) => check.Id($"reviewer_ids[{i}]", id))
            .Distinct()
            .ToList();
        check.ThrowIfAny();
        var call =
            await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == callId, cancellationToken)
            ?? throw Refusals.NotFound("call", request.CallId).AsException();
        call.RequireClosed(time.GetUtcNow(), "propose reviewers");
        var lacking = await LackingAsync(call, caller, cancellationToken);
        var reviewers = await ReviewersAsync(ids, cancellationToken);
        return new V1.PreviewAssignmentsResponse
        {
            Proposed = { AssignmentPlan.Of(lacking, reviewers).Select(ToWire) },
        };
    }

    private async Task<IReadOnlyList<ProposalToReview>> LackingAsync(
        Call call,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => row.CallId == call.Id && row.State == ProposalState.Eligible && !recused.Contains(row.Id))
            .ToListAsync(cancellationToken);
        var assignments = (
            await db.Assignments.AsNoTracking().Where(row => row.CallId == call.Id).ToListAsync(cancellationToken)
        ).ToLookup(row => row.ProposalId);
        var organisations = proposals.Select(row => row.OrganisationId).ToList();
        // Whoever was recused from an organisation's proposal, in whatever call, is in conflict with it.
        var conflicts = (
            await (
                from assignment in db.Assignments
                join other in db.Proposals on assignment.ProposalId equals other.Id
                where assignment.State == AssignmentState.Recused && organisations.Contains(other.OrganisationId)
                select new { other.OrganisationId, assignment.ReviewerId }
            ).ToListAsync(cancellationToken)
        ).ToLookup(row => row.OrganisationId, row => row.ReviewerId);
        return
        [
            .. proposals.Select(row => Lacking(row, call, [.. assignments[row.Id]], conflicts[row.OrganisationId])),
        ];
    }

    private static ProposalToReview Lacking(
        Proposal proposal,
        Call call,
        List<Assignment> assignments,
        IEnumerable<Guid> conflicts
    )
    {
        var active = assignments.Where(row => row.State is not (AssignmentState.Recused or AssignmentState.Removed));
        var totals = assignments.Where(row => row.State == AssignmentState.Reviewed).Select(row => row.Total).ToList();
        var count = active.Count();
        var further = Ranking.IsFurtherAsked(totals, call.ReviewersPerProposal, call.SpreadLimit) ? 1 : 0;
        var missing = Math.Max(0, call.ReviewersPerProposal + further - count);
        var inConflict = conflicts.ToHashSet();
        if (Guid.TryParse(proposal.SubmittedBy, out var submitter))
        {
            inConflict.Add(submitter);
        }

        var barred = assignments.Select(row => row.ReviewerId).Concat(inConflict).ToHashSet();
        return new(proposal.Id, proposal.Number ?? "", proposal.CountryCode, missing, barred, inConflict.Count);
    }

    private async Task<IReadOnlyList<AvailableReviewer>> ReviewersAsync(
        List<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        var everybody = ids.Count == 0;
        var profiles = await db
            .ReviewerProfiles.AsNoTracking()
            .Where(row => everybody || ids.Contains(row.ReviewerId))
            .OrderBy(row => row.Id)
            .Take(MostReviewers)
            .ToDictionaryAsync(row => row.ReviewerId, cancellationToken);
        ids = everybody ? [.. profiles.Keys] : ids;
        var loads = await db.LoadsAsync(ids, cancellationToken);
        return
        [
            .. ids.Select(id =>
                profiles.TryGetValue(id, out var profile)
                    ? new AvailableReviewer(
                        id,
                        loads.GetValueOrDefault(id),
                        profile.MostProposals,
                        profile.Languages.ToHashSet(),
                        profile.Countries.ToHashSet()
                    )
                    : new AvailableReviewer(
                        id,
                        loads.GetValueOrDefault(id),
                        0,
                        new HashSet<string>(),
                        new HashSet<string>()
                    )
            ),
        ];
    }

    private static V1.ProposedAssignment ToWire(ProposedReviewer row) =>
        new()
        {
            ProposalId = row.ProposalId.ToWire(),
            ProposalNumber = row.Number,
            ReviewerId = row.ReviewerId?.ToWire() ?? "",
            Load = row.Load,
            Reasons = { row.Reasons.Select(Wire.Same<AssignmentReason, V1.AssignmentReason>) },
            InConflict = row.InConflict,
            Full = row.Full,
        };
}
