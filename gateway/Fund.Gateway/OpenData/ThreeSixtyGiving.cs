using Fund.GrantCalls.V1;
using Fund.Hosting;

namespace Fund.Gateway.OpenData;

/// <summary>
/// Awards after the 360Giving Data Standard 1.4: JSON by its schema, and the same grants as a table with its headings.
/// Places are countries: nobody learns from us where a shelter is.
/// </summary>
internal static class ThreeSixtyGiving
{
    private static readonly string[] Columns =
    [
        "Identifier",
        "Title",
        "Description",
        "Currency",
        "Amount Awarded",
        "Award Date",
        "Planned Dates:Start Date",
        "Planned Dates:End Date",
        "Planned Dates:Duration (months)",
        "Recipient Org:Identifier",
        "Recipient Org:Name",
        "Funding Org:Identifier",
        "Funding Org:Name",
        "Grant Programme:Code",
        "Grant Programme:Title",
        "Beneficiary Location:Country Code",
        "From an open call?",
    ];

    public static byte[] Package(PublishedData data, Publisher publisher) =>
        Documents.Serialise(
            new
            {
                Version = "1.4",
                Title = $"Grants of the {publisher.Name}",
                Publisher = new { publisher.Name, Identifier = publisher.Identifier },
                License = publisher.Licence,
                Grants = data.Grants.Select(grant => Of(grant, data, publisher)),
            }
        );

    public static async Task<byte[]> TableAsync(PublishedData data, Publisher publisher)
    {
        using var target = new MemoryStream();
        await using (var file = await CsvFile.BeginAsync(target, Columns, CancellationToken.None))
        {
            foreach (var grant in data.Grants)
            {
                var award = grant.Award;
                file.Text(IdOf(award, publisher))
                    .Text(award.Title)
                    .Text(Description(award))
                    .Text(award.Amount.CurrencyCode)
                    .Text(Wire.Amount(award.Amount))
                    .Text(award.DecidedOn)
                    .Text(grant.Agreement?.StartsOn)
                    .Text(grant.Agreement?.EndsOn)
                    .Number(award.DurationMonths)
                    .Text(RecipientOf(award, publisher))
                    .Text(award.OrganisationName)
                    .Text(publisher.Identifier)
                    .Text(publisher.Name)
                    .Text(award.CallId)
                    .Text(CallTitle(award, data))
                    .Text(award.CountryCode)
                    .Text("Yes");
                await file.EndRowAsync(CancellationToken.None);
            }
        }

        return target.ToArray();
    }

    private static object Of(Grant grant, PublishedData data, Publisher publisher)
    {
        var award = grant.Award;
        return new
        {
            Id = IdOf(award, publisher),
            award.Title,
            Description = Description(award),
            Currency = award.Amount.CurrencyCode,
            AmountAwarded = award.Amount.MinorUnits / 100m,
            AmountDisbursed = grant.PaidMinor / 100m,
            AwardDate = award.DecidedOn,
            PlannedDates = new[]
            {
                new
                {
                    StartDate = grant.Agreement?.StartsOn,
                    EndDate = grant.Agreement?.EndsOn,
                    Duration = award.DurationMonths,
                },
            },
            RecipientOrganization = new[] { new { Id = RecipientOf(award, publisher), Name = award.OrganisationName } },
            FundingOrganization = new[] { new { Id = publisher.Identifier, publisher.Name } },
            BeneficiaryLocation = new[] { new { award.CountryCode } },
            GrantProgramme = new[] { new { Code = award.CallId, Title = CallTitle(award, data) } },
            FromOpenCall = "Yes",
        };
    }

    private static string IdOf(Award award, Publisher publisher) => $"{publisher.GrantPrefix}-{award.AwardId}";

    private static string RecipientOf(Award award, Publisher publisher) =>
        $"{publisher.GrantPrefix}-ORG:{award.OrganisationId}";

    /// <summary>What the money is for; the proposals themselves are not published.</summary>
    private static string Description(Award award) =>
        $"Direct assistance to victims of trafficking in persons by {award.OrganisationName}, {award.DurationMonths} months.";

    private static string? CallTitle(Award award, PublishedData data) =>
        data
            .Calls.FirstOrDefault(call => call.CallId == award.CallId)
            ?.Terms.Titles.FirstOrDefault(title => title.Language == "en")
            ?.Text;
}
