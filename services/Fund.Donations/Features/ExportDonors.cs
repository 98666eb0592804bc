using Fund.Common.V1;
using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Donors as a CSV file, by name, without personal data of their contacts. Merged duplicates are left out.</summary>
public sealed class ExportDonors(DonationsDb db, TimeProvider clock)
{
    private static readonly string[] Columns =
    [
        "donor_id",
        "kind",
        "un_donor_type",
        "name",
        "country_code",
        "language",
        "publicly_anonymous",
        "registered_at",
    ];

    public async Task HandleAsync(
        V1.ExportDonorsRequest request,
        Caller caller,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var kind = check.OptionalChoice("kind", request.Kind);
        var country = check.OptionalCountry(request.CountryCode);
        check.ThrowIfAny();
        var donors = db.DonorsOf((DonorKind)kind, country).OrderBy(donor => donor.SearchName).ThenBy(donor => donor.Id);
        await using var stream = new FilePartStream(
            parts,
            $"donors-{clock.Today():yyyy-MM-dd}.csv",
            CsvFile.MediaType,
            cancellationToken
        );
        await using (var file = await CsvFile.BeginAsync(stream, Columns, cancellationToken))
        {
            await foreach (var donor in donors.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                await file.Text(donor.Id.ToWire())
                    .Text(donor.Kind.ToString())
                    .Text(donor.UnDonorType)
                    .Text(donor.Name)
                    .Text(donor.CountryCode)
                    .Text(donor.Language)
                    .Text(donor.PubliclyAnonymous ? "yes" : "no")
                    .Moment(donor.RegisteredAt)
                    .EndRowAsync(cancellationToken);
            }
        }

        await stream.CompleteAsync();
    }
}
