using System.Reflection;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.ClientFactory;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fund.Hosting;

/// <summary>The parts a process can have; see <see cref="FundService"/>.</summary>
public static class FundBuilderExtensions
{
    /// <summary>
    /// The process's own PostgreSQL database (<c>ConnectionStrings:Database</c>): data source, pooled DbContext, and
    /// migration at start by the scripts embedded in the DbContext's assembly. What is kept to recognise repetitions
    /// is forgotten when it is old enough.
    /// </summary>
    /// <param name="builder">The process.</param>
    /// <param name="audited">What the audit trail may hold of its records.</param>
    public static WebApplicationBuilder AddFundDatabase<TDb>(this WebApplicationBuilder builder, AuditFields audited)
        where TDb : DbContext
    {
        var host = builder.Host();
        host.HasDatabase = true;
        var source = DatabaseSource.Create(host.Settings);
        builder.Services.AddSingleton(_ => source);
        builder.Services.AddSingleton(new SqlMigrator(source, typeof(TDb).Assembly));
        builder.Services.TryAddSingleton<OutboxSignal>();
        builder.Services.TryAddSingleton<IOutboxWake>(services => services.GetRequiredService<OutboxSignal>());
        builder.Services.AddDbContextPool<TDb>(
            (services, options) =>
                options
                    .UseNpgsql(source)
                    .AddInterceptors(
                        services.GetRequiredService<OutboxSignal>(),
                        services.GetRequiredService<AuditCapture>()
                    )
        );
        builder.Services.AddSingleton(Retention.Of(host.Settings));
        builder.AddClockWork<ForgetOldRequests>(TimeSpan.FromHours(1));
        builder.AddAudit(audited);
        return builder;
    }

    /// <summary>The audit trail in the process's own database.</summary>
    private static void AddAudit(this WebApplicationBuilder builder, AuditFields audited)
    {
        var services = builder.Services;
        services.AddSingleton(audited);
        services.AddSingleton<AuditCapture>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditSearch>();
        services.AddSingleton<AuditProof>();
        services.AddSingleton<VerifyAudit>();
        services.AddSingleton<AuditRefusals>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditRefusals>());
        builder.AddClockWork<SealAudit>(TimeSpan.FromSeconds(10));
    }

    /// <summary>
    /// gRPC with the identity token, the permission table (deny by default) and refusals as status details.
    /// </summary>
    /// <param name="builder">The process.</param>
    /// <param name="permissions">RPC name to the roles that may call it. Every RPC must be there.</param>
    public static WebApplicationBuilder AddFundGrpc(
        this WebApplicationBuilder builder,
        IReadOnlyDictionary<string, IReadOnlySet<Role>> permissions
    )
    {
        builder.Services.AddSingleton(new FundPermissions(HostingPermissions.With(permissions)));
        builder.AddFundIdentity(needsTrust: true);
        builder.Services.AddSingleton<ServerInterceptor>();
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<ServerInterceptor>();
            options.MaxReceiveMessageSize = 16 * 1024 * 1024;
        });
        return builder;
    }

    /// <summary>
    /// The bus (<c>ConnectionStrings:Broker</c>): topology of all events, the outbox relay, and what this process
    /// consumes. The process starts and keeps accepting while the broker is down.
    /// </summary>
    public static WebApplicationBuilder AddFundBus<TDb>(
        this WebApplicationBuilder builder,
        Action<FundBus>? configure = null
    )
        where TDb : FundDbContext
    {
        var host = builder.Host();
        host.HasBus = true;
        var broker =
            host.Settings.Url("ConnectionStrings:Broker", null, "amqp", "amqps") ?? new Uri("amqp://not-configured/");
        var consumers = new FundBus();
        configure?.Invoke(consumers);
        var services = builder.Services;
        services.AddSingleton<BrokerNames>();
        services.AddSingleton(new BrokerConnection(host.Settings, broker));
        services.AddSingleton<Topology>();
        services.AddHostedService(provider => provider.GetRequiredService<Topology>());
        services.AddMassTransit(bus =>
        {
            foreach (var subscription in consumers.Subscriptions)
            {
                subscription.Register(bus);
            }

            bus.UsingRabbitMq((context, rabbit) => BusConfiguration.Configure(context, rabbit, broker, consumers));
        });
        services.Configure<MassTransitHostOptions>(options => options.StopTimeout = FundService.StopTimeout);
        services.AddHostedService<OutboxRelay>();
        services.AddSingleton<DeadMessages>();
        services.AddScoped(provider => new DeadMessageDesk(
            provider.GetRequiredService<DeadMessages>(),
            provider.GetRequiredService<TDb>(),
            provider.GetRequiredService<IOutboxWake>()
        ));
        services.AddScoped<FundDbContext>(provider => provider.GetRequiredService<TDb>());
        if (host.Settings.OtlpEndpoint is not null)
        {
            services.AddHostedService<OutboxGauges>();
        }

        return builder;
    }

    /// <summary>
    /// A client of another service: address from <c>Services:Name</c>, our identity, deadline, retries and circuit
    /// breaker. In the gateway the identity is that of the running request (<see cref="ICallerAccessor"/>).
    /// </summary>
    /// <param name="builder">The process.</param>
    /// <param name="service">donations, grantcalls, projects or beneficiaries.</param>
    public static WebApplicationBuilder AddFundClient<TClient>(this WebApplicationBuilder builder, string service)
        where TClient : ClientBase<TClient>
    {
        var settings = builder.Host().Settings;
        builder.AddFundIdentity(needsTrust: false);
        if (!settings.CanSign)
        {
            settings.Text("Identity:SigningKeyFile");
        }

        var address = settings.Url($"Services:{service}", null, "http", "https") ?? new Uri("http://not-configured/");
        builder
            .Services.AddGrpcClient<TClient>(typeof(TClient).FullName!, options => options.Address = address)
            .AddInterceptor(InterceptorScope.Channel, provider => NewInterceptor(provider, settings, service))
            .ConfigureChannel(channel => channel.MaxReceiveMessageSize = 64 * 1024 * 1024)
            .ConfigurePrimaryHttpMessageHandler(NewHandler);
        return builder;
    }

    /// <summary>
    /// Every concrete class in the namespace <c>Features</c> of the marker's assembly, once per request.
    /// </summary>
    public static WebApplicationBuilder AddFeatures<TMarker>(this WebApplicationBuilder builder) =>
        builder.AddFeatures(typeof(TMarker).Assembly);

    /// <inheritdoc cref="AddFeatures{TMarker}"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WebApplicationBuilder AddFeatures(this WebApplicationBuilder builder) =>
        builder.AddFeatures(Assembly.GetCallingAssembly());

    /// <summary>Work done by the clock, by one instance at a time; see <see cref="IClockWork"/>.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="every">How often each instance tries.</param>
    public static WebApplicationBuilder AddClockWork<TWork>(this WebApplicationBuilder builder, TimeSpan every)
        where TWork : class, IClockWork
    {
        builder.Services.TryAddScoped<TWork>();
        builder.Services.TryAddSingleton<ClockWake<TWork>>();
        builder.Services.AddSingleton<IHostedService>(services => new ClockWorker<TWork>(
            services.GetRequiredService<NpgsqlDataSource>(),
            services.GetRequiredService<IServiceScopeFactory>(),
            services.GetRequiredService<ClockWake<TWork>>(),
            every,
            services.GetRequiredService<ILogger<ClockWorker<TWork>>>()
        ));
        return builder;
    }

    private static WebApplicationBuilder AddFeatures(this WebApplicationBuilder builder, Assembly assembly)
    {
        var prefix = assembly.GetName().Name + ".Features";
        var features = assembly
            .GetTypes()
            .Where(type =>
                type is { IsClass: true, IsAbstract: false, IsNested: false, IsGenericTypeDefinition: false }
                && type.Namespace?.StartsWith(prefix, StringComparison.Ordinal) == true
                && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            );
        foreach (var feature in features)
        {
            builder.Services.TryAddScoped(feature);
        }

        return builder;
    }

    /// <summary>
    /// Connections notice within seconds that the other side has gone silently, and are renewed now and then so that
    /// new instances behind one name get their share.
    /// </summary>
    private static SocketsHttpHandler NewHandler() =>
        new()
        {
            EnableMultipleHttp2Connections = true,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };

    private static ClientInterceptor NewInterceptor(IServiceProvider provider, FundSettings settings, string service)
    {
        var tokens = provider.GetRequiredService<IdentityTokens>();
        if (!settings.IsGateway)
        {
            var self = Caller.OfService(settings.Name);
            return new ClientInterceptor(service, () => self, tokens);
        }

        var accessor = provider.GetRequiredService<ICallerAccessor>();
        return new ClientInterceptor(service, () => accessor.Current, tokens);
    }
}
