using Fund.Gateway.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Messages()
    {
        var api = new Table(MessagingReflection.Descriptor.Services.Single());
        return
        [
            api.Get("/dead-messages", "GetDeadMessageSummary", Administrators),
            api.Get("/dead-messages/{service}", "ListServiceDeadMessages", Administrators),
            api.Get("/dead-messages/{service}/{messageId}", "GetServiceDeadMessage", Administrators),
            api.Post("/dead-messages/{service}/replay", "ReplayServiceDeadMessages", Administrators),
            api.Post("/dead-messages/{service}/dropping", "DropServiceDeadMessages", Administrators),
        ];
    }
}
