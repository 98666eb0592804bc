using Fund.Common.V1;
using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Money = Fund.Kernel.Money;

namespace Fund.Donations.Features;

/// <summary>Contributions as a CSV file, newest first, row by row as the database gives them.</summary>
public sealed class ExportContributions(DonationsDb db, TimeProvider clock)
{
    private static readonly string[] Columns =
    [
        "contribution_id",
        "donor_id",
        "donor",
        "value_date",
        "currency",
        "amount",
        "channel",
        "earmark",
        "pledge_id",
        "usd_value",
        "units_per_usd",
        "rate_effective_date",
        "recorded_at",
        "booked_on",
        "corrects_contribution_id",
        "reversed_on",
        "reversal_reason",
        "bank_entry_id",
    ];

    public async Task HandleAsync(
        V1.ExportContributionsRequest request,
        Caller caller,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var filter = ContributionFilter.Of(check, request);
        check.ThrowIfAny();
        var donorId = await db.WantedDonorAsync(caller, request.DonorId, cancellationToken);
        var wanted = (filter with { DonorId = donorId })
            .Apply(db)
            .Join(db.Donors, row => row.DonorId, donor => donor.Id, (row, donor) => new { row, donor.Name })
            .OrderByDescending(pair => pair.row.Id);
        await using var stream = new FilePartStream(
            parts,
            $"contributions-{clock.Today():yyyy-MM-dd}.csv",
            CsvFile.MediaType,
            cancellationToken
        );

        // A large file takes as long as its receiver does.
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await using (var file = await CsvFile.BeginAsync(stream, Columns, cancellationToken))
        {
            await foreach (var pair in wanted.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                await WriteAsync(file, pair.row, pair.Name, cancellationToken);
            }
        }

        await stream.CompleteAsync();
    }

    private static ValueTask WriteAsync(
        CsvFile file,
        Contribution row,
        string donor,
        CancellationToken cancellationToken
    ) =>
        file.Text(row.Id.ToWire())
            .Text(row.DonorId.ToWire())
            .Text(donor)
            .Date(row.ValueDate)
            .Text(row.Amount.Currency.Code)
            .Amount(row.Amount)
            .Text(row.Channel.ToString())
            .Text(row.Earmark)
            .Text(row.PledgeId.ToWire())
            .Amount(row.UsdValue)
            .Text(row.UnitsPerUsd is { } units ? DonationRefusals.Plain(units) : "")
            .Date(row.RateEffectiveDate)
            .Moment(row.RecordedAt)
            .Date(row.CountsFrom)
            .Text(row.CorrectsId.ToWire())
            .Date(row.ReversedOn)
            .Text(row.ReversalReason)
            .Text(row.BankEntryId.ToWire())
            .EndRowAsync(cancellationToken);
}
