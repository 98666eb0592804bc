using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>
/// Takes in a file of United Nations operational rates of exchange: as a whole, or, when a person says so, the good rows
/// without those at fault.
/// </summary>
public sealed class ImportRates(DonationsDb db, TakeInRates takeIn, TimeProvider clock)
{
    public Task<V1.ImportRatesResponse> HandleAsync(
        V1.ImportRatesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (request.File.IsEmpty)
        {
            throw Refusals.Required("file").AsException();
        }

        var file = UnRatesFile.Read(request.File.Memory, clock.Today());
        if (file.Problems.Count > 0 && !request.AcceptPartial)
        {
            throw DonationRefusals.BadRateRows(file.Problems).AsException();
        }

        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var outcome = await takeIn.RunAsync(file.Rates, "file", "", request.AcceptPartial, token);
                return new V1.ImportRatesResponse
                {
                    NewRates = outcome.New,
                    KnownRates = outcome.Known,
                    ContributionsValued = outcome.Valued,
                    ContributionsCorrected = outcome.Corrected,
                    Difference = outcome.Difference.ToWire(),
                    MoreToValue = outcome.More,
                    Warnings = { file.Warnings.Select(warning => warning.Text) },
                    Problems = { file.Problems.Concat(outcome.Problems).Select(problem => problem.ToWire()) },
                };
            },
            cancellationToken
        );
    }
}
