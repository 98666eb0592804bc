using Fund.Donations.Domain.Banking;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Bank entries, newest first, with the donors and pledges proposed for those that wait.</summary>
public sealed class ListBankEntries(DonationsDb db, ProposeMatches propose)
{
    public async Task<V1.ListBankEntriesResponse> HandleAsync(
        V1.ListBankEntriesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var statementId = check.OptionalId("bank_statement_id", request.BankStatementId);
        check.ThrowIfAny();
        var entries = db.BankEntries.AsNoTracking();
        if (statementId is { } wanted)
        {
            entries = entries.Where(entry => entry.BankStatementId == wanted);
        }

        if (request.State != V1.BankEntryState.Unspecified)
        {
            var state = (BankEntryState)request.State;
            entries = entries.Where(entry => entry.State == state);
        }

        var page = await Page.Of(request.Page).NewestFirstAsync(entries, entry => entry.Id, cancellationToken);
        var proposals = await propose.ForAsync(page.Items, cancellationToken);
        var booked = await db.BookedFromAsync([.. page.Items.Select(entry => entry.Id)], cancellationToken);
        return new V1.ListBankEntriesResponse
        {
            Entries = { page.Items.Select(entry => entry.ToWire(proposals[entry.Id], booked[entry.Id])) },
            Page = page.ToWire(),
        };
    }
}

/// <summary>Which contributions were booked from which bank entry.</summary>
internal static class BookedFrom
{
    public static async Task<ILookup<Guid, Guid>> BookedFromAsync(
        this DonationsDb db,
        IReadOnlyCollection<Guid> entries,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .Contributions.Where(contribution =>
                contribution.BankEntryId != null && entries.Contains(contribution.BankEntryId.Value)
            )
            .OrderBy(contribution => contribution.Id)
            .Select(contribution => new { EntryId = contribution.BankEntryId!.Value, contribution.Id })
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.EntryId, row => row.Id);
    }
}
