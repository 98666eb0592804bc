using Fund.Gateway.Api;
using Fund.Gateway.Mail;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Google.Protobuf;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Fund.Gateway.Identity;

/// <summary>Accounts, sessions and the keys that instances share.</summary>
internal static class IdentityRegistration
{
    /// <summary>OWASP's figure for PBKDF2 with SHA-512 (password storage cheat sheet, 2023).</summary>
    private const int PasswordIterations = 210_000;

    public static void Register(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddIdentityCore<Account>(options =>
            {
                options.User.RequireUniqueEmail = false;
                options.User.AllowedUserNameCharacters = "";
                options.Password = new PasswordOptions { RequiredLength = PasswordRules.Shortest };
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.AllowedForNewUsers = false;
            })
            .AddEntityFrameworkStores<GatewayDb>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordIterations);
        services.AddSingleton<PasswordDecoy>(provider => new PasswordDecoy(
            new PasswordHasher<Account>(provider.GetRequiredService<IOptions<PasswordHasherOptions>>())
        ));
        services.AddSingleton<Sessions>();
        services.AddScoped<SessionLookUp>();
        services.AddScoped<SessionEnds>();
        services.AddScoped<SessionMaker>();
        services.AddScoped<SignInThrottle>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<SecondFactorCheck>();
        services.AddScoped<PasswordAgain>();
        services.AddScoped<PasswordChange>();
        services.AddScoped<AccountChange>();
        services.AddScoped<TenantNames>();
        services.AddScoped<TenantPeople>();
        services.AddScoped<AcceptInvitation>();
        services.AddScoped<InvitationMail>();
        MailRegistration.Register(builder);
        var fund = (FundSettings)
            services.Single(service => service.ServiceType == typeof(FundSettings)).ImplementationInstance!;
        services.AddSingleton(OutsideSettings.Of(fund, builder.Configuration));
        services.AddSingleton<OutsideProvider>();
        services.AddScoped<OutsideSignIn>();
        builder.AddClockWork<SendPasswordResets>(SendPasswordResets.Every);
        services.AddSingleton<IdentityEvents>();
        services.AddScoped<AccountMaker>();
        builder.AddClockWork<ForgetExpired>(TimeSpan.FromMinutes(10));
        AddOwnRpcs(services);

        // The keys protect forms, second factors and waiting mail, and lie in our own database, sealed as a whole by the
        // repository: the framework, which knows nothing of that, would warn that they are not encrypted.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        services.AddSingleton(new KeySealFile(KeySeal.Read(fund, builder.Configuration)));
        services.AddHostedService<SealStoredKeys>();
        services.AddDataProtection().SetApplicationName("fund-gateway");
        services.AddSingleton<IXmlRepository, StoredKeys>();
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IXmlRepository>((options, repository) => options.XmlRepository = repository);
    }

    /// <summary>Every class of this assembly that carries out an RPC of the gateway's own.</summary>
    private static void AddOwnRpcs(IServiceCollection services)
    {
        foreach (var type in typeof(IdentityRegistration).Assembly.GetTypes().Where(type => !type.IsAbstract))
        {
            foreach (var contract in type.GetInterfaces().Where(IsOwnRpc))
            {
                services.AddScoped(contract, type);
            }
        }
    }

    private static bool IsOwnRpc(Type contract) =>
        contract.IsGenericType
        && (
            contract.GetGenericTypeDefinition() == typeof(IOwnRpc<,>)
            || contract.GetGenericTypeDefinition() == typeof(IOwnFile<>)
        );
}
