using Fund.Common.V1;
using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// People and offices behind the donors as a CSV file, by donor, for letters. Personal data: for staff and auditors.
/// Contacts of merged duplicates stand with the donor that they are now.
/// </summary>
public sealed class ExportDonorContacts(DonationsDb db, TimeProvider clock)
{
    private static readonly string[] Columns =
    [
        "donor_id",
        "donor",
        "kind",
        "country_code",
        "contact",
        "email",
        "phone",
        "language",
        "gets_notices",
    ];

    public async Task HandleAsync(
        V1.ExportDonorContactsRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var kind = check.OptionalChoice("kind", request.Kind);
        var country = check.OptionalCountry(request.CountryCode);
        check.ThrowIfAny();
        var rows =
            from donor in db.DonorsOf((DonorKind)kind, country)
            join contact in db.Set<DonorContact>().AsNoTracking() on donor.Id equals contact.DonorId
            where contact.GetsNotices || !request.NoticesOnly
            orderby donor.SearchName, donor.Id, contact.Position, contact.Id
            select new { Donor = donor, Contact = contact };
        await using var stream = new FilePartStream(
            parts,
            $"donor-contacts-{clock.Today():yyyy-MM-dd}.csv",
            CsvFile.MediaType,
            cancellationToken
        );
        await using (var file = await CsvFile.BeginAsync(stream, Columns, cancellationToken))
        {
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                await file.Text(row.Donor.Id.ToWire())
                    .Text(row.Donor.Name)
                    .Text(row.Donor.Kind.ToString())
                    .Text(row.Donor.CountryCode)
                    .Text(row.Contact.Name)
                    .Text(row.Contact.Email)
                    .Text(row.Contact.Phone)
                    .Text(row.Contact.Language)
                    .Text(row.Contact.GetsNotices ? "yes" : "no")
                    .EndRowAsync(cancellationToken);
            }
        }

        await stream.CompleteAsync();
    }
}
