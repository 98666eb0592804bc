using System.Net;
using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using Fund.Testing.V1;
using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Fund.Hosting.Tests.Configuration;

public sealed class LifecycleTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    [Fact]
    public async Task A_running_process_is_alive_and_ready()
    {
        using var http = new HttpClient { BaseAddress = notes.Service.HttpAddress };
        Assert.Contains("alive", await http.GetStringAsync("/health/live"), StringComparison.Ordinal);
        await Eventually.EqualAsync(
            """{"status":"ready","parts":{"database":"up","broker":"up"}}""",
            () => http.GetStringAsync("/health/ready"),
            "the report"
        );
    }

    [Fact]
    public async Task The_standard_health_service_answers_without_an_identity()
    {
        var health = notes.Service.Client<Health.HealthClient>(token: null);
        foreach (var service in new[] { "", "fund.testing.v1.NotesService" })
        {
            var response = await health.CheckAsync(new HealthCheckRequest { Service = service });
            Assert.Equal(ServingStatus.Serving, response.Status);
        }

        var e = await Assert.ThrowsAsync<RpcException>(async () =>
            await health.CheckAsync(new HealthCheckRequest { Service = "fund.other.v1.Other" })
        );
        Assert.Equal(StatusCode.NotFound, e.StatusCode);
    }

    [Fact]
    public async Task A_watcher_is_told_the_state_and_when_the_process_stops()
    {
        await using var service = await notes.StartAsync();
        var health = service.Client<Health.HealthClient>(token: null);
        using var watch = health.Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(default));
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);
        var stopping = service.App.StopAsync();
        Assert.True(await watch.ResponseStream.MoveNext(default));
        Assert.Equal(ServingStatus.NotServing, watch.ResponseStream.Current.Status);
        await stopping;
    }

    [Fact]
    public async Task A_process_that_is_told_to_stop_finishes_what_it_has_begun()
    {
        await using var service = await notes.StartAsync();
        var client = service.Client<NotesService.NotesServiceClient>(NotesFixture.Finance);
        await client.MisbehaveAsync(new MisbehaveRequest());
        var call = client.MisbehaveAsync(new MisbehaveRequest { Way = "slow" });
        await Eventually.TrueAsync(
            () => service.InScopeAsync<Doctor, bool>(doctor => Task.FromResult(doctor.Calls == 2)),
            "the call is being served"
        );
        await service.App.StopAsync();
        Assert.NotEmpty((await call).Caller);
    }

    [Fact]
    public async Task Without_its_database_a_process_is_alive_but_not_ready()
    {
        var database = await FreshDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        await using var service = await RunningService.StartAsync("projects", NotesProgram.Projects, database, broker);
        await database.DisposeAsync();
        using var http = new HttpClient { BaseAddress = service.HttpAddress };
        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("unreachable", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var live = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Several_instances_started_at_once_migrate_an_empty_database_once()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        var starting = Enumerable
            .Range(0, 3)
            .Select(_ => RunningService.StartAsync("projects", NotesProgram.Projects, database, broker));
        foreach (var service in await Task.WhenAll(starting))
        {
            await service.DisposeAsync();
        }

        var applied = "select string_agg(name, ' ' order by name) from schema_history";
        Assert.Equal(
            "0000_hosting.sql 0001_notes.sql 0070_audit.sql 0100_audit_indexes.sql 0200_small_samples.sql",
            await database.ScalarAsync<string>(applied)
        );
    }

    [Fact]
    public async Task A_database_that_refuses_us_is_reported_in_a_sentence()
    {
        await using var broker = await TestBroker.CreateAsync();
        await using var database = await FreshDatabase.CreateAsync();
        string[] arguments =
        [
            .. RunningService.Settings("projects", database, broker),
            $"--ConnectionStrings:Database={database.ConnectionString};Database=not_there",
        ];
        await using var app = NotesProgram.Projects(arguments);
        Assert.Equal(ExitCodes.Unavailable, await app.RunFundAsync([.. arguments, "migrate"]));
    }
}
