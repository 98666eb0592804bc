using Fund.Beneficiaries.V1;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.GrantCalls.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Fund.Gateway.Tests.Portal;

/// <summary>What the services tell the public page in its tests.</summary>
internal static class PublicFacts
{
    /// <summary>The one that <see cref="PortalPages"/> opens.</summary>
    public const string OpenCall = "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2";
    public const string Release = "0198f3a2-0000-7000-8000-00000000e003";

    public static void Tell(Backend backend)
    {
        backend.Answer("GetFundPosition", new GetFundPositionResponse { Position = Position() });
        backend.Answer("GetPositionHistory", PublicProjects.History());
        backend.Answer("ListPublishedActivities", PublicProjects.Activities());
        backend.Answer("ListCalls", (request, _) => Task.FromResult<IMessage>(Calls((ListCallsRequest)request)));
        backend.Answer("GetPublishedFigures", new GetPublishedFiguresResponse { Figures = Figures() });
        backend.Answer("ListPublishedReleases", Releases());
        backend.Answer(
            "ListAwards",
            new ListAwardsResponse { Awards = { Award(1), Award(2) }, Page = new PageResponse() }
        );
        backend.Answer("ListPublishedStatistics", Statistics());
        backend.Answer("ListPublicRegister", Register());
        backend.Answer("GetCallForm", new GetCallFormResponse { Form = Form() });
    }

    private static ListPublishedStatisticsResponse Statistics() =>
        new()
        {
            Statistics =
            {
                new PublishedStatistics
                {
                    CallId = "0198f3a2-0000-7000-8000-00000000c002",
                    Titles =
                    {
                        new LocalisedText { Language = "en", Text = "Direct assistance along migration routes" },
                    },
                    ClosedOn = "2026-05-29",
                    MinimumCell = 5,
                    Rows =
                    {
                        Row(StatisticsKind.All, 23, 6),
                        Row(StatisticsKind.Region, 12, 4, "africa"),
                        Row(StatisticsKind.Region, 11, 2, "americas", "asia", "europe"),
                        Row(StatisticsKind.Amount, 9, 3, "3000000"),
                        Row(StatisticsKind.Amount, 14, 3, "6000000"),
                        Row(StatisticsKind.Answer, 15, 4, "exploitation:labour"),
                    },
                },
                new PublishedStatistics
                {
                    CallId = "0198f3a2-0000-7000-8000-00000000c003",
                    ClosedOn = "2025-05-29",
                    MinimumCell = 5,
                },
            },
            Page = new PageResponse(),
        };

    private static PublishedStatisticsRow Row(
        StatisticsKind kind,
        int applications,
        int awards,
        params string[] keys
    ) =>
        new()
        {
            Kind = kind,
            Keys = { keys },
            Applications = applications,
            Awards = awards,
            SuccessHundredths = awards * 10_000 / applications,
            Awarded = Usd(awards * 45_000_00L),
            Requested = Usd(applications * 52_000_00L),
        };

    private static Fund.Forms.V1.Form Form() =>
        new()
        {
            Sections =
            {
                new Fund.Forms.V1.Section
                {
                    Key = "need",
                    Title =
                    {
                        new LocalisedText { Language = "en", Text = "Need" },
                    },
                    Fields =
                    {
                        new Fund.Forms.V1.Field
                        {
                            Key = "need",
                            Type = Fund.Forms.V1.FieldType.LongText,
                            Label =
                            {
                                new LocalisedText { Language = "en", Text = "Which need do you meet?" },
                            },
                            MaxWords = 300,
                        },
                    },
                },
            },
        };

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

    private static ListCallsResponse Calls(ListCallsRequest request)
    {
        var closed = Call("0198f3a2-0000-7000-8000-00000000c002", CallState.Decided);
        closed.Awarded = Usd(114_000_00);
        Call[] all =
        [
            Call(OpenCall, CallState.Open),
            Call("0198f3a2-0000-7000-8000-00000000c001", CallState.Published),
            closed,
        ];
        return new ListCallsResponse
        {
            Calls = { all.Where(call => request.State == CallState.Unspecified || call.State == request.State) },
            Page = new PageResponse(),
        };
    }

    private static Call Call(string id, CallState state) =>
        new()
        {
            CallId = id,
            State = state,
            OpensAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero)),
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
                Descriptions =
                {
                    new LocalisedText
                    {
                        Language = "en",
                        Text = "Shelter, legal aid and health care for victims on the move.",
                    },
                },
                Criteria =
                {
                    new Criterion
                    {
                        Key = "registered",
                        Kind = CriterionKind.YearsRegistered,
                        Number = 3,
                    },
                    new Criterion { Key = "account", Kind = CriterionKind.OwnBankAccount },
                    new Criterion
                    {
                        Key = "psea",
                        Kind = CriterionKind.ByPerson,
                        Text = "A policy against abuse is in force.",
                    },
                },
                Questions =
                {
                    new Question
                    {
                        Key = "need",
                        Section = "Project",
                        Label = "Which need does the project meet?",
                        Type = QuestionType.Text,
                    },
                },
                Grid =
                {
                    new ScoringCriterion
                    {
                        Key = "quality",
                        Label = "Quality",
                        Weight = 100,
                    },
                },
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
            ReleaseId = Release,
            Number = 3,
            UpTo = "2026-09-30",
            PublishedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 10, 20, 9, 0, 0, TimeSpan.Zero)),
            MinimumCell = 11,
            Tables = { table, countries, unknown },
        };
    }

    private static ListPublishedReleasesResponse Releases() =>
        new()
        {
            Releases =
            {
                new PublishedRelease
                {
                    ReleaseId = Release,
                    Number = 3,
                    UpTo = "2026-09-30",
                },
            },
            Page = new PageResponse(),
        };

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
            AwardId = $"0198f3a2-0000-7000-8000-00000000a00{number}",
            CallId = OpenCall,
            ProposalId = "0198f3a2-0000-7000-8000-00000000b001",
            OrganisationId = "0198f3a2-0000-7000-8000-00000000d001",
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

    internal static Money Usd(long cents) => new() { MinorUnits = cents, CurrencyCode = "USD" };
}
