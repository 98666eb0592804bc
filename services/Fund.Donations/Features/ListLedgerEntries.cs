using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Ledger entries, newest first; of one account or one cause when asked.</summary>
public sealed class ListLedgerEntries(DonationsDb db)
{
    public async Task<V1.ListLedgerEntriesResponse> HandleAsync(
        V1.ListLedgerEntriesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var account = check.OptionalText("account", request.Account, 100);
        var causeId = check.OptionalId("cause_id", request.CauseId);
        check.ThrowIfAny();
        var entries = db.LedgerEntries.AsNoTracking();
        if (account.Length > 0)
        {
            entries = entries.Where(entry => entry.Account == account);
        }

        if (causeId is { } cause)
        {
            entries = entries.Where(entry => entry.CauseId == cause);
        }

        var page = await Page.Of(request.Page).NewestFirstAsync(entries, entry => entry.Id, cancellationToken);
        return new V1.ListLedgerEntriesResponse
        {
            Entries = { page.Items.Select(entry => entry.ToWire()) },
            Page = page.ToWire(),
        };
    }
}
