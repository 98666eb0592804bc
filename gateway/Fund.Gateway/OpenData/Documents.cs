using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.GrantCalls.V1;

namespace Fund.Gateway.OpenData;

/// <summary>
/// Published records as JSON, spelt like the REST API: camelCase names, amounts as texts with their currency. What
/// there is none of is left out.
/// </summary>
internal static class Documents
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Nothing of it is put into a page, so letters of all scripts stay letters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Contributions(IEnumerable<RegisterLine> lines, Publisher publisher) =>
        Write(
            publisher,
            lines.Select(line => new
            {
                line.Year,
                Donor = line.DonorName,
                DonorKind = Wire.Word(line.Kind),
                CountryCode = OrNull(line.CountryCode),
                line.Named,
                Amount = Of(line.Amount),
            })
        );

    public static byte[] Awards(IEnumerable<Grant> grants, Publisher publisher) =>
        Write(
            publisher,
            grants.Select(grant => new
            {
                grant.Award.AwardId,
                grant.Award.CallId,
                grant.Award.DecidedOn,
                Organisation = grant.Award.OrganisationName,
                grant.Award.Title,
                grant.Award.CountryCode,
                Months = grant.Award.DurationMonths,
                Amount = Of(grant.Award.Amount),
                Agreement = grant.Agreement is not { } agreement
                    ? null
                    : new
                    {
                        Number = agreement.AgreementNumber,
                        State = Wire.Word(agreement.State),
                        agreement.SignedOn,
                        agreement.StartsOn,
                        agreement.EndsOn,
                        Instalments = agreement.Instalments.Select(part => new
                        {
                            part.Number,
                            Amount = Of(part.Amount),
                            part.DueOn,
                            PaidOn = OrNull(part.PaidOn),
                        }),
                    },
            })
        );

    public static byte[] Calls(IEnumerable<Call> calls, Publisher publisher) =>
        Write(
            publisher,
            calls.Select(call => new
            {
                call.CallId,
                State = Wire.Word(call.State),
                Titles = ByLanguage(call.Terms.Titles),
                Descriptions = ByLanguage(call.Terms.Descriptions),
                OpensAt = call.OpensAt?.ToDateTimeOffset(),
                ClosesAt = call.ClosesAt?.ToDateTimeOffset(),
                call.Terms.ClosesAtLocal,
                call.Terms.TimeZone,
                Envelope = Of(call.Terms.Envelope),
                MinimumGrant = Of(call.Terms.MinimumGrant),
                MaximumGrant = Of(call.Terms.MaximumGrant),
                call.Terms.MinimumMonths,
                call.Terms.MaximumMonths,
                Awarded = Of(call.Awarded),
            })
        );

    public static byte[] Applications(IEnumerable<PublishedStatistics> calls, Publisher publisher) =>
        Write(
            publisher,
            calls.Select(call => new
            {
                call.CallId,
                Titles = ByLanguage(call.Titles),
                call.ClosedOn,
                call.MinimumCell,
                Rows = call.Rows.Select(row => new
                {
                    By = Wire.Word(row.Kind),
                    row.Keys,
                    row.Applications,
                    row.Awards,
                    SuccessPercent = row.SuccessHundredths / 100m,
                    Requested = Of(row.Requested),
                    Awarded = Of(row.Awarded),
                }),
            })
        );

    public static byte[] Figures(IEnumerable<Beneficiaries.V1.PublishedFigures> releases, Publisher publisher) =>
        Write(
            publisher,
            releases.Select(release => new
            {
                Release = release.Number,
                release.UpTo,
                PublishedAt = release.PublishedAt?.ToDateTimeOffset(),
                release.MinimumCell,
                Tables = release.Tables.Select(table => new
                {
                    table.Key,
                    table.Title,
                    table.RowDimension,
                    table.ColumnDimension,
                    Cells = table.Cells.Select(cell => new
                    {
                        cell.Row,
                        cell.Column,
                        Count = cell.HasCount ? cell.Count : (int?)null,
                        cell.Protected,
                    }),
                }),
            })
        );

    public static byte[] Position(FundPosition position, IEnumerable<PositionPoint> history, Publisher publisher) =>
        Serialise(
            new
            {
                Publisher = publisher.Name,
                publisher.Licence,
                Today = Point(
                    position.AsOf,
                    position.Received,
                    position.ProgrammeSupportCosts,
                    position.OperatingReserve,
                    position.Reserved,
                    position.Committed,
                    position.Disbursed,
                    position.Refunded,
                    position.Available
                ),
                Months = history.Select(point =>
                    Point(
                        point.AsOf,
                        point.Received,
                        point.ProgrammeSupportCosts,
                        point.OperatingReserve,
                        point.Reserved,
                        point.Committed,
                        point.Disbursed,
                        point.Refunded,
                        point.Available
                    )
                ),
            }
        );

    /// <summary>The document in the way of all of ours.</summary>
    public static byte[] Serialise<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);

    private static byte[] Write<T>(Publisher publisher, IEnumerable<T> rows) =>
        Serialise(
            new
            {
                Publisher = publisher.Name,
                publisher.Licence,
                Rows = rows,
            }
        );

    private static object Point(string asOf, params ReadOnlySpan<Money> parts) =>
        new
        {
            AsOf = asOf,
            Received = Of(parts[0]),
            ProgrammeSupportCosts = Of(parts[1]),
            OperatingReserve = Of(parts[2]),
            Reserved = Of(parts[3]),
            Committed = Of(parts[4]),
            Disbursed = Of(parts[5]),
            Refunded = Of(parts[6]),
            Available = Of(parts[7]),
        };

    private static Dictionary<string, string> ByLanguage(IEnumerable<LocalisedText> texts) =>
        texts.ToDictionary(text => text.Language, text => text.Text, StringComparer.Ordinal);

    private static Amounted? Of(Money? money) => money is null ? null : new(Wire.Amount(money), money.CurrencyCode);

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private sealed record Amounted(string Amount, string Currency);
}
