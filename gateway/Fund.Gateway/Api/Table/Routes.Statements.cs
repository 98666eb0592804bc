using Fund.Donations.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Statements()
    {
        var api = new Table(StatementsService.Descriptor);
        return [api.Get("/donors/{donorId}/statement", "GetDonorStatement", DonorReads)];
    }
}
