using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Money = Fund.Common.V1.Money;

namespace Fund.GrantCalls.Tests;

/// <summary>
/// A donations service with one pot of money, over real gRPC. Tests make it fail before or after it did what it was
/// asked, as a network or a killed process would.
/// </summary>
public sealed class FakeDonations : DonationsService.DonationsServiceBase
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _envelopes = [];
    private readonly Dictionary<string, (string CallId, long Cents)> _awards = [];
    private readonly HashSet<string> _released = [];
    private readonly Dictionary<string, int> _numbers = [];

    /// <summary>Cents that are still available for calls.</summary>
    public long Available { get; set; } = long.MaxValue / 4;

    /// <summary>Run before anything is done; throw to fail with nothing done.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Run after it was done; throw to lose the answer.</summary>
    public Func<string, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>What is left of an envelope, or null when nothing was reserved.</summary>
    public long? Left(string callId)
    {
        lock (_lock)
        {
            return _envelopes.TryGetValue(callId, out var envelope) ? envelope - Committed(callId) : null;
        }
    }

    /// <summary>The whole envelope, whatever of it is committed.</summary>
    public long Envelope(string callId)
    {
        lock (_lock)
        {
            return _envelopes[callId];
        }
    }

    /// <summary>Sum of the awards committed for a call.</summary>
    public long Committed(string callId)
    {
        lock (_lock)
        {
            return _awards.Values.Where(award => award.CallId == callId).Sum(award => award.Cents);
        }
    }

    public bool IsReleased(string callId)
    {
        lock (_lock)
        {
            return _released.Contains(callId);
        }
    }

    /// <summary>Everything works again.</summary>
    public void Heal() => (Before, After) = (_ => Task.CompletedTask, _ => Task.CompletedTask);

    /// <summary>Answers of a kind of call get lost from now on, after it was carried out.</summary>
    public void LoseAnswersOf(string rpc) => After = asked => asked == rpc ? throw Broken() : Task.CompletedTask;

    /// <summary>A kind of call fails from now on with nothing done.</summary>
    public void Break(string rpc) => Before = asked => asked == rpc ? throw Broken() : Task.CompletedTask;

    public override async Task<ReserveForCallResponse> ReserveForCall(
        ReserveForCallRequest request,
        ServerCallContext context
    )
    {
        await Before("ReserveForCall");
        lock (_lock)
        {
            if (!_envelopes.ContainsKey(request.CallId))
            {
                if (request.Envelope.MinorUnits > Available)
                {
                    var (needs, has) = (
                        Kernel.Money.UsdCents(request.Envelope.MinorUnits),
                        Kernel.Money.UsdCents(Available)
                    );
                    throw new Refusal(
                        RefusalKind.WrongState,
                        "INSUFFICIENT_FUNDS",
                        $"The call needs {needs}, but {has} is available."
                    ).ToRpcException();
                }

                _envelopes.Add(request.CallId, request.Envelope.MinorUnits);
                Available -= request.Envelope.MinorUnits;
            }
        }

        await After("ReserveForCall");
        return new ReserveForCallResponse { Reservation = Reservation(request.CallId) };
    }

    public override async Task<ChangeReservationResponse> ChangeReservation(
        ChangeReservationRequest request,
        ServerCallContext context
    )
    {
        await Before("ChangeReservation");
        lock (_lock)
        {
            var (call, asked) = (request.CallId, request.Envelope.MinorUnits);
            if (_numbers.GetValueOrDefault(call) < request.Number)
            {
                if (asked - _envelopes[call] > Available || asked < Committed(call))
                {
                    throw new Refusal(
                        RefusalKind.WrongState,
                        "INSUFFICIENT_FUNDS",
                        $"The envelope needs {Kernel.Money.UsdCents(asked - _envelopes[call])} more, but {Kernel.Money.UsdCents(Available)} is available."
                    ).ToRpcException();
                }

                Available -= asked - _envelopes[call];
                (_envelopes[call], _numbers[call]) = (asked, request.Number);
            }
        }

        await After("ChangeReservation");
        return new ChangeReservationResponse { Reservation = Reservation(request.CallId) };
    }

    public override async Task<CommitAwardResponse> CommitAward(CommitAwardRequest request, ServerCallContext context)
    {
        await Before("CommitAward");
        lock (_lock)
        {
            if (!_awards.ContainsKey(request.AwardId))
            {
                if (request.Amount.MinorUnits > Left(request.CallId))
                {
                    throw new Refusal(RefusalKind.WrongState, "ENVELOPE_EXCEEDED", "Less is left.").ToRpcException();
                }

                _awards.Add(request.AwardId, (request.CallId, request.Amount.MinorUnits));
            }
        }

        await After("CommitAward");
        return new CommitAwardResponse { Reservation = Reservation(request.CallId) };
    }

    public override async Task<ReleaseReservationResponse> ReleaseReservation(
        ReleaseReservationRequest request,
        ServerCallContext context
    )
    {
        await Before("ReleaseReservation");
        lock (_lock)
        {
            if (_released.Add(request.CallId))
            {
                Available += Left(request.CallId) ?? 0;
            }
        }

        await After("ReleaseReservation");
        return new ReleaseReservationResponse { Reservation = Reservation(request.CallId) };
    }

    private Reservation Reservation(string callId) =>
        new()
        {
            CallId = callId,
            Left = new Money { MinorUnits = Left(callId) ?? 0, CurrencyCode = "USD" },
        };

    /// <summary>Not UNAVAILABLE, which the client would try again by itself.</summary>
    private static RpcException Broken() => new(new Status(StatusCode.Internal, "broken by the test"));
}
