using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Issues the receipt of a contribution, or gives the one it has: there are never two.</summary>
public sealed class IssueReceipt(DonationsDb db, ReceiptsDoor door, TimeProvider clock)
{
    public Task<V1.IssueReceiptResponse> HandleAsync(
        V1.IssueReceiptRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("contribution_id", request.ContributionId);
        var language = StatementQuestion.LanguageOf(check, request.Language);
        check.ThrowIfAny();
        return door.PassAsync(
            () =>
                db.OnceAsync(
                    caller,
                    request.RequestId,
                    request,
                    async token =>
                    {
                        var receipt =
                            await FindAsync(id, token)
                            ?? await IssueAsync(
                                id,
                                language.Length > 0 ? StatementWords.Spoken(language) : "",
                                caller,
                                token
                            );
                        return new V1.IssueReceiptResponse { Receipt = receipt.ToWire() };
                    },
                    cancellationToken
                ),
            cancellationToken
        );
    }

    private async Task<KnownReceipt> IssueAsync(Guid id, string language, Caller caller, CancellationToken token)
    {
        var contribution =
            await db
                .Contributions.AsNoTracking()
                .Where(row => row.Id == id)
                .Select(row => new { row.ReversedOn })
                .SingleOrDefaultAsync(token)
            ?? throw Refusals.NotFound("contribution", id.ToWire()).AsException();
        if (contribution.ReversedOn is { } on)
        {
            throw DonationRefusals.ContributionReversed(id, on).AsException();
        }

        await db.LockReceiptsAsync(clock.Today().Year, token);

        // Somebody else may have issued it while this one waited.
        if (await FindAsync(id, token) is { } known)
        {
            return known;
        }

        await db.IssueAsync([id], language, caller.Subject, clock.Moment(), token);
        return await FindAsync(id, token)
            ?? throw new InvalidOperationException("A receipt vanished after it was issued.");
    }

    private Task<KnownReceipt?> FindAsync(Guid contributionId, CancellationToken token) =>
        db.KnownReceipts().SingleOrDefaultAsync(row => row.Receipt.ContributionId == contributionId, token);
}
