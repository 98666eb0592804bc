using Fund.Hosting;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fund.Testing;

/// <summary>A real instance of a process, in this one, on free ports, migrated, stopped when disposed.</summary>
/// <example>
/// <code>
/// await using var database = await FreshDatabase.CreateAsync();
/// await using var broker = await TestBroker.CreateAsync();
/// await using var donations = await RunningService.StartAsync("donations", Program.Build, database, broker);
/// var client = donations.Client&lt;DonationsService.DonationsServiceClient&gt;(TestIdentity.FinanceOfficer);
/// </code>
/// </example>
public sealed class RunningService : IAsyncDisposable
{
    private readonly GrpcChannel? _channel;

    private RunningService(string name, WebApplication app)
    {
        Name = name;
        App = app;
        if (name != "gateway")
        {
            _channel = GrpcChannel.ForAddress(app.GrpcAddress());
        }
    }

    public string Name { get; }

    public WebApplication App { get; }

    public IServiceProvider Services => App.Services;

    /// <summary>Where it answers gRPC.</summary>
    public Uri GrpcAddress => App.GrpcAddress();

    /// <summary>Health of a service; everything of the gateway.</summary>
    public Uri HttpAddress => App.HealthAddress();

    /// <summary>Builds, migrates and starts.</summary>
    /// <param name="name">donations, grantcalls, projects, beneficiaries or gateway.</param>
    /// <param name="build">The process's own <c>Program.Build</c>.</param>
    /// <param name="database">Several instances may share one.</param>
    /// <param name="broker">Processes that are to hear each other share one.</param>
    /// <param name="clock">Instead of the machine's clock.</param>
    /// <param name="change">Whatever else is to be different in its services.</param>
    /// <param name="arguments">Further settings, such as <c>--Services:projects=http://…</c>.</param>
    public static async Task<RunningService> StartAsync(
        string name,
        Func<string[], WebApplication> build,
        FreshDatabase database,
        TestBroker broker,
        TimeProvider? clock = null,
        Action<IServiceCollection>? change = null,
        params string[] arguments
    )
    {
        string[] all = [.. Settings(name, database, broker), .. arguments];
        var app = HostInterception.With(Change, () => build(all));
        await app.StartFundAsync().ConfigureAwait(false);
        return new RunningService(name, app);

        void Change(IServiceCollection services)
        {
            if (clock is not null)
            {
                services.Replace(ServiceDescriptor.Singleton(clock));
            }

            change?.Invoke(services);
        }
    }

    /// <summary>A client that asks as the caller; null asks without any identity.</summary>
    public TClient Client<TClient>(Caller? caller)
        where TClient : ClientBase<TClient> =>
        Client<TClient>(caller is null ? null : () => TestIdentity.Shared.Token(caller, Name));

    /// <summary>A client that sends whatever token it is given.</summary>
    public TClient Client<TClient>(Func<string>? token)
        where TClient : ClientBase<TClient>
    {
        var channel = _channel ?? throw new InvalidOperationException($"{Name} does not answer gRPC.");
        var invoker = channel.Intercept(metadata =>
        {
            if (token is not null)
            {
                metadata.Add(IdentityTokens.MetadataKey, token());
            }

            return metadata;
        });
        return (TClient)Activator.CreateInstance(typeof(TClient), invoker)!;
    }

    /// <summary>Runs something with services of one scope, such as a piece of clock work or a look at the DbContext.</summary>
    public async Task<TResult> InScopeAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>()).ConfigureAwait(false);
    }

    /// <inheritdoc cref="InScopeAsync{TService,TResult}"/>
    public Task InScopeAsync<TService>(Func<TService, Task> use)
        where TService : notnull =>
        InScopeAsync<TService, bool>(async service =>
        {
            await use(service).ConfigureAwait(false);
            return true;
        });

    /// <summary>
    /// Waits until the queues of all events exist and this instance consumes its own. A process starts without waiting
    /// for the broker, and what a test publishes past the outbox before that goes nowhere.
    /// </summary>
    public async Task HearsEventsAsync()
    {
        var patience = TimeSpan.FromMinutes(1);
        await Services.GetRequiredService<Topology>().Declared.WaitAsync(patience).ConfigureAwait(false);
        var bus = Services.GetRequiredService<IBusControl>();
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, patience).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await App.StopAsync().ConfigureAwait(false);
        await App.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What an instance is started with, as command-line arguments.</summary>
    public static IEnumerable<string> Settings(string name, FreshDatabase database, TestBroker broker) =>
        new[]
        {
            $"--ConnectionStrings:Database={database.ConnectionString}",
            $"--ConnectionStrings:Broker={broker.Address}",
            $"--Broker:Prefix={broker.Prefix}",
            "--Listen:Grpc=http://127.0.0.1:0",
            "--Listen:Health=http://127.0.0.1:0",
            "--Listen:Http=http://127.0.0.1:0",
            "--Logging:LogLevel:Fund=Warning",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
        }.Concat(TestIdentity.Shared.Arguments(name));
}
