using Fund.Donations.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Reports()
    {
        var api = new Table(DonationsService.Descriptor);
        return [api.Get("/donors/{donorId}/impact", "GetDonorImpact", DonorReads)];
    }
}
