using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Tells an applicant again of a letter that was sent; the letter stays as it was.</summary>
public sealed class ResendLetter(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.ResendLetterResponse> HandleAsync(
        V1.ResendLetterRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.LetterId.ToId("letter_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.Database.ExecuteSqlAsync($"select 1 from letters where id = {id} for update", token);
                var letter =
                    await db.Letters.SingleOrDefaultAsync(row => row.Id == id, token)
                    ?? throw Refusals.NotFound("letter", request.LetterId).AsException();
                await db.RefuseRecusedAsync(letter.ProposalId, caller, token);
                letter.RequireSent();
                db.Send(letter, time.GetUtcNow());
                return new V1.ResendLetterResponse { Letter = letter.ToWire() };
            },
            cancellationToken
        );
    }
}
