using Fund.Donations.Domain;
using Fund.Hosting;
using Fund.Kernel;
using Npgsql;
using NpgsqlTypes;
using static Fund.Donations.Persistence.Columns;

namespace Fund.Donations.Persistence.Deciding;

/// <summary>
/// A group of decisions in one transaction: the lock and everything to decide over in one round trip, everything that
/// was decided in another, an array for every column.
/// </summary>
internal sealed class DecisionBatch(NpgsqlConnection connection, TimeProvider clock)
{
    private const string LockSql = "select 1 from fund_balance where id = 1 for update";

    private const string TotalsSql = """
        select received, support_costs_set_aside, support_costs_charged, held_back, reserved, committed, disbursed,
            refunded, closed_through()
        from fund_balance where id = 1
        """;

    private const string EarlierSql = """
        select r.caller, r.request_id, r.operation, r.input_hash, r.response
        from (select distinct caller, request_id from unnest($1, $2) as a (caller, request_id)) as asked
        join requests r on r.caller = asked.caller and r.request_id = asked.request_id
        """;

    private const string ReservationsSql = """
        select call_id, envelope_cents, committed_cents, released_cents, reserved_at, released_at, change_number
        from reservations where call_id = any($1)
        """;

    private const string AwardsSql = """
        select award_id, call_id, committed_cents, committed_on, committed_at, pool_cents
        from awards where award_id = any($1)
        """;

    private const string SettingsSql = """
        select name, value, effective_date, source, recorded_at from policy_settings where superseded_at is null
        """;

    private const string RequestsSql = """
        insert into requests (caller, request_id, operation, input_hash, response)
        select caller, request_id, operation, input_hash, response
        from unnest($1, $2, $3, $4, $5) as request (caller, request_id, operation, input_hash, response)
        """;

    private const string NewReservationsSql = """
        insert into reservations (call_id, envelope_cents, committed_cents, released_cents, reserved_at, released_at)
        select call_id, envelope, committed, released, reserved_at, released_at
        from unnest($1, $2, $3, $4, $5, $6)
            as reservation (call_id, envelope, committed, released, reserved_at, released_at)
        """;

    private const string ChangedReservationsSql = """
        update reservations r
        set envelope_cents = changed.envelope, committed_cents = changed.committed, released_cents = changed.released,
            released_at = changed.released_at, change_number = changed.change_number
        from unnest($1, $2, $3, $4, $5, $6)
            as changed (call_id, envelope, committed, released, released_at, change_number)
        where r.call_id = changed.call_id
        """;

    private const string NewAwardsSql = """
        insert into awards (award_id, call_id, committed_cents, disbursed_cents, committed_on, committed_at, pool_cents)
        select award_id, call_id, committed, 0, committed_on, committed_at, pool
        from unnest($1, $2, $3, $4, $5, $6) as award (award_id, call_id, committed, committed_on, committed_at, pool)
        """;

    private const string NewTotalsSql = """
        update fund_balance
        set received = $1, support_costs_set_aside = $2, support_costs_charged = $3, held_back = $4, reserved = $5,
            committed = $6, disbursed = $7, refunded = $8
        where id = 1
        """;

    /// <summary>Decides and commits; those answered by an earlier request or refused leave nothing.</summary>
    /// <returns>The answer of each that was carried out, now or before.</returns>
    public async Task<IReadOnlyList<(PendingDecision Pending, byte[] Response)>> CarryOutAsync(
        IReadOnlyList<PendingDecision> group,
        Action<PendingDecision, Exception> refuse
    )
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var (money, earlier) = await LookAsync(group, transaction);
        var answers = new List<(PendingDecision Pending, byte[] Response)>(group.Count);
        var decided = new List<(PendingDecision Pending, byte[] Response)>(group.Count);
        var told = new List<AuditLine>(group.Count);
        foreach (var pending in group)
        {
            try
            {
                if (Repeated(pending, earlier) is { } known)
                {
                    answers.Add((pending, known));
                    continue;
                }

                var before = Told.Of(money, pending);
                var response = pending.Decide(money);
                told.Add(Told.Of(money, pending).Since(before, pending));
                earlier[pending.Key] = new Earlier(pending.Operation, pending.InputHash, response);
                decided.Add((pending, response));
            }
            catch (RefusedException e)
            {
                refuse(pending, e);
            }
        }

        if (decided.Count > 0)
        {
            await WriteAsync(money, decided, told, transaction);
        }

        await transaction.CommitAsync();
        return [.. answers, .. decided];
    }

    private static byte[]? Repeated(PendingDecision pending, Dictionary<RequestKey, Earlier> earlier)
    {
        if (!earlier.TryGetValue(pending.Key, out var known))
        {
            return null;
        }

        return pending.IsSameAs(known.Operation, known.InputHash)
            ? known.Response
            : throw Refusals.RequestIdReused(pending.Key.RequestId).AsException();
    }

    /// <summary>Takes the lock, folds the additions in, and reads everything that is decided over.</summary>
    private async Task<(MoneyAtHand Money, Dictionary<RequestKey, Earlier> Earlier)> LookAsync(
        IReadOnlyList<PendingDecision> group,
        NpgsqlTransaction transaction
    )
    {
        // Each statement sees what was committed when it begins: after the lock, everything before us.
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Command(LockSql));
        batch.BatchCommands.Add(Command(FundBalances.FoldSql));
        batch.BatchCommands.Add(Command(TotalsSql));
        batch.BatchCommands.Add(
            Command(
                EarlierSql,
                Column(group.Select(pending => pending.Key.Caller).ToArray(), NpgsqlDbType.Text),
                Column(group.Select(pending => pending.Key.RequestId).ToArray(), NpgsqlDbType.Text)
            )
        );
        batch.BatchCommands.Add(
            Command(
                ReservationsSql,
                Column(group.Select(pending => pending.CallId).Distinct().ToArray(), NpgsqlDbType.Uuid)
            )
        );
        batch.BatchCommands.Add(
            Command(
                AwardsSql,
                Column(group.Select(pending => pending.AwardId).OfType<Guid>().ToArray(), NpgsqlDbType.Uuid)
            )
        );
        batch.BatchCommands.Add(Command(SettingsSql));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return await Answers.ReadAsync(reader, clock);
    }

    private async Task WriteAsync(
        MoneyAtHand money,
        List<(PendingDecision Pending, byte[] Response)> decided,
        List<AuditLine> told,
        NpgsqlTransaction transaction
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(AuditTrail.Insert(told));
        batch.BatchCommands.Add(
            Command(
                RequestsSql,
                Column(decided.ConvertAll(row => row.Pending.Key.Caller), NpgsqlDbType.Text),
                Column(decided.ConvertAll(row => row.Pending.Key.RequestId), NpgsqlDbType.Text),
                Column(decided.ConvertAll(row => row.Pending.Operation), NpgsqlDbType.Text),
                Column(decided.ConvertAll(row => row.Pending.InputHash), NpgsqlDbType.Bytea),
                Column(decided.ConvertAll(row => row.Response), NpgsqlDbType.Bytea)
            )
        );
        AddReservations(batch, money);
        AddAwards(batch, money.NewAwards);
        if (money.Transactions.Count > 0)
        {
            batch.BatchCommands.Add(Post(LedgerColumns.Of(money.Transactions), money.Now));
            batch.BatchCommands.Add(NewTotals(money.Totals));
        }

        await batch.ExecuteNonQueryAsync();
    }

    private static void AddReservations(NpgsqlBatch batch, MoneyAtHand money)
    {
        if (money.NewReservations is { Count: > 0 } added)
        {
            batch.BatchCommands.Add(
                Command(
                    NewReservationsSql,
                    Column(added.Select(row => row.CallId).ToArray(), NpgsqlDbType.Uuid),
                    Column(added.Select(row => row.EnvelopeCents).ToArray(), NpgsqlDbType.Bigint),
                    Column(added.Select(row => row.CommittedCents).ToArray(), NpgsqlDbType.Bigint),
                    Column(added.Select(row => row.ReleasedCents).ToArray(), NpgsqlDbType.Bigint),
                    Column(added.Select(row => row.ReservedAt).ToArray(), NpgsqlDbType.TimestampTz),
                    Column(added.Select(row => row.ReleasedAt).ToArray(), NpgsqlDbType.TimestampTz)
                )
            );
        }

        var changed = money.ChangedReservations.ToList();
        if (changed.Count > 0)
        {
            batch.BatchCommands.Add(
                Command(
                    ChangedReservationsSql,
                    Column(changed.ConvertAll(row => row.CallId), NpgsqlDbType.Uuid),
                    Column(changed.ConvertAll(row => row.EnvelopeCents), NpgsqlDbType.Bigint),
                    Column(changed.ConvertAll(row => row.CommittedCents), NpgsqlDbType.Bigint),
                    Column(changed.ConvertAll(row => row.ReleasedCents), NpgsqlDbType.Bigint),
                    Column(changed.ConvertAll(row => row.ReleasedAt), NpgsqlDbType.TimestampTz),
                    Column(changed.ConvertAll(row => row.ChangeNumber), NpgsqlDbType.Integer)
                )
            );
        }
    }

    private static void AddAwards(NpgsqlBatch batch, IReadOnlyList<Award> added)
    {
        if (added.Count > 0)
        {
            batch.BatchCommands.Add(
                Command(
                    NewAwardsSql,
                    Column(added.Select(row => row.AwardId).ToArray(), NpgsqlDbType.Uuid),
                    Column(added.Select(row => row.CallId).ToArray(), NpgsqlDbType.Uuid),
                    Column(added.Select(row => row.CommittedCents).ToArray(), NpgsqlDbType.Bigint),
                    Column(added.Select(row => row.CommittedOn).ToArray(), NpgsqlDbType.Date),
                    Column(added.Select(row => row.CommittedAt).ToArray(), NpgsqlDbType.TimestampTz),
                    Column(added.Select(row => row.PoolCents).ToArray(), NpgsqlDbType.Bigint)
                )
            );
        }
    }

    private static NpgsqlBatchCommand NewTotals(FundTotals totals) =>
        Command(
            NewTotalsSql,
            Single(totals.Received, NpgsqlDbType.Bigint),
            Single(totals.SupportCostsSetAside, NpgsqlDbType.Bigint),
            Single(totals.SupportCostsCharged, NpgsqlDbType.Bigint),
            Single(totals.HeldBack, NpgsqlDbType.Bigint),
            Single(totals.Reserved, NpgsqlDbType.Bigint),
            Single(totals.Committed, NpgsqlDbType.Bigint),
            Single(totals.Disbursed, NpgsqlDbType.Bigint),
            Single(totals.Refunded, NpgsqlDbType.Bigint)
        );
}

/// <summary>What an earlier request asked for, and what it was answered.</summary>
internal sealed record Earlier(string Operation, byte[] InputHash, byte[] Response);
