using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>
/// A person confirms to whom a credit belongs, as a whole or in parts that add up to it; each part becomes a
/// contribution. The remitter is known from then on when the whole entry is one donor's.
/// </summary>
public sealed class ConfirmBankEntry(DonationsDb db, BookBankEntry book)
{
    private const int MostParts = 500;

    public Task<V1.ConfirmBankEntryResponse> HandleAsync(
        V1.ConfirmBankEntryRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("bank_entry_id", request.BankEntryId);
        var parts = Parts(check, request);
        var valueDate = check.OptionalDate("value_date", request.ValueDate);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var entry = await db.LockEntryAsync(id, token);
                var contributions = await book.BookAsync(entry, parts, valueDate, caller, token);
                return new V1.ConfirmBankEntryResponse
                {
                    Contributions = { contributions.Select(contribution => contribution.ToWire()) },
                };
            },
            cancellationToken
        );
    }

    private static List<EntryPart> Parts(Check check, V1.ConfirmBankEntryRequest request)
    {
        if (request.Parts.Count == 0)
        {
            check.Add(Refusals.Required("parts"));
        }

        check.That(
            request.Parts.Count <= MostParts,
            "parts",
            $"There are {request.Parts.Count} parts; at most {MostParts} are taken."
        );
        var parts = new List<EntryPart>();
        foreach (var (i, part) in request.Parts.Take(MostParts).Index())
        {
            var field = $"parts[{i}]";
            parts.Add(
                new EntryPart(
                    check.Id($"{field}.donor_id", part.DonorId),
                    check.OptionalId($"{field}.pledge_id", part.PledgeId),
                    check.PositiveMoney($"{field}.amount", part.Amount).Bounded($"{field}.amount", check),
                    check.OptionalText($"{field}.earmark", part.Earmark, Contribution.LongestEarmark),
                    $"{field}.pledge_id",
                    part.BeforePledge
                )
            );
        }

        if (check.IsFine && parts.Select(part => part.Amount.Currency).Distinct().Count() > 1)
        {
            check.That(false, "parts", "The parts are in several currencies; a bank entry has one.");
        }

        return parts;
    }
}
