using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// A person confirms to whom a credit belongs, as a whole or in parts that add up to it; each part becomes a
/// contribution. A remitter's account is learned when the whole entry is one donor's.
/// </summary>
public sealed class ConfirmBankEntry(DonationsDb db, TimeProvider clock)
{
    private const int MostParts = 500;

    private sealed record Part(Guid DonorId, Guid? PledgeId, Money Amount, string Earmark, int Index);

    public Task<V1.ConfirmBankEntryResponse> HandleAsync(
        V1.ConfirmBankEntryRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("bank_entry_id", request.BankEntryId);
        var parts = Parts(check, request);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var entry = await db.LockEntryAsync(id, token);
                entry.Confirm([.. parts.Select(part => part.Amount)]);
                var contributions = await BookAsync(entry, parts, token);
                await LearnAsync(entry, parts, token);
                return new V1.ConfirmBankEntryResponse
                {
                    Contributions = { contributions.Select(contribution => contribution.ToWire()) },
                };
            },
            cancellationToken
        );
    }

    private static List<Part> Parts(Check check, V1.ConfirmBankEntryRequest request)
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
        var parts = new List<Part>();
        foreach (var (i, part) in request.Parts.Take(MostParts).Index())
        {
            var field = $"parts[{i}]";
            parts.Add(
                new Part(
                    check.Id($"{field}.donor_id", part.DonorId),
                    check.OptionalId($"{field}.pledge_id", part.PledgeId),
                    check.PositiveMoney($"{field}.amount", part.Amount).Bounded($"{field}.amount", check),
                    check.OptionalText($"{field}.earmark", part.Earmark, Contribution.LongestEarmark),
                    i
                )
            );
        }

        if (check.IsFine && parts.Select(part => part.Amount.Currency).Distinct().Count() > 1)
        {
            check.That(false, "parts", "The parts are in several currencies; a bank entry has one.");
        }

        return parts;
    }

    private async Task<List<Contribution>> BookAsync(BankEntry entry, List<Part> parts, CancellationToken token)
    {
        var valueDate =
            entry.CountsFrom ?? throw DonationRefusals.EntryIsNoCandidate(entry.Id, "without any date").AsException();
        if (valueDate > clock.Today())
        {
            throw Refusals.DateInFuture("value_date", valueDate, clock.Today()).AsException();
        }

        var contributions = new List<Contribution>();
        var now = clock.Moment();

        // Pledges in the order of their ids, so that two confirmations never wait for each other in a circle.
        foreach (var part in parts.OrderBy(part => part.PledgeId).ThenBy(part => part.Index))
        {
            await db.RequireDonorAsync(part.DonorId, token);
            if (part.PledgeId is { } pledgeId)
            {
                var pledge = await db.LockPledgeAsync(pledgeId, token);
                pledge.RequirePayableBy(part.DonorId, part.Amount.Currency, $"parts[{part.Index}].pledge_id");
            }
        }

        foreach (var part in parts)
        {
            contributions.Add(
                new Contribution(
                    part.DonorId,
                    part.Amount,
                    valueDate,
                    Channel.Bank,
                    part.PledgeId,
                    part.Earmark,
                    now,
                    entry.Id
                )
            );
        }

        await db.BookAsync(contributions, token);
        return contributions;
    }

    private async Task LearnAsync(BankEntry entry, List<Part> parts, CancellationToken token)
    {
        if (entry.RemitterIban.Length == 0 || parts.Select(part => part.DonorId).Distinct().Count() > 1)
        {
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            insert into donor_ibans (donor_id, iban, bank_entry_id)
            values ({parts[0].DonorId}, {entry.RemitterIban}, {entry.Id})
            on conflict do nothing
            """,
            token
        );
    }
}

/// <summary>One person at a time decides on an entry.</summary>
internal static class EntryLock
{
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<BankEntry> LockEntryAsync(
        this DonationsDb db,
        Guid entryId,
        CancellationToken cancellationToken
    )
    {
        await db.Database.ExecuteSqlAsync(
            $"select 1 from bank_entries where id = {entryId} for update",
            cancellationToken
        );
        return await db.BankEntries.SingleOrDefaultAsync(entry => entry.Id == entryId, cancellationToken)
            ?? throw Refusals.NotFound("bank entry", entryId.ToWire()).AsException();
    }
}
