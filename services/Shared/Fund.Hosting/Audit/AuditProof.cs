using Fund.Audit.V1;
using Fund.Common.V1;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using V1Seal = Fund.Audit.V1.AuditSeal;

namespace Fund.Hosting;

/// <summary>
/// Entries of one record with the way from each to the head of the chain: enough to show to anybody who kept a head,
/// without this system, that they are as they were sealed.
/// </summary>
public sealed class AuditProof(NpgsqlDataSource source, AuditSearch search, FundSettings settings)
{
    private static readonly string LeavesSql =
        $"select id, {AuditChain.LeafSql} from audit_entries where id > $1 and id <= $2 order by id";

    public Task<GetRecordProofResponse> HandleAsync(
        GetRecordProofRequest request,
        CancellationToken cancellationToken
    ) => HandleAsync(request, [], cancellationToken);

    /// <summary>The same without what is about some records.</summary>
    public async Task<GetRecordProofResponse> HandleAsync(
        GetRecordProofRequest request,
        string[] hidden,
        CancellationToken cancellationToken
    )
    {
        var (entries, next) = await search
            .OfRecordAsync(request.Page, request.RecordKind, request.RecordId, hidden, cancellationToken)
            .ConfigureAwait(false);
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var head = await SealAudit.LastAsync(connection, cancellationToken).ConfigureAwait(false);
        var way = new SortedDictionary<long, AuditSeal>();
        var response = new GetRecordProofResponse { Page = new PageResponse { NextPageToken = next } };
        foreach (var entry in entries)
        {
            var proven = new ProvenEntry { Entry = entry, At = Moment(entry.At) };
            if (head is not null && entry.EntryId <= head.LastId)
            {
                var place = await PlaceAsync(connection, entry.EntryId, cancellationToken).ConfigureAwait(false);
                proven.Seal = place.Seal.Number;
                proven.Path.Add(place.Path);
                await WalkAsync(connection, head, place.Seal.Number, way, cancellationToken).ConfigureAwait(false);
            }

            response.Entries.Add(proven);
        }

        response.Seals.Add(way.Values.Select(seal => seal.ToWire(settings.Name)));
        return response;
    }

    private static string Moment(Timestamp at) => AuditChain.Moment(at.ToDateTimeOffset());

    private static async Task<(AuditSeal Seal, IEnumerable<string> Path)> PlaceAsync(
        NpgsqlConnection connection,
        long id,
        CancellationToken cancellationToken
    )
    {
        const string around = """
            where number >= (select number from audit_seals where last_id >= $1 order by last_id limit 1) - 1
            order by number limit 2
            """;
        var seals = await AuditSeals.ReadAsync(connection, around, [id], cancellationToken).ConfigureAwait(false);
        var seal = seals.First(row => row.LastId >= id);
        var after = seals[0].LastId >= id ? 0 : seals[0].LastId;
        var ids = new List<long>(seal.Entries);
        var leaves = new List<byte[]>(seal.Entries);
        await using var query = new NpgsqlCommand(LeavesSql, connection);
        query.Parameters.AddWithValue(after);
        query.Parameters.AddWithValue(seal.LastId);
        await using var reader = await query.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            ids.Add(reader.GetInt64(0));
            leaves.Add(reader.GetFieldValue<byte[]>(1));
        }

        var path = AuditChain.Path(leaves, ids.IndexOf(id));
        return (seal, path.Select(step => (step.IsLeft ? "L" : "R") + Convert.ToHexStringLower(step.Hash)));
    }

    /// <summary>Adds every seal on the way from the head down to one, by the longest steps that don't pass it.</summary>
    private static async Task WalkAsync(
        NpgsqlConnection connection,
        AuditSeal head,
        long goal,
        SortedDictionary<long, AuditSeal> way,
        CancellationToken cancellationToken
    )
    {
        way[head.Number] = head;
        var number = head.Number;
        while (number > goal)
        {
            var skip = AuditChain.SkipOf(number);
            number = skip >= goal ? skip : number - 1;
            if (!way.ContainsKey(number))
            {
                var seals = await AuditSeals
                    .ReadAsync(connection, "where number = $1", [number], cancellationToken)
                    .ConfigureAwait(false);
                way[number] = seals.Single();
            }
        }
    }
}

/// <summary>Seals on the wire.</summary>
public static class AuditWire
{
    public static V1Seal ToWire(this AuditSeal seal, string service)
    {
        ArgumentNullException.ThrowIfNull(seal);
        return new V1Seal
        {
            Service = service,
            Number = seal.Number,
            LastEntryId = seal.LastId,
            Entries = seal.Entries,
            Root = Convert.ToHexStringLower(seal.Root),
            Previous = Convert.ToHexStringLower(seal.Previous),
            Skip = Convert.ToHexStringLower(seal.Skip),
            Hash = Convert.ToHexStringLower(seal.Hash),
            SealedAt = AuditChain.Moment(seal.SealedAt),
        };
    }

    public static VerifyAuditChainResponse ToWire(this AuditVerdict verdict, string service)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return new VerifyAuditChainResponse
        {
            IsWhole = verdict.IsWhole,
            Problems = { verdict.Problems },
            Seals = verdict.Seals,
            Entries = verdict.Entries,
            NextSeal = verdict.Next,
            Head = verdict.Head?.ToWire(service),
        };
    }
}
