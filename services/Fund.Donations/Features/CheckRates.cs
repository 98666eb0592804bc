using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Says what a file of rates would do, and takes nothing in.</summary>
public sealed class CheckRates(DonationsDb db, PreviewRates preview, TimeProvider clock)
{
    public async Task<V1.CheckRatesResponse> HandleAsync(
        V1.CheckRatesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (request.File.IsEmpty)
        {
            throw Refusals.Required("file").AsException();
        }

        var file = UnRatesFile.Read(request.File.Memory, clock.Today());
        var stored = await db
            .Rates.AsNoTracking()
            .ToDictionaryAsync(rate => (rate.CurrencyCode, rate.EffectiveDate), cancellationToken);
        var (added, known, problems) = (new List<FileRate>(), 0, file.Problems.ToList());
        foreach (var rate in file.Rates)
        {
            var same = stored.GetValueOrDefault((rate.Currency.Code, rate.EffectiveDate));
            if (same?.UnitsPerUsd == rate.UnitsPerUsd)
            {
                known++;
            }
            else if (same is null || !await db.IsUsedAsync(rate.Currency, rate.EffectiveDate, cancellationToken))
            {
                added.Add(rate);
            }
            else
            {
                problems.Add(InUse(rate, same));
            }
        }

        var effects = await preview.OfAsync(added, cancellationToken);
        return new V1.CheckRatesResponse
        {
            NewRates = added.Count,
            KnownRates = known,
            Warnings = { file.Warnings.Select(warning => warning.Text) },
            Problems = { problems.Select(problem => problem.ToWire()) },
            Effects = { effects.Where(row => row.Valued + row.Corrected > 0).Select(row => row.ToWire()) },
            Covered = await preview.IsCoveredAsync(effects, cancellationToken),
        };
    }

    private static RateRowProblem InUse(FileRate rate, OperationalRate known) =>
        new(
            rate.Line,
            "rate",
            DonationRefusals.Plain(rate.UnitsPerUsd),
            DonationRefusals
                .RateKnownOtherwise(rate.Currency.Code, rate.EffectiveDate, known.UnitsPerUsd, rate.UnitsPerUsd)
                .Sentence
        );
}

internal static class RateWire
{
    public static V1.RateProblem ToWire(this RateRowProblem problem) =>
        new()
        {
            Line = problem.Line,
            Column = problem.Column,
            Value = problem.Value,
            Rule = problem.Rule.Text,
        };
}
