using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;
using static Fund.Donations.Persistence.Columns;

namespace Fund.Donations.Persistence.Recording;

/// <summary>
/// Writes a group of contributions in one transaction and, as a rule, one round trip: requests with their answers,
/// contributions, ledger, running totals and events, an array for every column.
/// </summary>
internal sealed class ContributionBatch(NpgsqlConnection connection, TimeProvider clock)
{
    /// <summary>SQLSTATE of hold_references when rates or settings are not those that the values were made with.</summary>
    public const string ReferencesChanged = "FD001";

    /// <summary>The constraint that knows a request that was carried out before.</summary>
    public const string RequestsKey = "pk_requests";

    private const string HoldSql = "select hold_references($1)";

    private const string RequestsSql = """
        insert into requests (caller, request_id, operation, input_hash, response)
        select caller, request_id, $1, input_hash, response
        from unnest($2, $3, $4, $5) as request (caller, request_id, input_hash, response)
        """;

    private const string ContributionsSql = """
        insert into contributions (id, donor_id, amount_minor, amount_currency, value_date, channel, pledge_id, earmark,
            recorded_at, usd_cents, support_cost_cents, units_per_usd, rate_effective_date, valued_at)
        select id, donor_id, minor, currency, value_date, channel, pledge_id, earmark, $1, usd, cost, units, effective,
            case when usd is not null then $1 end
        from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) as c (id, donor_id, minor, currency, value_date,
            channel, pledge_id, earmark, usd, cost, units, effective)
        """;

    private const string AdditionSql = """
        insert into fund_balance_additions (id, received, support_costs_set_aside, support_costs_charged, held_back,
            reserved, committed, disbursed, refunded)
        values ($1, $2, $3, 0, 0, 0, 0, 0, 0)
        """;

    private const string OutboxSql = """
        insert into outbox (message_id, aggregate_key, type, body, trace_parent)
        select message_id, aggregate_key, type, body::jsonb, trace_parent
        from unnest($1, $2, $3, $4, $5) as event (message_id, aggregate_key, type, body, trace_parent)
        """;

    private readonly DateTimeOffset _now = clock.Moment();

    /// <summary>Writes and commits; those that a rule forbids are refused and the others written.</summary>
    /// <returns>The answer of each that was written.</returns>
    public async Task<IReadOnlyList<(PendingContribution Pending, V1.RecordContributionResponse Response)>> WriteAsync(
        IReadOnlyList<PendingContribution> group,
        ReferenceData references,
        Action<PendingContribution, Exception> refuse
    )
    {
        var pledgeIds = group.Select(pending => pending.Stated.PledgeId).OfType<Guid>().Distinct().ToArray();
        if (pledgeIds.Length == 0)
        {
            // Without a transaction of its own a batch is one, and its commit comes with the same round trip.
            return await InsertAsync(Make(group, references, null, refuse), references, null);
        }

        await using var transaction = await connection.BeginTransactionAsync();
        var pledges = await LockPledgesAsync(pledgeIds, transaction);
        var made = Make(group, references, pledges, refuse);
        var beyond = made.ConvertAll(row => Beyond(row.Contribution, pledges));
        var responses = await InsertAsync(made, references, transaction, beyond);
        await transaction.CommitAsync();
        return responses;
    }

    private List<(PendingContribution Pending, Contribution Contribution)> Make(
        IReadOnlyList<PendingContribution> group,
        ReferenceData references,
        Dictionary<Guid, LockedPledge>? pledges,
        Action<PendingContribution, Exception> refuse
    )
    {
        var made = new List<(PendingContribution Pending, Contribution Contribution)>(group.Count);
        foreach (var pending in group)
        {
            try
            {
                made.Add((pending, Make(pending.Stated, references, pledges)));
            }
            catch (RefusedException e)
            {
                refuse(pending, e);
            }
        }

        return made;
    }

    private Contribution Make(NewContribution stated, ReferenceData references, Dictionary<Guid, LockedPledge>? pledges)
    {
        if (stated.PledgeId is { } pledgeId)
        {
            if (pledges is null || !pledges.TryGetValue(pledgeId, out var pledge))
            {
                throw Refusals.NotFound("pledge", pledgeId.ToWire()).AsException();
            }

            pledge.Facts.RequirePayableBy(stated.DonorId, stated.Amount.Currency, "pledge_id");
            if (!stated.BeforePledge)
            {
                pledge.Facts.RequireNotBefore(stated.ValueDate, "value_date");
            }
        }

        var contribution = new Contribution(
            stated.DonorId,
            stated.Amount,
            stated.ValueDate,
            stated.Channel,
            stated.PledgeId,
            stated.Earmark,
            _now
        );
        contribution.ValueBy(references);
        return contribution;
    }

    /// <summary>
    /// So much of a contribution is beyond what was outstanding of its pledge. Somebody who pays the same pledge in
    /// another group at the same moment is not seen: it is a warning, and the pledge itself says the rest.
    /// </summary>
    private static Money? Beyond(Contribution contribution, Dictionary<Guid, LockedPledge> pledges) =>
        contribution.PledgeId is { } id && pledges[id].Pay(contribution.Amount.MinorUnits) is > 0 and var minor
            ? new Money(minor, contribution.Amount.Currency)
            : null;

    /// <summary>Shared locks, in the order of the ids: nobody cancels them until the commit.</summary>
    private async Task<Dictionary<Guid, LockedPledge>> LockPledgesAsync(Guid[] ids, NpgsqlTransaction transaction)
    {
        const string sql = """
            select id, donor_id, amount_currency, pledged_on, cancelled_on is not null, amount_minor - (
                select coalesce(sum(paid.amount_minor), 0) from contributions paid
                where paid.pledge_id = pledges.id and paid.reversed_on is null)::bigint
            from pledges where id = any($1) order by id for share
            """;
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        command.Parameters.Add(Column(ids, NpgsqlDbType.Uuid));
        var pledges = new Dictionary<Guid, LockedPledge>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var id = reader.GetGuid(0);
            var facts = new PledgeFacts(
                id,
                reader.GetGuid(1),
                reader.GetString(2),
                reader.GetFieldValue<DateOnly>(3),
                reader.GetBoolean(4)
            );
            pledges[id] = new LockedPledge(facts, Math.Max(0, reader.GetInt64(5)));
        }

        return pledges;
    }

    private async Task<List<(PendingContribution Pending, V1.RecordContributionResponse Response)>> InsertAsync(
        List<(PendingContribution Pending, Contribution Contribution)> made,
        ReferenceData references,
        NpgsqlTransaction? transaction,
        List<Money?>? beyond = null
    )
    {
        var responses = made.ConvertAll(row =>
            (row.Pending, Response: new V1.RecordContributionResponse { Contribution = row.Contribution.ToWire() })
        );
        for (var i = 0; i < beyond?.Count; i++)
        {
            responses[i].Response.Contribution.BeyondPledge = beyond[i]?.ToWire();
        }

        if (made.Count == 0)
        {
            return responses;
        }

        var contributions = made.ConvertAll(row => row.Contribution);
        var transactions = contributions
            .SelectMany(row => Postings.Received(row, references.PostingDate(row.ValueDate)))
            .ToList();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Command(HoldSql, Single(references.Version, NpgsqlDbType.Bigint)));
        batch.BatchCommands.Add(Requests(responses));
        batch.BatchCommands.Add(Contributions(contributions));
        batch.BatchCommands.Add(Post(LedgerColumns.Of(transactions), _now));
        batch.BatchCommands.Add(Addition(FundTotals.Of(transactions)));
        batch.BatchCommands.Add(Events(made));
        batch.BatchCommands.Add(AuditTrail.Insert(made.ConvertAll(Told)));
        await batch.ExecuteNonQueryAsync();
        return responses;
    }

    private static NpgsqlBatchCommand Requests(
        List<(PendingContribution Pending, V1.RecordContributionResponse Response)> responses
    ) =>
        Command(
            RequestsSql,
            Single(V1.RecordContributionRequest.Descriptor.FullName, NpgsqlDbType.Text),
            Column(responses.ConvertAll(row => row.Pending.Key.Caller), NpgsqlDbType.Text),
            Column(responses.ConvertAll(row => row.Pending.Key.RequestId), NpgsqlDbType.Text),
            Column(responses.ConvertAll(row => row.Pending.InputHash), NpgsqlDbType.Bytea),
            Column(responses.ConvertAll(row => row.Response.ToByteArray()), NpgsqlDbType.Bytea)
        );

    private NpgsqlBatchCommand Contributions(List<Contribution> rows) =>
        Command(
            ContributionsSql,
            Single(_now, NpgsqlDbType.TimestampTz),
            Column(rows.ConvertAll(row => row.Id), NpgsqlDbType.Uuid),
            Column(rows.ConvertAll(row => row.DonorId), NpgsqlDbType.Uuid),
            Column(rows.ConvertAll(row => row.Amount.MinorUnits), NpgsqlDbType.Bigint),
            Column(rows.ConvertAll(row => row.Amount.Currency.Code), NpgsqlDbType.Text),
            Column(rows.ConvertAll(row => row.ValueDate), NpgsqlDbType.Date),
            Column(rows.ConvertAll(row => row.Channel.ToString()), NpgsqlDbType.Text),
            Column(rows.ConvertAll(row => row.PledgeId), NpgsqlDbType.Uuid),
            Column(rows.ConvertAll(row => row.Earmark), NpgsqlDbType.Text),
            Column(rows.ConvertAll(row => row.UsdCents), NpgsqlDbType.Bigint),
            Column(rows.ConvertAll(row => row.SupportCostCents), NpgsqlDbType.Bigint),
            Column(rows.ConvertAll(row => row.UnitsPerUsd), NpgsqlDbType.Numeric),
            Column(rows.ConvertAll(row => row.RateEffectiveDate), NpgsqlDbType.Date)
        );

    private static NpgsqlBatchCommand Addition(FundTotals change) =>
        Command(
            AdditionSql,
            Single(OrderedIds.Next(), NpgsqlDbType.Uuid),
            Single(change.Received, NpgsqlDbType.Bigint),
            Single(change.SupportCostsSetAside, NpgsqlDbType.Bigint)
        );

    private static NpgsqlBatchCommand Events(List<(PendingContribution Pending, Contribution Contribution)> made)
    {
        var facts = made.ConvertAll(row => OutboxFact.Of(row.Contribution.ToFact(), row.Pending.TraceParent));
        return Command(
            OutboxSql,
            Column(facts.ConvertAll(fact => fact.MessageId), NpgsqlDbType.Uuid),
            Column(facts.ConvertAll(fact => fact.AggregateKey), NpgsqlDbType.Text),
            Column(facts.ConvertAll(fact => fact.Type), NpgsqlDbType.Text),
            Column(facts.ConvertAll(fact => fact.Body), NpgsqlDbType.Text),
            Column(facts.ConvertAll(fact => fact.TraceParent), NpgsqlDbType.Text)
        );
    }

    /// <summary>What the audit trail says of one contribution; its earmark is the donor's own words.</summary>
    private static AuditLine Told((PendingContribution Pending, Contribution Contribution) made)
    {
        var row = made.Contribution;
        var changes = new AuditChanges().Added(
            "contribution",
            row.Id.ToWire(),
            ("donor_id", row.DonorId),
            ("amount_minor", row.Amount.MinorUnits),
            ("amount_currency", row.Amount.Currency.Code),
            ("value_date", row.ValueDate),
            ("channel", row.Channel),
            ("pledge_id", row.PledgeId),
            ("usd_cents", row.UsdCents),
            ("units_per_usd", row.UnitsPerUsd)
        );
        return made.Pending.Line.About(changes);
    }
}
