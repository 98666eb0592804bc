namespace Fund.Gateway.OpenData;

/// <summary>A file that everybody may fetch.</summary>
/// <param name="Format">How it is called on the page: CSV, JSON, XML.</param>
/// <param name="Path">Below <c>/open-data/</c>.</param>
/// <param name="MediaType">Of the answer.</param>
/// <param name="MakeAsync">Makes it from what is published.</param>
internal sealed record DataFile(
    string Format,
    string Path,
    string MediaType,
    Func<PublicRecords, Publisher, DateOnly, Task<byte[]>> MakeAsync
)
{
    public string Address => OpenDataEndpoints.Folder + Path;
}

/// <summary>Something that is published, in one or several formats; its words are below <c>Data.</c> and <c>Field.</c>.</summary>
internal sealed record Dataset(string Key, IReadOnlyList<DataFile> Files, IReadOnlyList<string> Fields)
{
    /// <summary>Where the standard it follows is described; null for our own.</summary>
    public string? Standard { get; init; }
}

/// <summary>Everything that is published: the one table behind the page and the addresses.</summary>
internal static class Datasets
{
    private const string Csv = "text/csv; charset=utf-8";
    private const string Json = "application/json; charset=utf-8";
    private const string Xml = "application/xml; charset=utf-8";

    public static IReadOnlyList<Dataset> All { get; } =
    [
        new(
            "contributions",
            [
                new(
                    "CSV",
                    "contributions.csv",
                    Csv,
                    async (records, _, _) => await Tables.ContributionsAsync(await records.RegisterAsync(default))
                ),
                new(
                    "JSON",
                    "contributions.json",
                    Json,
                    async (records, who, _) => Documents.Contributions(await records.RegisterAsync(default), who)
                ),
            ],
            Tables.ContributionColumns
        ),
        new(
            "awards",
            [
                new(
                    "CSV",
                    "awards.csv",
                    Csv,
                    async (records, _, _) => await Tables.AwardsAsync(await GrantsAsync(records))
                ),
                new(
                    "JSON",
                    "awards.json",
                    Json,
                    async (records, who, _) => Documents.Awards(await GrantsAsync(records), who)
                ),
            ],
            Tables.AwardColumns
        ),
        new(
            "calls",
            [
                new(
                    "JSON",
                    "calls.json",
                    Json,
                    async (records, who, _) => Documents.Calls(await records.CallsAsync(default), who)
                ),
            ],
            ["call_id", "state", "titles", "closes_at", "time_zone", "envelope", "grants", "months"]
        ),
        new(
            "applications",
            [
                new(
                    "CSV",
                    "applications.csv",
                    Csv,
                    async (records, _, _) => await Tables.ApplicationsAsync(await records.StatisticsAsync(default))
                ),
                new(
                    "JSON",
                    "applications.json",
                    Json,
                    async (records, who, _) => Documents.Applications(await records.StatisticsAsync(default), who)
                ),
            ],
            Tables.ApplicationColumns
        ),
        new(
            "figures",
            [
                new(
                    "CSV",
                    "figures.csv",
                    Csv,
                    async (records, _, _) => await Tables.FiguresAsync(await records.ReleasesAsync(default))
                ),
                new(
                    "JSON",
                    "figures.json",
                    Json,
                    async (records, who, _) => Documents.Figures(await records.ReleasesAsync(default), who)
                ),
            ],
            Tables.FigureColumns
        ),
        new(
            "position",
            [
                new(
                    "JSON",
                    "position.json",
                    Json,
                    async (records, who, _) =>
                        Documents.Position(
                            await records.PositionAsync(default),
                            await records.HistoryAsync(default),
                            who
                        )
                ),
            ],
            ["as_of", "received", "support", "reserve", "reserved", "committed", "disbursed", "refunded", "available"]
        ),
        new("iati_activities", [new("XML", "iati/activities.xml", Xml, Whole(IatiActivities.File))], [])
        {
            Standard = "https://iatistandard.org/en/iati-standard/203/activity-standard/",
        },
        new("iati_organisation", [new("XML", "iati/organisation.xml", Xml, Whole(IatiOrganisation.File))], [])
        {
            Standard = "https://iatistandard.org/en/iati-standard/203/organisation-standard/",
        },
        new(
            "giving",
            [
                new("JSON", "360giving.json", Json, Whole(ThreeSixtyGiving.Package)),
                new(
                    "CSV",
                    "360giving.csv",
                    Csv,
                    async (records, who, today) =>
                        await ThreeSixtyGiving.TableAsync(await PublishedData.LoadAsync(records, today, default), who)
                ),
            ],
            []
        )
        {
            Standard = "https://standard.threesixtygiving.org/",
        },
    ];

    private static async Task<IReadOnlyList<Grant>> GrantsAsync(PublicRecords records) =>
        Grant.Of(await records.AwardsAsync(default), await records.ActivitiesAsync(default));

    private static Func<PublicRecords, Publisher, DateOnly, Task<byte[]>> Whole(
        Func<PublishedData, Publisher, byte[]> make
    ) => async (records, who, today) => make(await PublishedData.LoadAsync(records, today, default), who);
}
