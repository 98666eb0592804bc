using Fund.Beneficiaries.V1;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.GrantCalls.V1;
using Google.Protobuf.WellKnownTypes;

namespace Fund.Gateway.Tests.Portal;

/// <summary>What the services tell the public page in its tests.</summary>
internal static class PublicFacts
{
    public static void Tell(Backend backend)
    {
        backend.Answer("GetFundPosition", new GetFundPositionResponse { Position = Position() });
        backend.Answer("ListCalls", new ListCallsResponse { Calls = { Call() }, Page = new PageResponse() });
        backend.Answer("GetPublishedFigures", new GetPublishedFiguresResponse { Figures = Figures() });
        backend.Answer(
            "ListAwards",
            new ListAwardsResponse { Awards = { Award(1), Award(2) }, Page = new PageResponse() }
        );
        backend.Answer("ListPublicRegister", Register());
    }

    public static FundPosition Position() =>
        new()
        {
            AsOf = "2026-11-22",
            Received = Usd(6_734_910_55),
            ProgrammeSupportCosts = Usd(612_340_00),
            OperatingReserve = Usd(210_000_00),
            Reserved = Usd(640_000_00),
            Committed = Usd(356_250_00),
            Disbursed = Usd(4_102_118_20),
            Refunded = Usd(18_400_12),
            Available = Usd(832_602_47),
            ContributionsAwaitingRate = 2,
            MinimumForNewCall = Usd(500_000_00),
        };

    private static Call Call() =>
        new()
        {
            CallId = Guid.CreateVersion7().ToString(),
            State = CallState.Open,
            ClosesAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 12, 15, 23, 0, 0, TimeSpan.Zero)),
            Terms = new CallTerms
            {
                Titles =
                {
                    new LocalisedText { Language = "en", Text = "Direct assistance along migration routes" },
                    new LocalisedText { Language = "fr", Text = "Aide directe le long des routes migratoires" },
                },
                ClosesAtLocal = "2026-12-15T23:59:00",
                TimeZone = "Europe/Vienna",
                Envelope = Usd(640_000_00),
                MinimumGrant = Usd(20_000_00),
                MaximumGrant = Usd(60_000_00),
                MinimumMonths = 12,
                MaximumMonths = 24,
            },
        };

    private static PublishedFigures Figures()
    {
        var table = new PublishedTable
        {
            Key = "people_by_age_and_gender",
            Title = "People assisted directly, by age group and gender",
            RowDimension = "Age group",
            ColumnDimension = "Gender",
        };
        Add(table, "child", ("Feminine", 112), ("Masculine", null), ("OtherOrNotRecorded", null), ("", 161));
        Add(table, "adult", ("Feminine", 1_204), ("Masculine", 318), ("OtherOrNotRecorded", 24), ("", 1_546));
        Add(table, "NotRecorded", ("Feminine", 0), ("Masculine", null), ("OtherOrNotRecorded", null), ("", 15));
        Add(table, "", ("Feminine", 1_316), ("Masculine", 371), ("OtherOrNotRecorded", 35), ("", 1_722));
        var countries = new PublishedTable { Key = "people_by_country_of_project", Title = "People by country" };
        Add(countries, "AL", ("", 640));
        Add(countries, "KE", ("", null));
        Add(countries, "", ("", 1_722));
        var unknown = new PublishedTable
        {
            Key = "something_new",
            Title = "A table of a newer service",
            RowDimension = "Kind",
        };
        Add(unknown, "SomethingNew", ("", 44));
        return new PublishedFigures
        {
            ReleaseId = Guid.CreateVersion7().ToString(),
            Number = 3,
            UpTo = "2026-09-30",
            MinimumCell = 11,
            Tables = { table, countries, unknown },
        };
    }

    private static ListPublicRegisterResponse Register()
    {
        var state = new RegisterLine
        {
            DonorName = "République d'Albanie",
            Kind = DonorKind.MemberState,
            CountryCode = "AL",
            Year = 2026,
            Amount = Usd(1_250_000_50),
            Named = true,
        };
        var individuals = new RegisterLine
        {
            DonorName = "Individuals",
            Kind = DonorKind.Individual,
            Year = 2026,
            Amount = Usd(31_000_00),
        };
        var anonymous = new RegisterLine { DonorName = "Anonymous donor", Year = 2026 };
        return new ListPublicRegisterResponse { Lines = { state, individuals, anonymous }, Page = new PageResponse() };
    }

    private static Award Award(int number) =>
        new()
        {
            AwardId = Guid.CreateVersion7().ToString(),
            Title = $"Safe harbour, phase {number}",
            OrganisationName = "Association Mère & Enfant <Tirana>",
            CountryCode = "AL",
            Amount = Usd(57_000_00),
            DurationMonths = 18,
            DecidedOn = "2026-06-12",
        };

    private static void Add(PublishedTable table, string row, params (string Column, int? Count)[] cells)
    {
        foreach (var (column, count) in cells)
        {
            var cell = new PublishedCell
            {
                Row = row,
                Column = column,
                Protected = count is null,
            };
            if (count is { } known)
            {
                cell.Count = known;
            }

            table.Cells.Add(cell);
        }
    }

    private static Money Usd(long cents) => new() { MinorUnits = cents, CurrencyCode = "USD" };
}
