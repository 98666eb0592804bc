using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>Takes in a file of United Nations operational rates of exchange, as a whole or not at all.</summary>
public sealed class ImportRates(DonationsDb db, TakeInRates takeIn)
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

        var file = UnRatesFile.Read(request.File.Memory);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var outcome = await takeIn.RunAsync(file.Rates, "file", token);
                return new V1.ImportRatesResponse
                {
                    NewRates = outcome.New,
                    KnownRates = outcome.Known,
                    ContributionsValued = outcome.Valued,
                    Warnings = { file.Warnings },
                };
            },
            cancellationToken
        );
    }
}
