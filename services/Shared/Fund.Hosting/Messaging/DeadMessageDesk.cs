using Fund.Kernel;
using Fund.Messaging.V1;
using Google.Protobuf.WellKnownTypes;

namespace Fund.Hosting;

/// <summary>
/// Where administrators look at dead messages of this process, try them again, or drop them. What was decided is
/// committed, with its line in the audit trail, before the broker is told: whatever breaks in between, nothing happens
/// that nobody answers for, and sending the same request again finishes it. Whoever calls checks the role.
/// </summary>
public sealed class DeadMessageDesk
{
    /// <summary>Most in one request: as many as one entry of the audit trail tells of.</summary>
    public const int Most = AuditChanges.Most;

    private readonly DeadMessages _dead;
    private readonly FundDbContext _db;
    private readonly IOutboxWake _wake;

    internal DeadMessageDesk(DeadMessages dead, FundDbContext db, IOutboxWake wake)
    {
        _dead = dead;
        _db = db;
        _wake = wake;
    }

    /// <summary>How many are dead, by queue and kind.</summary>
    public async Task<GetDeadMessageKindsResponse> KindsAsync(CancellationToken cancellationToken)
    {
        var all = await _dead.ListAsync(_db, cancellationToken).ConfigureAwait(false);
        var kinds = all.GroupBy(message => (message.Queue, message.Type))
            .OrderBy(kind => kind.Key)
            .Select(kind => new DeadMessageKind
            {
                Queue = kind.Key.Queue,
                MessageType = kind.Key.Type,
                Count = kind.Count(),
                OldestAt = kind.Min(message => message.At) is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            });
        return new GetDeadMessageKindsResponse { Kinds = { kinds } };
    }

    /// <summary>One page of them.</summary>
    public async Task<ListDeadMessagesResponse> PageAsync(
        ListDeadMessagesRequest request,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var wanted = new WantedDead(request.Queue, request.MessageType);
        var after = page.After?.ToString("D");
        var all = await _dead.ListAsync(_db, cancellationToken).ConfigureAwait(false);
        var rest = all.Where(wanted.Matches)
            .Where(message => after is null || string.CompareOrdinal(message.Id.ToString("D"), after) < 0)
            .Take(page.Size + 1)
            .ToList();
        var shown = rest.Take(page.Size).ToList();
        return new ListDeadMessagesResponse
        {
            Messages = { shown.Select(message => message.ToWire()) },
            Page = new() { NextPageToken = rest.Count > page.Size ? Page.TokenAfter(shown[^1].Id) : "" },
        };
    }

    /// <summary>One of them.</summary>
    /// <exception cref="RefusedException">NOT_AN_ID; NOT_FOUND.</exception>
    public async Task<GetDeadMessageResponse> GetAsync(
        GetDeadMessageRequest request,
        CancellationToken cancellationToken
    )
    {
        var id = request.MessageId.ToId("message_id");
        var all = await _dead.ListAsync(_db, cancellationToken).ConfigureAwait(false);
        var found =
            all.FirstOrDefault(message => message.Id == id)
            ?? throw Refusals.NotFound("dead message", request.MessageId).AsException();
        return new GetDeadMessageResponse { Message = found.ToWire() };
    }

    /// <exception cref="RefusedException">
    /// INVALID_FIELD, NOT_FOUND for an id that is not dead, BROKER_UNAVAILABLE, and those of a request id.
    /// </exception>
    public async Task<ReplayDeadMessagesResponse> ReplayAsync(
        ReplayDeadMessagesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var wanted = Wanted(new Check(), request.MessageId, request.Queue, request.MessageType);
        await using var held = await _dead.HoldAsync(cancellationToken).ConfigureAwait(false);
        var answer = await _db.OnceAsync(
                caller,
                request.RequestId,
                request,
                async token =>
                {
                    var (ids, left) = await DecideAsync(held, wanted, "replayed", "", token).ConfigureAwait(false);
                    await DeadMessages.UnparkAsync(_db, ids, token).ConfigureAwait(false);
                    return new ReplayDeadMessagesResponse
                    {
                        MessageIds = { ids.Select(id => id.ToWire()) },
                        Left = left,
                    };
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        await TellBrokerAsync(held, answer.MessageIds, isReplay: true, cancellationToken).ConfigureAwait(false);
        _wake.Wake();
        return answer;
    }

    /// <inheritdoc cref="ReplayAsync"/>
    public async Task<DropDeadMessagesResponse> DropAsync(
        DropDeadMessagesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var reason = check.Text("reason", request.Reason, 500);
        var wanted = Wanted(check, request.MessageId, request.Queue, request.MessageType);
        await using var held = await _dead.HoldAsync(cancellationToken).ConfigureAwait(false);
        var answer = await _db.OnceAsync(
                caller,
                request.RequestId,
                request,
                async token =>
                {
                    var (ids, left) = await DecideAsync(held, wanted, "dropped", reason, token).ConfigureAwait(false);
                    await DeadMessages.DeleteParkedAsync(_db, ids, token).ConfigureAwait(false);
                    return new DropDeadMessagesResponse { MessageIds = { ids.Select(id => id.ToWire()) }, Left = left };
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        await TellBrokerAsync(held, answer.MessageIds, isReplay: false, cancellationToken).ConfigureAwait(false);
        return answer;
    }

    /// <summary>One message, or a queue with a kind: nobody settles everything by leaving fields out.</summary>
    private static WantedDead Wanted(Check check, string id, string queue, string type)
    {
        var one = check.OptionalId("message_id", id);
        check.That(
            one is null || (queue.Length == 0 && type.Length == 0),
            "message_id",
            "Give the id of one message, or a queue and kind of messages, not both."
        );
        check.That(one is not null || queue.Length > 0, "queue", "Say which queue, or give the id of one message.");
        check.That(
            one is not null || type.Length > 0,
            "message_type",
            "Say which kind of messages, or give the id of one message."
        );
        check.ThrowIfAny();
        return new WantedDead(queue, type, one);
    }

    private async Task<(IReadOnlyList<Guid> Ids, int Left)> DecideAsync(
        HeldMessages held,
        WantedDead wanted,
        string decision,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var all = await DeadMessages.AllAsync(held, _db, cancellationToken).ConfigureAwait(false);
        var meant = all.Where(wanted.Matches).ToList();
        if (wanted.Id is { } id && meant.Count == 0)
        {
            throw Refusals.NotFound("dead message", id.ToString("D")).AsException();
        }

        // Oldest first, as they would have been consumed.
        var now = Enumerable.Reverse(meant).Take(Most).ToList();
        foreach (var message in now)
        {
            _db.Audit.Removed(
                "dead_message",
                message.Id.ToString("D"),
                ("queue", message.Queue),
                ("message_type", message.Type),
                ("about", message.About),
                ("decision", decision),
                ("reason", reason)
            );
        }

        return ([.. now.Select(message => message.Id)], meant.Count - now.Count);
    }

    private static async Task TellBrokerAsync(
        HeldMessages held,
        IEnumerable<string> decided,
        bool isReplay,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var ids = decided.Select(Guid.Parse).ToHashSet();
            await held.SettleAsync(ids, isReplay, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DeadMessages.IsBroker(e, cancellationToken))
        {
            throw DeadMessages.BrokerUnavailable().AsException();
        }
    }
}
