using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Fund.Audit.V1;
using Fund.Common.V1;
using Fund.Kernel;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using V1Entry = Fund.Audit.V1.AuditEntry;
using V1Outcome = Fund.Audit.V1.AuditOutcome;

namespace Fund.Hosting;

/// <summary>Reads the trail of this process, newest first.</summary>
public sealed class AuditSearch(NpgsqlDataSource source, FundSettings settings)
{
    private const string Columns = """
        id, at, actor, roles, call, outcome, reason, times, request_id, trace_id, address, session, records, changes
        """;

    // Found before anything is put in order: who looks for the newest first may otherwise read the whole trail for a
    // record that was touched once, long ago.
    private const string OfRecord = """
        id = any(array(
            select id from audit_entries where cardinality(records) = 1 and records[1] = $
            union all
            select id from audit_entries where cardinality(records) > 1 and records @> array[$::text]))
        """;

    /// <summary>Searches.</summary>
    /// <exception cref="RefusedException">The page, or a record's kind without its id.</exception>
    public Task<ListAuditEntriesResponse> HandleAsync(
        ListAuditEntriesRequest request,
        CancellationToken cancellationToken
    ) => HandleAsync(request, [], cancellationToken);

    /// <summary>Searches without what is about some records.</summary>
    public async Task<ListAuditEntriesResponse> HandleAsync(
        ListAuditEntriesRequest request,
        string[] hidden,
        CancellationToken cancellationToken
    )
    {
        var question = new Question(request.Page, hidden);
        question.Where("actor =", request.Actor);
        question.Where("call =", request.Call);
        if (request.Role.Length > 0)
        {
            question.Add("$ = any (string_to_array(roles, ','))", request.Role);
        }

        if (request.Outcome != V1Outcome.Unspecified)
        {
            question.Where("outcome =", AuditOutcomes.Name((AuditOutcome)(request.Outcome - 1)));
        }

        question.Record(request.RecordKind, request.RecordId, isNeeded: false);
        question.Between(request.From, request.To);
        var (entries, next) = await AskAsync(question, cancellationToken).ConfigureAwait(false);
        return new ListAuditEntriesResponse
        {
            Entries = { entries },
            Page = new PageResponse { NextPageToken = next },
        };
    }

    /// <summary>What was done about one record: without addresses and sessions, which are for auditors.</summary>
    /// <exception cref="RefusedException">The page; REQUIRED for kind and id.</exception>
    public Task<ListRecordEntriesResponse> HandleAsync(
        ListRecordEntriesRequest request,
        CancellationToken cancellationToken
    ) => HandleAsync(request, [], cancellationToken);

    /// <summary>The same without what is about some records.</summary>
    public async Task<ListRecordEntriesResponse> HandleAsync(
        ListRecordEntriesRequest request,
        string[] hidden,
        CancellationToken cancellationToken
    )
    {
        var (entries, next) = await OfRecordAsync(
                request.Page,
                request.RecordKind,
                request.RecordId,
                hidden,
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var entry in entries)
        {
            entry.Address = "";
            entry.Session = "";
        }

        return new ListRecordEntriesResponse
        {
            Entries = { entries },
            Page = new PageResponse { NextPageToken = next },
        };
    }

    /// <summary>The page token of what comes after an entry.</summary>
    public static string TokenAfter(long entryId) => Question.TokenAfter(entryId);

    internal Task<(List<V1Entry> Entries, string Next)> OfRecordAsync(
        PageRequest? page,
        string kind,
        string id,
        string[] hidden,
        CancellationToken cancellationToken
    )
    {
        var question = new Question(page, hidden);
        question.Record(kind, id, isNeeded: true);
        return AskAsync(question, cancellationToken);
    }

    private async Task<(List<V1Entry> Entries, string Next)> AskAsync(Question question, CancellationToken token)
    {
        await using var command = source.CreateCommand(question.Sql(Columns));
        foreach (var value in question.Values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var entries = new List<V1Entry>(question.Size);
        await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
        while (await reader.ReadAsync(token).ConfigureAwait(false))
        {
            if (entries.Count == question.Size)
            {
                return (entries, Question.TokenAfter(entries[^1].EntryId));
            }

            entries.Add(Read(reader));
        }

        return (entries, "");
    }

    private V1Entry Read(NpgsqlDataReader reader)
    {
        var entry = new V1Entry
        {
            EntryId = reader.GetInt64(0),
            At = Timestamp.FromDateTimeOffset(reader.GetFieldValue<DateTimeOffset>(1)),
            Service = settings.Name,
            Actor = reader.GetString(2),
            Roles = { reader.GetString(3).Split(',', StringSplitOptions.RemoveEmptyEntries) },
            Call = reader.GetString(4),
            Outcome = (V1Outcome)(AuditOutcomes.Parse(reader.GetString(5)) + 1),
            Reason = Text(reader, 6),
            Times = reader.GetInt32(7),
            RequestId = Text(reader, 8),
            TraceId = Text(reader, 9),
            Address = Text(reader, 10),
            Session = Text(reader, 11),
            Changes = reader.GetString(13),
        };
        entry.Records.Add(reader.GetFieldValue<string[]>(12));
        return entry;
    }

    private static string Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? "" : reader.GetString(column);

    /// <summary>Conditions and their values, in the order of their numbers.</summary>
    private sealed class Question
    {
        private readonly List<string> _conditions = [];

        public Question(PageRequest? page, string[] hidden)
        {
            Size = Page.Of(new PageRequest { PageSize = page?.PageSize ?? 0 }).Size;
            if (hidden.Length > 0)
            {
                Add("not (records && $)", hidden);
            }

            if (page?.PageToken is { Length: > 0 } token)
            {
                Add("id < $", Read(token));
            }
        }

        public int Size { get; }

        public List<object> Values { get; } = [];

        public void Where(string condition, string value)
        {
            if (value.Length > 0)
            {
                Add(condition + " $", value);
            }
        }

        public void Add(string condition, object value)
        {
            Values.Add(value);
            _conditions.Add(condition.Replace("$", $"${Values.Count}", StringComparison.Ordinal));
        }

        public void Record(string kind, string id, bool isNeeded)
        {
            if (!isNeeded && kind.Length == 0 && id.Length == 0)
            {
                return;
            }

            var check = new Check();
            check.Text("record_kind", kind, 100);
            check.Text("record_id", id, 300);
            check.ThrowIfAny();
            Add(OfRecord, AuditChanges.Reference(kind, id));
        }

        /// <summary>Ids rise with time, nearly: a bound on ids lets the trail be read from where it matters.</summary>
        public void Between(Timestamp? from, Timestamp? to)
        {
            if (from is not null)
            {
                Add("at >= $", from.ToDateTime());
            }

            if (to is not null)
            {
                Add("at < $", to.ToDateTime());
            }
        }

        public string Sql(string columns) =>
            $"select {columns} from audit_entries"
            + (_conditions.Count == 0 ? "" : " where " + string.Join(" and ", _conditions))
            + $" order by id desc limit {Size + 1}";

        public static string TokenAfter(long id) =>
            Base64Url.EncodeToString(Encoding.ASCII.GetBytes(id.ToString(CultureInfo.InvariantCulture)));

        private static long Read(string token)
        {
            var isOurs =
                token.Length <= 30
                && Base64Url.IsValid(token)
                && long.TryParse(
                    Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var id
                )
                && id > 0;
            return isOurs
                ? long.Parse(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token)), CultureInfo.InvariantCulture)
                : throw Refusal
                    .OfField(
                        "PAGE_TOKEN",
                        "page.page_token",
                        "The page token is not one that was given out; start again."
                    )
                    .AsException();
        }
    }
}
