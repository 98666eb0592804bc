using Fund.Donations.Domain;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;

namespace Fund.Donations.Persistence.Deciding;

/// <summary>Something that takes money away or gives it back: decided over what is there, in memory.</summary>
/// <typeparam name="TResponse">What is answered, and kept for a repetition of the request.</typeparam>
public interface IDecision<out TResponse>
    where TResponse : IMessage
{
    /// <summary>The call whose envelope it is about.</summary>
    Guid CallId { get; }

    /// <summary>The award it is about, if any.</summary>
    Guid? AwardId { get; }

    /// <summary>Decides. What it refuses it must refuse before it changes anything.</summary>
    /// <exception cref="RefusedException">Whatever the rules forbid; nothing is changed then.</exception>
    TResponse Decide(MoneyAtHand money);
}

/// <summary>A decision waiting for its turn, and whoever waits for the answer.</summary>
internal abstract class PendingDecision(
    RequestKey key,
    string operation,
    byte[] inputHash,
    Guid callId,
    Guid? awardId,
    AuditLine line
)
{
    public RequestKey Key { get; } = key;

    public string Operation { get; } = operation;

    public byte[] InputHash { get; } = inputHash;

    public Guid CallId { get; } = callId;

    public Guid? AwardId { get; } = awardId;

    /// <summary>What the audit trail will say, but for what was decided.</summary>
    public AuditLine Line { get; } = line;

    public abstract bool IsAnswered { get; }

    /// <summary>Decides and gives the answer, as it is kept for a repetition.</summary>
    public abstract byte[] Decide(MoneyAtHand money);

    /// <summary>Answers with what was kept or decided.</summary>
    public abstract void Succeed(byte[] response);

    public abstract void Fail(Exception reason);

    /// <summary>True when an earlier request is this one.</summary>
    public bool IsSameAs(string operation, ReadOnlySpan<byte> inputHash) =>
        operation == Operation && inputHash.SequenceEqual(InputHash);
}

/// <inheritdoc cref="PendingDecision"/>
internal sealed class PendingDecision<TResponse>(
    IDecision<TResponse> decision,
    RequestKey key,
    string operation,
    byte[] inputHash,
    AuditLine line
) : PendingDecision(key, operation, inputHash, decision.CallId, decision.AwardId, line)
    where TResponse : IMessage<TResponse>, new()
{
    private readonly TaskCompletionSource<TResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResponse> Answer => _answer.Task;

    public override bool IsAnswered => _answer.Task.IsCompleted;

    public override byte[] Decide(MoneyAtHand money) => decision.Decide(money).ToByteArray();

    public override void Succeed(byte[] response) =>
        _answer.TrySetResult(new MessageParser<TResponse>(() => new TResponse()).ParseFrom(response));

    public override void Fail(Exception reason) => _answer.TrySetException(reason);
}
