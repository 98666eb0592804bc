using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>One bank entry with its proposals and every decision taken on it.</summary>
public sealed class GetBankEntry(DonationsDb db, ProposeMatches propose)
{
    public async Task<V1.GetBankEntryResponse> HandleAsync(
        V1.GetBankEntryRequest request,
        CancellationToken cancellationToken
    )
    {
        var id = request.BankEntryId.ToId("bank_entry_id");
        var entry =
            await db.BankEntries.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("bank entry", id.ToWire()).AsException();
        var proposals = await propose.ForAsync([entry], cancellationToken);
        var booked = await db.BookedFromAsync([id], cancellationToken);
        var decisions = await db
            .BankDecisions.AsNoTracking()
            .Where(decision => decision.BankEntryId == id)
            .OrderBy(decision => decision.Number)
            .ToListAsync(cancellationToken);
        return new V1.GetBankEntryResponse
        {
            Entry = entry.ToWire(proposals[id], booked[id]),
            Decisions = { decisions.Select(decision => decision.ToWire()) },
        };
    }
}
