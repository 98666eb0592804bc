using Fund.Audit.V1;
using Fund.Kernel;
using Npgsql;

namespace Fund.Hosting;

/// <summary>What was found when the trail was compared with its seals.</summary>
/// <param name="Problems">Sentences; empty when everything is as it was sealed.</param>
/// <param name="Seals">How many seals were looked at.</param>
/// <param name="Entries">How many entries were looked at.</param>
/// <param name="Next">The seal to go on with; 0 when the whole trail was looked at.</param>
/// <param name="Head">The last seal; null when nothing is sealed.</param>
public sealed record AuditVerdict(IReadOnlyList<string> Problems, long Seals, long Entries, long Next, AuditSeal? Head)
{
    public bool IsWhole => Problems.Count == 0;
}

/// <summary>
/// Computes every hash of the trail anew: any change, gap, removal, later insertion or reordering since it was sealed
/// is found. A trail whose end was cut off is found by whoever kept an earlier head.
/// </summary>
public sealed class VerifyAudit(NpgsqlDataSource source, FundSettings settings)
{
    private const int MostProblems = 20;
    private const int SealsAtOnce = 200;

    /// <summary>Entries that one call verifies at most, so that it ends within its deadline.</summary>
    private const long MostEntries = 100_000;

    private static readonly string LeavesSql =
        $"select id, {AuditChain.LeafSql} from audit_entries where id > $1 and id <= $2 order by id";

    /// <summary>Verifies from a seal on.</summary>
    /// <param name="from">Number of the first seal; 1 for the whole trail.</param>
    /// <param name="mostEntries">Stops after the seal that reaches so many entries.</param>
    /// <param name="known">A head that somebody kept: that seal must still have that hash.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AuditVerdict> HandleAsync(
        long from,
        long mostEntries,
        (long Number, byte[] Hash)? known,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var look = new Look(settings.Name, connection);
        var head = await SealAudit.LastAsync(connection, cancellationToken).ConfigureAwait(false);
        await look.CompareAsync(known, cancellationToken).ConfigureAwait(false);
        var next = await look.WalkAsync(from, mostEntries, cancellationToken).ConfigureAwait(false);
        return new AuditVerdict(look.Problems, look.Seals, look.Entries, next, head);
    }

    /// <summary>The last seal; not set when nothing was sealed yet.</summary>
    public async Task<GetAuditHeadResponse> HeadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var head = await SealAudit.LastAsync(connection, cancellationToken).ConfigureAwait(false);
        return new GetAuditHeadResponse { Head = head?.ToWire(settings.Name) };
    }

    /// <summary>Verifies as much as one call can; the answer says where to go on.</summary>
    /// <exception cref="RefusedException">INVALID_FIELDS when the kept head is none.</exception>
    public async Task<VerifyAuditChainResponse> HandleAsync(
        VerifyAuditChainRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var known = Known(request.KnownSeal, request.KnownHash);
        var from = Math.Max(1, request.FromSeal);
        var verdict = await HandleAsync(from, MostEntries, known, cancellationToken).ConfigureAwait(false);
        return verdict.ToWire(settings.Name);
    }

    /// <summary>The head that somebody kept, if one was given.</summary>
    private static (long Number, byte[] Hash)? Known(long number, string hash)
    {
        if (number == 0 && hash.Length == 0)
        {
            return null;
        }

        var check = new Check();
        check.That(number > 0, "known_seal", $"{number} is no seal's number; they begin with 1.");
        var isHash = hash.Length == 2 * AuditChain.HashLength && hash.All(char.IsAsciiHexDigit);
        check.That(isHash, "known_hash", $"A hash has {2 * AuditChain.HashLength} hexadecimal digits.");
        check.ThrowIfAny();
        return (number, Convert.FromHexString(hash));
    }

    private sealed class Look(string process, NpgsqlConnection connection)
    {
        private readonly Dictionary<long, byte[]> _hashes = new() { [0] = AuditChain.Zero };

        public List<string> Problems { get; } = [];

        public long Seals { get; private set; }

        public long Entries { get; private set; }

        public async Task CompareAsync((long Number, byte[] Hash)? known, CancellationToken cancellationToken)
        {
            if (known is not { } head)
            {
                return;
            }

            var seals = await SealsAsync("where number = $1", [head.Number], cancellationToken).ConfigureAwait(false);
            if (seals is not [{ } seal] || !seal.Hash.AsSpan().SequenceEqual(head.Hash))
            {
                Problems.Add($"Seal {head.Number} is not the one that was kept: the trail was cut or written anew.");
            }
        }

        /// <summary>Returns the seal to go on with, 0 for none.</summary>
        public async Task<long> WalkAsync(long from, long mostEntries, CancellationToken cancellationToken)
        {
            var before = await BeforeAsync(from, cancellationToken).ConfigureAwait(false);
            var number = from;
            while (Problems.Count < MostProblems)
            {
                var seals = await SealsAsync(
                        $"where number >= $1 order by number limit {SealsAtOnce}",
                        [number],
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                foreach (var seal in seals)
                {
                    if (Entries >= mostEntries)
                    {
                        return seal.Number;
                    }

                    await CheckAsync(seal, number, before, cancellationToken).ConfigureAwait(false);
                    before = seal;
                    number = seal.Number + 1;
                }

                if (seals.Count < SealsAtOnce)
                {
                    return 0;
                }
            }

            return 0;
        }

        private async Task<AuditSeal?> BeforeAsync(long from, CancellationToken cancellationToken)
        {
            if (from <= 1)
            {
                return null;
            }

            var seals = await SealsAsync("where number = $1", [from - 1], cancellationToken).ConfigureAwait(false);
            if (seals is not [{ } before])
            {
                Problems.Add($"Seal {from - 1} is missing.");
                return null;
            }

            _hashes[before.Number] = before.Hash;
            return before;
        }

        private async Task CheckAsync(
            AuditSeal seal,
            long expected,
            AuditSeal? before,
            CancellationToken cancellationToken
        )
        {
            Seals++;
            if (seal.Number != expected)
            {
                Problems.Add($"Seals {expected} to {seal.Number - 1} are missing.");
            }

            if (!AuditChain.HashOf(process, seal).AsSpan().SequenceEqual(seal.Hash))
            {
                Problems.Add($"Seal {seal.Number} was changed.");
            }

            if (!seal.Previous.AsSpan().SequenceEqual(before?.Hash ?? AuditChain.Zero))
            {
                Problems.Add($"Seal {seal.Number} does not follow the seal before it.");
            }

            var skip = await HashAsync(AuditChain.SkipOf(seal.Number), cancellationToken).ConfigureAwait(false);
            if (skip is null || !seal.Skip.AsSpan().SequenceEqual(skip))
            {
                Problems.Add($"Seal {seal.Number} does not agree with seal {AuditChain.SkipOf(seal.Number)}.");
            }

            _hashes[seal.Number] = seal.Hash;
            await CheckEntriesAsync(seal, before?.LastId ?? long.MinValue, cancellationToken).ConfigureAwait(false);
        }

        private async Task CheckEntriesAsync(AuditSeal seal, long after, CancellationToken cancellationToken)
        {
            var leaves = new List<byte[]>(seal.Entries);
            await using var query = new NpgsqlCommand(LeavesSql, connection);
            query.Parameters.AddWithValue(after);
            query.Parameters.AddWithValue(seal.LastId);
            await using var reader = await query.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                leaves.Add(reader.GetFieldValue<byte[]>(1));
            }

            Entries += leaves.Count;
            var between = after == long.MinValue ? $"up to {seal.LastId}" : $"after {after} up to {seal.LastId}";
            if (leaves.Count != seal.Entries)
            {
                Problems.Add(
                    $"Of the entries {between} {seal.Entries} were sealed (seal {seal.Number}); {leaves.Count} are there."
                );
            }
            else if (!AuditChain.Root(leaves).AsSpan().SequenceEqual(seal.Root))
            {
                Problems.Add($"An entry {between} was changed after it was sealed (seal {seal.Number}).");
            }
        }

        private async Task<byte[]?> HashAsync(long number, CancellationToken cancellationToken)
        {
            if (_hashes.TryGetValue(number, out var known))
            {
                return known;
            }

            var seals = await SealsAsync("where number = $1", [number], cancellationToken).ConfigureAwait(false);
            return seals is [{ } seal] ? seal.Hash : null;
        }

        private Task<List<AuditSeal>> SealsAsync(string rest, object[] parameters, CancellationToken token) =>
            AuditSeals.ReadAsync(connection, rest, parameters, token);
    }
}
