using System.Diagnostics;
using Fund.Hosting.Tests.Notes;
using Fund.Kernel;
using Fund.Testing;
using Fund.Testing.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Hosting.Tests.Resilience;

/// <summary>donations asks projects, as one service asks another.</summary>
public sealed class ClientInterceptorTests : IAsyncLifetime
{
    private FreshDatabase _database = null!;
    private TestBroker _broker = null!;
    private RunningService _projects = null!;
    private TcpProxy _way = null!;
    private RunningService _donations = null!;

    private Doctor Peer => _projects.Services.GetRequiredService<Doctor>();

    private NotesService.NotesServiceClient Client =>
        _donations.Services.GetRequiredService<NotesService.NotesServiceClient>();

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
        _projects = await RunningService.StartAsync("projects", NotesProgram.Projects, _database, _broker);
        _way = new TcpProxy(_projects.GrpcAddress.Host, _projects.GrpcAddress.Port);
        _donations = await RunningService.StartAsync(
            "donations",
            NotesProgram.Donations,
            _database,
            _broker,
            arguments: [$"--Services:projects=http://127.0.0.1:{_way.Port}"]
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _donations.DisposeAsync();
        await _way.DisposeAsync();
        await _projects.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_service_asks_another_as_itself_whoever_asked_it()
    {
        var client = _donations.Client<NotesService.NotesServiceClient>(TestIdentity.FinanceOfficer);
        Assert.Equal("service:donations", (await client.AskPeerAsync(new AskPeerRequest())).Caller);
    }

    [Fact]
    public async Task A_refusal_of_a_peer_that_nobody_handles_is_passed_on()
    {
        var client = _donations.Client<NotesService.NotesServiceClient>(TestIdentity.FinanceOfficer);
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.AskPeerAsync(new AskPeerRequest { Way = "refuse" })
        );
        Assert.Equal("NOT_ENOUGH", e.ToRefusal()!.Reason);
    }

    [Fact]
    public async Task A_call_without_a_request_id_is_attempted_once()
    {
        await FailAsync(new MisbehaveRequest { Way = "unavailable" }, StatusCode.Unavailable);
        Assert.Equal(1, Peer.Calls);
    }

    [Fact]
    public async Task A_call_with_a_request_id_is_attempted_four_times_when_the_peer_is_unavailable()
    {
        await FailAsync(new MisbehaveRequest { Way = "unavailable", RequestId = "again" }, StatusCode.Unavailable);
        Assert.Equal(4, Peer.Calls);
    }

    [Theory]
    [InlineData("refuse", StatusCode.FailedPrecondition)]
    [InlineData("crash", StatusCode.Internal)]
    public async Task Nothing_but_unavailable_is_attempted_again(string way, StatusCode code)
    {
        await FailAsync(new MisbehaveRequest { Way = way, RequestId = "once" }, code);
        Assert.Equal(1, Peer.Calls);
    }

    [Theory]
    [InlineData("GetNote", "", true)]
    [InlineData("ListNotes", "", true)]
    [InlineData("SearchNotes", "", true)]
    [InlineData("WriteNote", "", false)]
    [InlineData("WriteNote", "an id", true)]
    public void Reads_and_calls_with_a_request_id_may_be_repeated(string rpc, string requestId, bool may) =>
        Assert.Equal(may, ClientInterceptor.MayRepeat(rpc, new MisbehaveRequest { RequestId = requestId }));

    [Fact]
    public async Task A_peer_that_hangs_costs_no_more_than_the_deadline()
    {
        var started = Stopwatch.GetTimestamp();
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
            await Client.MisbehaveAsync(
                new MisbehaveRequest { Way = "hang" },
                deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(300)
            )
        );
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_call_made_while_serving_another_lasts_no_longer_than_that_one_may()
    {
        var client = _donations.Client<NotesService.NotesServiceClient>(TestIdentity.FinanceOfficer);
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<RpcException>(async () =>
            await client.AskPeerAsync(
                new AskPeerRequest { Way = "hang" },
                deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(300)
            )
        );
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task After_many_failures_the_circuit_opens_and_closes_again_by_itself()
    {
        await _way.CutAsync();
        for (var i = 0; i < 12; i++)
        {
            await Assert.ThrowsAsync<RpcException>(async () => await Client.MisbehaveAsync(new MisbehaveRequest()));
        }

        var open = await FailAsync(new MisbehaveRequest(), StatusCode.Unavailable);
        Assert.Equal("CIRCUIT_OPEN", open.ToRefusal()!.Reason);
        _way.Mend();
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await Client.MisbehaveAsync(new MisbehaveRequest());
                    return true;
                }
                catch (RpcException e) when (e.ToRefusal() is { Kind: RefusalKind.Unavailable })
                {
                    return false;
                }
            },
            "the circuit has closed"
        );
    }

    private async Task<RpcException> FailAsync(MisbehaveRequest request, StatusCode code)
    {
        var e = await Assert.ThrowsAsync<RpcException>(async () => await Client.MisbehaveAsync(request));
        Assert.Equal(code, e.StatusCode);
        return e;
    }
}
