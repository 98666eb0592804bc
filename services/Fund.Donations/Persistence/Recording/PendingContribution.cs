using System.Diagnostics;
using Fund.Donations.Domain;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Persistence.Recording;

/// <summary>A contribution as a request states it, checked as far as can be without the database.</summary>
/// <param name="DonorId">Who gave.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="ValueDate">Day at the bank.</param>
/// <param name="Channel">How it came.</param>
/// <param name="PledgeId">Pledge it pays, if any.</param>
/// <param name="Earmark">May be empty.</param>
/// <param name="BeforePledge">A value date before the pledge is meant so.</param>
public sealed record NewContribution(
    Guid DonorId,
    Money Amount,
    DateOnly ValueDate,
    Channel Channel,
    Guid? PledgeId,
    string Earmark,
    bool BeforePledge = false
);

/// <summary>A contribution waiting to be written, and whoever waits for the answer.</summary>
/// <param name="stated">The contribution.</param>
/// <param name="key">Which request it is.</param>
/// <param name="inputHash">Hash of the request.</param>
/// <param name="line">What the audit trail will say, but for the contribution itself.</param>
internal sealed class PendingContribution(NewContribution stated, RequestKey key, byte[] inputHash, AuditLine line)
{
    private readonly TaskCompletionSource<V1.RecordContributionResponse> _answer = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private List<PendingContribution>? _same;

    public NewContribution Stated { get; } = stated;

    public RequestKey Key { get; } = key;

    public byte[] InputHash { get; } = inputHash;

    public AuditLine Line { get; } = line;

    public string? TraceParent { get; } = Activity.Current?.Id;

    public Task<V1.RecordContributionResponse> Answer => _answer.Task;

    public bool IsAnswered => _answer.Task.IsCompleted;

    /// <summary>The same request came again while this one waits: it shares the answer.</summary>
    public void Share(PendingContribution again) => (_same ??= []).Add(again);

    public void Succeed(V1.RecordContributionResponse response)
    {
        _answer.TrySetResult(response);
        foreach (var again in _same ?? [])
        {
            if (again.InputHash.AsSpan().SequenceEqual(InputHash))
            {
                again.Succeed(response);
            }
            else
            {
                again.Fail(Refusals.RequestIdReused(again.Key.RequestId).AsException());
            }
        }
    }

    /// <summary>Fails it; a request that only shared the id has not been tried and is given back.</summary>
    public IReadOnlyList<PendingContribution> Fail(Exception reason)
    {
        _answer.TrySetException(reason);
        var untried = new List<PendingContribution>();
        foreach (var again in _same ?? [])
        {
            if (again.InputHash.AsSpan().SequenceEqual(InputHash))
            {
                untried.AddRange(again.Fail(reason));
            }
            else
            {
                untried.Add(again);
            }
        }

        return untried;
    }
}
