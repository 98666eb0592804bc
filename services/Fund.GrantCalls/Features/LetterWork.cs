using Fund.Events;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>What the use cases of letters share.</summary>
internal static class LetterWork
{
    public static void Send(this GrantCallsDb db, Letter letter, DateTimeOffset now)
    {
        letter.Send(now);
        db.Enqueue(
            new DecisionLetterSent(
                Guid.CreateVersion7(now),
                letter.Id,
                letter.CallId,
                letter.ProposalId,
                letter.OrganisationId
            )
        );
    }

    /// <summary>The letters that somebody may read.</summary>
    public static async Task<IQueryable<Letter>> LettersSeenAsync(
        this GrantCallsDb db,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var letters = db.Letters.AsNoTracking();
        if (caller.MayReadProposals())
        {
            var recused = await db.RecusedFromAsync(caller, cancellationToken);
            return letters.Where(row => !recused.Contains(row.ProposalId));
        }

        var organisation = caller.OrganisationId ?? throw ProposalRefusals.NoOrganisation().AsException();
        return letters.Where(row => row.OrganisationId == organisation && row.SentAt != null);
    }

    public static V1.Letter ToWire(this Letter letter) =>
        new()
        {
            LetterId = letter.Id.ToWire(),
            CallId = letter.CallId.ToWire(),
            ProposalId = letter.ProposalId.ToWire(),
            ProposalNumber = letter.ProposalNumber,
            OrganisationId = letter.OrganisationId.ToWire(),
            OrganisationName = letter.OrganisationName,
            Kind = Wire.Same<LetterKind, V1.LetterKind>(letter.Kind),
            Language = letter.Language,
            Subject = letter.Subject,
            Text = letter.Text,
            SentAt = letter.SentAt.ToWire(),
            TimesSent = letter.TimesSent,
        };
}
