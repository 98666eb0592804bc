using System.Reflection;
using Fund.Audit.V1;
using Fund.Kernel;
using Fund.Messaging.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Fund.Hosting;

/// <summary>Maps and runs a process; see <see cref="FundService"/>.</summary>
public static class FundApp
{
    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DatabaseRetry = TimeSpan.FromMilliseconds(500);

    /// <summary>Maps a gRPC service, and with the first one the standard health service.</summary>
    /// <remarks>The permission table must match the RPCs of all of them together, or the process does not start.</remarks>
    public static WebApplication MapFundGrpc<TService>(this WebApplication app)
        where TService : class
    {
        var host = app.Services.GetRequiredService<FundHost>();
        var descriptor = Descriptor(typeof(TService));
        if (host.GrpcServices.Count == 0)
        {
            app.MapGrpcService<HealthGrpc>();
            app.MapGrpcService<AuditGrpc>();
            app.MapGrpcService<MessagingGrpc>();
            host.GrpcServices.Add(AuditService.Descriptor.FullName, AuditService.Descriptor);
            host.GrpcServices.Add(MessagingService.Descriptor.FullName, MessagingService.Descriptor);
        }

        host.GrpcServices.Add(descriptor.FullName, descriptor);
        app.MapGrpcService<TService>();
        return app;
    }

    /// <summary>Where gRPC is listened for, with the port really taken. Known once started.</summary>
    public static Uri GrpcAddress(this WebApplication app) =>
        FundHost.AddressOf(app.Services.GetRequiredService<FundHost>().Grpc);

    /// <summary>Where <c>/health/live</c> and <c>/health/ready</c> answer. Known once started.</summary>
    public static Uri HealthAddress(this WebApplication app) =>
        FundHost.AddressOf(app.Services.GetRequiredService<FundHost>().Http);

    /// <summary>Where the gateway listens. Known once started.</summary>
    public static Uri HttpAddress(this WebApplication app) => app.HealthAddress();

    /// <summary>Checks the configuration, migrates and starts; what a test does instead of running to the end.</summary>
    /// <exception cref="BadConfigurationException">With every problem found.</exception>
    /// <exception cref="InvalidOperationException">The permission table does not match the RPCs.</exception>
    /// <exception cref="MigrationException">The database cannot be brought to this build's schema.</exception>
    public static async Task StartFundAsync(this WebApplication app, CancellationToken cancellationToken = default)
    {
        app.CheckConfiguration();
        await app.MigrateAsync(cancellationToken).ConfigureAwait(false);
        var host = app.Services.GetRequiredService<FundHost>();
        app.Lifetime.ApplicationStopping.Register(() => host.Stopping = true);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs the command of the command line: nothing (migrate and serve until told to stop), <c>migrate</c>,
    /// <c>dead list</c>, <c>dead replay [queue|outbox]</c>, <c>verify-audit</c>. Returns the exit code; see <see cref="ExitCodes"/>.
    /// </summary>
    public static async Task<int> RunFundAsync(this WebApplication app, string[] args)
    {
        var name = app.Services.GetRequiredService<FundSettings>().Name;
        try
        {
            return await FundCommands.RunAsync(app, FundCommands.Words(args)).ConfigureAwait(false);
        }
        catch (BadConfigurationException e)
        {
            await Console
                .Error.WriteLineAsync($"{name} cannot start; its configuration is wrong:")
                .ConfigureAwait(false);
            foreach (var problem in e.Problems)
            {
                await Console.Error.WriteLineAsync($"  - {problem}").ConfigureAwait(false);
            }

            return ExitCodes.Configuration;
        }
        catch (MigrationException e)
        {
            await Console.Error.WriteLineAsync($"{name} cannot start: {e.Message}").ConfigureAwait(false);
            return ExitCodes.Software;
        }
        catch (PostgresException e)
        {
            await Console
                .Error.WriteLineAsync($"{name} cannot start; the database says: {e.MessageText} ({e.SqlState})")
                .ConfigureAwait(false);
            return ExitCodes.Unavailable;
        }
        catch (Exception e)
            when (Failures.AsRefusal(e) is { Kind: RefusalKind.Unavailable } || BrokerConnection.IsBrokerProblem(e))
        {
            await Console.Error.WriteLineAsync($"{name} gave up: {e.Message}").ConfigureAwait(false);
            return ExitCodes.Unavailable;
        }
    }

    internal static void CheckConfiguration(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<FundSettings>();
        if (settings.Problems.Count > 0)
        {
            throw new BadConfigurationException(settings.Name, settings.Problems);
        }

        app.Services.GetService<FundPermissions>()
            ?.MustMatch(app.Services.GetRequiredService<FundHost>().GrpcServices.Values);
    }

    /// <summary>Migrates, waiting a while for a database that is still starting.</summary>
    internal static async Task MigrateAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        var host = app.Services.GetRequiredService<FundHost>();
        if (!host.HasDatabase)
        {
            return;
        }

        var log = app.Services.GetRequiredService<ILogger<SqlMigrator>>();
        var until = TimeProvider.System.GetUtcNow() + DatabasePatience;
        while (true)
        {
            try
            {
                var migrator = app.Services.GetRequiredService<SqlMigrator>();
                var applied = await migrator.MigrateAsync(cancellationToken).ConfigureAwait(false);
                if (applied.Count > 0)
                {
                    log.LogInformation("Migrated: {Scripts}", string.Join(", ", applied));
                }

                host.Migrated = true;
                return;
            }
            catch (NpgsqlException e)
                when (Failures.IsDatabaseUnavailable(e) && TimeProvider.System.GetUtcNow() < until)
            {
                log.LogInformation("Waiting for the database: {Error}", e.Message);
                await Task.Delay(DatabaseRetry, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The descriptor of the generated class that a service derives from.</summary>
    private static ServiceDescriptor Descriptor(Type service)
    {
        for (var type = service.BaseType; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>() is { } bind)
            {
                var descriptor = bind.BindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static);
                return (ServiceDescriptor)descriptor!.GetValue(null)!;
            }
        }

        throw new InvalidOperationException($"{service} does not derive from a generated gRPC service.");
    }
}
