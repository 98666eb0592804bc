using Fund.Gateway.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Tenants()
    {
        var api = new Table(TenantsReflection.Descriptor.Services.Single());
        var readers = new Access("Administrator, auditor.");
        return
        [
            api.Get("/tenants", "ListTenants", readers),
            api.Get("/tenants/{kind}/{tenantId}", "GetTenant", readers),
        ];
    }
}
