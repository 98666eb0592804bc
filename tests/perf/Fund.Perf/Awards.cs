using System.Diagnostics;
using System.Security.Cryptography;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;
using Grpc.Net.Client;

namespace Fund.Perf;

/// <summary>
/// Bar 8: awards committed from one envelope by many callers at once, as the grant-call service asks for them: the
/// running donations service, its identity tokens, request ids, ledger and durable commits. In the end a small envelope
/// is asked for ten times what it has, and not a cent more than it has may be gone.
/// </summary>
internal sealed class Awards : IDisposable
{
    private const int Callers = 256;
    private const int Channels = 4;
    private const long AwardCents = 100;
    private const long EnvelopeCents = 50_000_000_000;
    private const long SmallEnvelopeCents = 20_000;

    private readonly List<GrpcChannel> _channels;
    private readonly IdentityTokens _gateway = Tokens("gateway");
    private readonly IdentityTokens _grantCalls = Tokens("grantcalls");
    private readonly Caller _manager = Caller.Person(
        Guid.CreateVersion7().ToString("D"),
        null,
        null,
        Role.FundManager,
        Role.FinanceOfficer
    );
    private readonly string _call = NewId();

    public Awards()
    {
        var address = Bars.Required("PERF_DONATIONS");
        _channels = [.. Enumerable.Range(0, Channels).Select(_ => GrpcChannel.ForAddress(address))];
    }

    /// <summary>Money to decide over, and the envelope that everybody wants.</summary>
    public async Task PrepareAsync()
    {
        await MoneyToDecideOver.EnsureAsync(_channels[0], AsManager());
        await ReserveAsync(_call, EnvelopeCents);
    }

    /// <summary>Awards a second, from all callers together.</summary>
    public async Task<double> RunAsync(int seconds)
    {
        var watch = Stopwatch.StartNew();
        var time = TimeSpan.FromSeconds(seconds);
        var counts = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(number => Task.Run(() => CommitAsync(number, watch, time)))
        );
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    /// <summary>A small envelope is asked for ten times what it has, by all at once.</summary>
    /// <returns>What is wrong; empty when exactly the affordable awards were committed.</returns>
    public async Task<string> OverdrawAsync()
    {
        var call = NewId();
        await ReserveAsync(call, SmallEnvelopeCents);
        var asked = (int)(10 * SmallEnvelopeCents / AwardCents);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, asked).Select(number => Task.Run(() => SucceedsAsync(call, number)))
        );
        var committed = outcomes.Count(succeeded => succeeded) * AwardCents;
        var client = new DonationsService.DonationsServiceClient(_channels[0]);
        var envelope = (
            await client.GetReservationAsync(new GetReservationRequest { CallId = call }, AsGrantCalls())
        ).Reservation;

        // Refuses by itself when the running totals are not those of the ledger.
        var ledger = new LedgerService.LedgerServiceClient(_channels[0]);
        var sums = (await ledger.GetTrialBalanceAsync(new GetTrialBalanceRequest(), AsManager())).Sums;
        return
            committed == SmallEnvelopeCents
            && envelope.Committed.MinorUnits == SmallEnvelopeCents
            && envelope.Left.MinorUnits == 0
            && sums.All(sum => sum.MinorUnits == 0)
            ? ""
            : $"of {SmallEnvelopeCents} cents, {committed} were answered as committed, the envelope is {envelope}";
    }

    public void Dispose()
    {
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }
    }

    private async Task<long> CommitAsync(int number, Stopwatch watch, TimeSpan time)
    {
        var client = new DonationsService.DonationsServiceClient(_channels[number % Channels]);
        var done = 0L;
        while (watch.Elapsed < time)
        {
            await client.CommitAwardAsync(Request(_call), AsGrantCalls());
            done++;
        }

        return done;
    }

    private async Task<bool> SucceedsAsync(string call, int number)
    {
        try
        {
            var client = new DonationsService.DonationsServiceClient(_channels[number % Channels]);
            await client.CommitAwardAsync(Request(call), AsGrantCalls());
            return true;
        }
        catch (RpcException e) when (e.ToRefusal() is { Reason: "ENVELOPE_EXCEEDED" })
        {
            return false;
        }
    }

    private async Task ReserveAsync(string call, long cents) =>
        await new DonationsService.DonationsServiceClient(_channels[0]).ReserveForCallAsync(
            new ReserveForCallRequest
            {
                RequestId = NewId(),
                CallId = call,
                Envelope = Usd(cents),
            },
            AsGrantCalls()
        );

    private static CommitAwardRequest Request(string call) =>
        new()
        {
            RequestId = NewId(),
            CallId = call,
            AwardId = NewId(),
            Amount = Usd(AwardCents),
        };

    private static Money Usd(long cents) => new() { MinorUnits = cents, CurrencyCode = "USD" };

    private Metadata AsManager() => With(_gateway.Issue(_manager, "donations"));

    private Metadata AsGrantCalls() => With(_grantCalls.Issue(Caller.OfService("grantcalls"), "donations"));

    private static Metadata With(string token) => new() { { IdentityTokens.MetadataKey, token } };

    private static IdentityTokens Tokens(string process)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(Bars.Required("PERF_KEYS"), $"{process}.key.pem")));
        return new IdentityTokens(process, key, new Dictionary<string, ECDsa>(), TimeProvider.System);
    }

    private static string NewId() => Guid.CreateVersion7().ToString("D");
}
