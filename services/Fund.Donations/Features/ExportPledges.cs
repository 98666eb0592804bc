using Fund.Common.V1;
using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Money = Fund.Kernel.Money;

namespace Fund.Donations.Features;

/// <summary>Pledges as a CSV file, the newest first, with what they stood at today or at the end of any day.</summary>
public sealed class ExportPledges(DonationsDb db, TimeProvider clock)
{
    private static readonly string[] Columns =
    [
        "pledge_id",
        "donor_id",
        "donor",
        "pledged_on",
        "reference",
        "earmark",
        "currency",
        "amount",
        "paid",
        "outstanding",
        "overpaid",
        "overdue",
        "cancelled_on",
        "cancellation_reason",
        "as_of",
    ];

    public async Task HandleAsync(
        V1.ExportPledgesRequest request,
        Caller caller,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var asOf = check.AsOf(request.AsOf, clock.Today());
        var currency = check.OptionalCurrency(request.CurrencyCode);
        var state = check.OptionalChoice("state", request.State);
        check.ThrowIfAny();
        var donorId = await db.WantedDonorAsync(caller, request.DonorId, cancellationToken);
        var wanted = db.PledgesOn(asOf, new PledgeFilter(donorId, state, request.Overdue, currency))
            .Join(db.Donors, row => row.Pledge.DonorId, donor => donor.Id, (row, donor) => new { row, donor.Name })
            .OrderByDescending(row => row.row.Pledge.Id);
        await using var stream = new FilePartStream(
            parts,
            $"pledges-{asOf:yyyy-MM-dd}.csv",
            CsvFile.MediaType,
            cancellationToken
        );
        await using (var file = await CsvFile.BeginAsync(stream, Columns, cancellationToken))
        {
            await foreach (var row in wanted.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                await WriteAsync(file, row.row, row.Name, asOf, cancellationToken);
            }
        }

        await stream.CompleteAsync();
    }

    private static ValueTask WriteAsync(
        CsvFile file,
        PledgeOnDay row,
        string donor,
        DateOnly asOf,
        CancellationToken cancellationToken
    )
    {
        var (pledge, standing) = (row.Pledge, row.Standing);
        Money Of(long minor) => new(minor, pledge.Amount.Currency);
        var cancelled = pledge.CancelledOn <= asOf;
        return file.Text(pledge.Id.ToWire())
            .Text(pledge.DonorId.ToWire())
            .Text(donor)
            .Date(pledge.PledgedOn)
            .Text(pledge.Reference)
            .Text(pledge.Earmark)
            .Text(pledge.Amount.Currency.Code)
            .Amount(pledge.Amount)
            .Amount(Of(standing.PaidMinor))
            .Amount(Of(standing.OutstandingMinor))
            .Amount(Of(standing.OverpaidMinor))
            .Amount(Of(standing.OverdueMinor))
            .Date(cancelled ? pledge.CancelledOn : null)
            .Text(cancelled ? pledge.CancellationReason : "")
            .Date(asOf)
            .EndRowAsync(cancellationToken);
    }
}
