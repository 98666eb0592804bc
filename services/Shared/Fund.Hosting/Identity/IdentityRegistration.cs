using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Hosting;

internal static class IdentityRegistration
{
    /// <summary>Loads this process's key and the keys it believes, once.</summary>
    public static void AddFundIdentity(this WebApplicationBuilder builder, bool needsTrust)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(IdentityTokens)))
        {
            return;
        }

        var settings = builder.Host().Settings;
        var signing = settings.SigningKey();
        var trusted = settings.TrustedKeys(needsTrust);
        builder.Services.AddSingleton(new IdentityTokens(settings.Name, signing, trusted, TimeProvider.System));
    }
}
