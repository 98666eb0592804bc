using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>One letter, to whom it is shown in a list as well.</summary>
public sealed class GetLetter(GrantCallsDb db)
{
    public async Task<V1.GetLetterResponse> HandleAsync(
        V1.GetLetterRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.LetterId.ToId("letter_id");
        var seen = await db.LettersSeenAsync(caller, cancellationToken);
        var letter =
            await seen.SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("letter", request.LetterId).AsException();
        return new V1.GetLetterResponse { Letter = letter.ToWire() };
    }
}
