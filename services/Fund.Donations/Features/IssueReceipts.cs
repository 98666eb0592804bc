using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Issues receipts for all contributions of a range of value dates that have none, oldest first. One request issues at
/// most ten thousand and says how many are left; what has a receipt or was reversed is passed over.
/// </summary>
public sealed class IssueReceipts(DonationsDb db, TimeProvider clock)
{
    /// <summary>Receipts that one request issues, so that others do not wait long for the next number.</summary>
    public const int MostAtOnce = 10_000;

    public Task<V1.IssueReceiptsResponse> HandleAsync(
        V1.IssueReceiptsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var question = StatementQuestion.Of(check, request.FromDate, request.ToDate, request.Language);
        var donorId = check.OptionalId("donor_id", request.DonorId);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                if (donorId is { } donor)
                {
                    await db.RequireDonorAsync(donor, token);
                }

                return await IssueAsync(question, donorId, caller, token);
            },
            cancellationToken
        );
    }

    private async Task<V1.IssueReceiptsResponse> IssueAsync(
        StatementQuestion question,
        Guid? donorId,
        Caller caller,
        CancellationToken token
    )
    {
        var now = clock.Moment();
        await db.LockReceiptsAsync(now.Year, token);
        var without = db
            .Contributions.AsNoTracking()
            .Where(row => row.ValueDate >= question.From && row.ValueDate <= question.To && row.ReversedOn == null)
            .Where(row => donorId == null || row.DonorId == donorId)
            .Where(row => !db.Receipts.Any(receipt => receipt.ContributionId == row.Id));
        var count = await without.CountAsync(token);
        var next = await without
            .OrderBy(row => row.ValueDate)
            .ThenBy(row => row.Id)
            .Select(row => row.Id)
            .Take(MostAtOnce)
            .ToListAsync(token);
        var response = new V1.IssueReceiptsResponse { Issued = next.Count, Left = count - next.Count };
        if (next.Count > 0)
        {
            var language = question.Language.Length > 0 ? StatementWords.Spoken(question.Language) : "";
            await db.IssueAsync(next, language, caller.Subject, now, token);
            response.FirstNumber = await NumberAsync(next[0], token);
            response.LastNumber = await NumberAsync(next[^1], token);
        }

        return response;
    }

    private async Task<string> NumberAsync(Guid contributionId, CancellationToken token) =>
        (await db.Receipts.AsNoTracking().SingleAsync(row => row.ContributionId == contributionId, token)).Text;
}
