using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Domain.Disclosure;
using Fund.Beneficiaries.Grpc;
using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Events;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Beneficiaries.Features;

/// <summary>
/// Publishes the figures of all accepted returns up to a date as a new release. What is shown is chosen so that nobody
/// can compute a small figure from this and all earlier releases together; when that cannot be shown, nothing is
/// published.
/// </summary>
public sealed class PublishFigures(BeneficiariesDb db, TimeProvider clock)
{
    public Task<PublishFiguresResponse> HandleAsync(
        PublishFiguresRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var check = new Check();
        var upTo = check.PastDate("up_to", request.UpTo, DateOnly.FromDateTime(now.UtcDateTime));
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                // Releases are made one after the other: each is tested against all before it.
                await db.Database.ExecuteSqlAsync($"lock table releases in exclusive mode", token);
                var history = await ReleaseHistory.ReadAsync(db, token);
                if (history.Last is { } last && upTo < last.UpTo)
                {
                    throw BeneficiaryRefusals.BeforeLastRelease(upTo, last.UpTo).AsException();
                }

                var release = Release.Of(history.NextNumber, upTo, await RuleAsync(token), now);
                var counts = await new CountedReturns(db).CountAsync(release.Number, upTo, token);
                var layouts = Fill(release, counts, history);
                foreach (var layout in layouts)
                {
                    release.Show(layout);
                }

                db.Add(release);
                db.Enqueue(new FiguresPublished(release.Id, release.Number, upTo, Headlines(release)));
                return new PublishFiguresResponse { Figures = release.ToWire() };
            },
            cancellationToken
        );
    }

    /// <summary>Protects both networks and gives the tables to show.</summary>
    private static List<TableLayout> Fill(Release release, FigureCounts counts, ReleaseHistory history)
    {
        var countries = history.WithEarlierCountries(counts.Countries);
        var people = PeopleFigures.Network(countries);
        var values = people.Values(counts.People);
        Protect(release, people, values, PeopleFigures.StructuralZeros(people, values), history);
        var services = ServiceFigures.Network();
        Protect(release, services, services.Values(counts.Services), new bool[services.Count], history);
        return [.. PeopleFigures.Tables(countries), ServiceFigures.Table];
    }

    private static void Protect(
        Release release,
        FigureNetwork network,
        long[] values,
        bool[] structural,
        ReleaseHistory history
    )
    {
        var past = history.Of(network);
        RequireGrowth(release, network, values, past, history);
        var published =
            new Suppression(network, release.Rule, past, values, structural).Choose()
            ?? throw BeneficiaryRefusals.NotSafe().AsException();
        release.Keep(network, values, published);
    }

    /// <summary>Figures never fall, and the total of people is not published again before it has grown enough.</summary>
    private static void RequireGrowth(
        Release release,
        FigureNetwork network,
        long[] values,
        IReadOnlyList<ReleasedFigures> past,
        ReleaseHistory history
    )
    {
        if (past.Count == 0)
        {
            return;
        }

        for (var f = 0; f < network.Count; f++)
        {
            if (values[f] < past[^1].Values[f])
            {
                throw BeneficiaryRefusals.FiguresFell(network.Figures[f].Key).AsException();
            }
        }

        if (!network.Has(PeopleFigures.Total))
        {
            return;
        }

        var total = network.IndexOf(PeopleFigures.Total);
        var growth = values[total] - past[^1].Values[total];
        if (past[^1].Published[total] && growth > 0 && release.Rule.IsSmall(growth))
        {
            throw BeneficiaryRefusals.TooLittleChanged(history.Last!.Number, release.MinimumCell).AsException();
        }
    }

    private async Task<ProtectionRule> RuleAsync(CancellationToken cancellationToken)
    {
        var settings = await db.DisclosureSettings.ToDictionaryAsync(s => s.Name, s => s.Value, cancellationToken);
        return new ProtectionRule(settings[DisclosureSetting.MinimumCell], settings[DisclosureSetting.ProtectionWidth]);
    }

    /// <summary>What donors read first: people, children and services; kinds of service only where they are shown.</summary>
    private static List<PublishedFigure> Headlines(Release release)
    {
        var figures = new List<PublishedFigure>
        {
            new("people assisted directly", release.InWords(PeopleFigures.Total)),
            new("children assisted directly", release.InWords(PeopleFigures.AgeGender(AgeBands.Child, ""))),
            new("services delivered", release.InWords(ServiceFigures.Total)),
        };
        figures.AddRange(
            release
                .Figures.Where(figure => figure.Published)
                .Where(figure => ServiceFigures.Types.Any(type => ServiceFigures.Of(type) == figure.Key))
                .Select(figure => new PublishedFigure(
                    $"services delivered: {figure.Key["service:".Length..]}",
                    release.InWords(figure.Key)
                ))
        );
        return figures;
    }
}
