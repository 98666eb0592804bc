using Fund.Common.V1;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Papers;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// The receipt on paper. The first print is the original, every further one says that it is a copy and of which day. An
/// auditor looks and changes nothing, so what an auditor prints is a copy always.
/// </summary>
public sealed class PrintReceipt(DonationsDb db, TimeProvider clock)
{
    public async Task HandleAsync(
        V1.PrintReceiptRequest request,
        IServerStreamWriter<FilePart> parts,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ReceiptId.ToId("receipt_id");
        var known = await db.SeenReceiptAsync(caller, id, cancellationToken);
        var original = !request.Copy && !caller.Is(Role.Auditor) && await IsFirstAsync(id, cancellationToken);
        var pdf = ReceiptPaper.Make(known.Receipt, known.VoidSince, original ? null : clock.Today());
        await using var stream = new FilePartStream(
            parts,
            $"{known.Receipt.Text}.pdf",
            "application/pdf",
            cancellationToken
        );
        await stream.WriteAsync(pdf, cancellationToken);
        await stream.CompleteAsync();
    }

    private async Task<bool> IsFirstAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.Moment();
        return await db.Database.ExecuteSqlAsync(
                $"update receipts set first_printed_at = {now} where id = {id} and first_printed_at is null",
                cancellationToken
            ) == 1;
    }
}
