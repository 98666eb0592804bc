using Fund.Beneficiaries.V1;
using Fund.Donations.V1;
using Fund.GrantCalls.V1;
using Fund.Projects.V1;

namespace Fund.Gateway.OpenData;

/// <summary>An award with the agreement that came of it; null while none is signed.</summary>
internal sealed record Grant(Award Award, PublishedActivity? Agreement)
{
    /// <summary>Joins awards to agreements, newest award first.</summary>
    public static IReadOnlyList<Grant> Of(IEnumerable<Award> awards, IEnumerable<PublishedActivity> agreements)
    {
        var byAward = agreements.ToDictionary(agreement => agreement.AwardId, StringComparer.Ordinal);
        return [.. awards.Select(award => new Grant(award, byAward.GetValueOrDefault(award.AwardId)))];
    }

    /// <summary>Paid so far, in minor units of USD.</summary>
    public long PaidMinor =>
        Agreement?.Instalments.Where(part => part.PaidOn.Length > 0).Sum(part => part.Amount.MinorUnits) ?? 0;
}

/// <summary>What the files that put several records together are made of, all of it read at about the same moment.</summary>
internal sealed record PublishedData(
    DateOnly Today,
    IReadOnlyList<Grant> Grants,
    IReadOnlyList<Call> Calls,
    IReadOnlyList<RegisterLine> Register,
    IReadOnlyList<PositionPoint> History,
    IReadOnlyList<PublishedFigures> Releases
)
{
    public static async Task<PublishedData> LoadAsync(
        PublicRecords records,
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        var awards = records.AwardsAsync(cancellationToken);
        var activities = records.ActivitiesAsync(cancellationToken);
        var calls = records.CallsAsync(cancellationToken);
        var register = records.RegisterAsync(cancellationToken);
        var history = records.HistoryAsync(cancellationToken);
        var releases = records.ReleasesAsync(cancellationToken);
        await Task.WhenAll(awards, activities, calls, register, history, releases);
        return new PublishedData(
            today,
            Grant.Of(await awards, await activities),
            await calls,
            await register,
            await history,
            await releases
        );
    }

    /// <summary>First day on which the Fund is known to have had money; today when it never had any.</summary>
    public DateOnly Began =>
        History.Count == 0 ? Today
        : Wire.Day(History[0].AsOf) is { } first ? new DateOnly(first.Year, first.Month, 1)
        : Today;
}
