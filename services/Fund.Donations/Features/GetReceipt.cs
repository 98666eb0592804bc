using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>One receipt, for those who may see its donor.</summary>
public sealed class GetReceipt(DonationsDb db)
{
    public async Task<V1.GetReceiptResponse> HandleAsync(
        V1.GetReceiptRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ReceiptId.ToId("receipt_id");
        var receipt = await db.SeenReceiptAsync(caller, id, cancellationToken);
        return new V1.GetReceiptResponse { Receipt = receipt.ToWire() };
    }
}

/// <summary>Who may see which receipt.</summary>
internal static class ReceiptSight
{
    /// <exception cref="RefusedException">NOT_FOUND when there is none, or it is not the caller's to see.</exception>
    public static async Task<KnownReceipt> SeenReceiptAsync(
        this DonationsDb db,
        Caller caller,
        Guid receiptId,
        CancellationToken cancellationToken
    )
    {
        var receipt = await db.KnownReceipts()
            .SingleOrDefaultAsync(row => row.Receipt.Id == receiptId, cancellationToken);
        return receipt is not null && await db.MaySeeDonorAsync(caller, receipt.Owner, cancellationToken)
            ? receipt
            : throw Refusals.NotFound("receipt", receiptId.ToWire()).AsException();
    }
}
