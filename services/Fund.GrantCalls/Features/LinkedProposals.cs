using Fund.Forms;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Proposals of other organisations in the same call that perhaps come from the same people: begun or handed in by the
/// same account, or with the same answer, however it is spaced and punctuated, to a question that the form marks as personal
/// (phone, address, officer). Bank
/// accounts and registrations are for the projects service. A person looks into it; nothing is decided by it.
/// </summary>
internal static class LinkedProposals
{
    /// <summary>Shorter answers, such as yes, are the same by chance.</summary>
    private const int LeastLetters = 6;

    private const int Most = 20;

    public static async Task<IReadOnlyList<V1.LinkedProposal>> LinkedAsync(
        this GrantCallsDb db,
        Proposal proposal,
        FormVersion form,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        var linked = new List<V1.LinkedProposal>();
        string[] people = [proposal.CreatedBy, .. proposal.SubmittedBy is { } submitter ? new[] { submitter } : []];
        var same = await Others(db.Proposals.AsNoTracking(), proposal, recused)
            .Where(row => people.Contains(row.CreatedBy) || people.Contains(row.SubmittedBy))
            .Take(Most)
            .ToListAsync(cancellationToken);
        linked.AddRange(same.Select(row => ToWire(row, V1.ProposalLink.Person, "")));
        foreach (var answer in proposal.SubmittedAnswers.Where(answer => IsPersonal(answer, form)))
        {
            var rows = await Others(
                    db.Proposals.FromSql(
                            $"""
                            select * from proposals where call_id = {proposal.CallId} and exists (
                                select 1 from jsonb_array_elements(submitted_answers) as answer
                                where answer ->> 'key' = {answer.Key}
                                and regexp_replace(lower(answer ->> 'value'), '[[:space:][:punct:]]', '', 'g')
                                    = regexp_replace(lower({answer.Value}), '[[:space:][:punct:]]', '', 'g'))
                            """
                        )
                        .AsNoTracking(),
                    proposal,
                    recused
                )
                .Take(Most)
                .ToListAsync(cancellationToken);
            linked.AddRange(rows.Select(row => ToWire(row, V1.ProposalLink.Answer, answer.Key)));
        }

        return linked;
    }

    private static IQueryable<Proposal> Others(IQueryable<Proposal> all, Proposal one, HashSet<Guid> recused) =>
        all.Where(row => row.CallId == one.CallId && row.OrganisationId != one.OrganisationId)
            .Where(row => !recused.Contains(row.Id))
            .Where(row => row.State != ProposalState.Draft && row.State != ProposalState.Withdrawn);

    private static bool IsPersonal(Answer answer, FormVersion form) =>
        answer.Value.Count(char.IsLetterOrDigit) >= LeastLetters
        && form.FieldOf(answer.Key) is { Sensitivity: Sensitivity.Personal } field
        && field.Type is FieldType.Text or FieldType.LongText;

    private static V1.LinkedProposal ToWire(Proposal row, V1.ProposalLink link, string question) =>
        new()
        {
            ProposalId = row.Id.ToWire(),
            ProposalNumber = row.Number ?? "",
            OrganisationName = row.OrganisationName ?? "",
            Link = link,
            Question = question,
        };
}
