using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Sends letters of a call, each once: an event for each tells the organisation that it waits.</summary>
public sealed class SendLetters(GrantCallsDb db, TimeProvider time)
{
    private const int Most = 500;

    public Task<V1.SendLettersResponse> HandleAsync(
        V1.SendLettersRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        check.That(
            request.LetterIds.Count is > 0 and <= Most,
            "letter_ids",
            $"{request.LetterIds.Count} letters are named; 1 to {Most} are allowed."
        );
        var ids = request.LetterIds.Take(Most).Select((id, i) => check.Id($"letter_ids[{i}]", id)).ToHashSet();
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.LockCallAsync(callId, token);
                var recused = await db.RecusedFromAsync(caller, token);
                var letters = await db
                    .Letters.Where(row => row.CallId == callId && ids.Contains(row.Id))
                    .Where(row => !recused.Contains(row.ProposalId))
                    .OrderBy(row => row.Id)
                    .ToListAsync(token);
                if (ids.Except(letters.Select(row => row.Id)).FirstOrDefault() is var missing && missing != Guid.Empty)
                {
                    throw Refusals.NotFound("letter", missing.ToWire()).AsException();
                }

                await RefuseOutdatedAsync(letters, token);
                var waiting = letters.Where(row => row.SentAt is null).ToList();
                waiting.ForEach(row => db.Send(row, time.GetUtcNow()));
                return new V1.SendLettersResponse { Sent = waiting.Count };
            },
            cancellationToken
        );
    }

    /// <summary>A letter that no longer tells what was decided never leaves.</summary>
    private async Task RefuseOutdatedAsync(List<Letter> letters, CancellationToken cancellationToken)
    {
        var about = letters.Where(row => row.SentAt is null).Select(row => row.ProposalId).ToList();
        var states = await db
            .Proposals.Where(row => about.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.State, cancellationToken);
        if (
            letters.Find(row => row.SentAt is null && Letter.KindFor(states[row.ProposalId]) != row.Kind) is
            { } outdated
        )
        {
            throw LetterRefusals.Outdated(outdated.ProposalNumber).AsException();
        }
    }
}
