using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fund.Hosting;

/// <summary>
/// The arithmetic of the chain, the same as in deploy/verify-dossier: entries are leaves of a tree (RFC 6962, section
/// 2.1), the tree's root and the hashes of two earlier seals go into the hash of a seal.
/// </summary>
public static class AuditChain
{
    public const int HashLength = 32;

    /// <summary>Before the first seal.</summary>
    public static byte[] Zero { get; } = new byte[HashLength];

    /// <summary>
    /// Columns in the order they are hashed, each as its length in bytes, a colon and its UTF-8 text; a minus for null.
    /// </summary>
    private static readonly string[] Columns =
    [
        "id::text",
        """to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
        "actor",
        "roles",
        "call",
        "outcome",
        "reason",
        "times::text",
        "request_id",
        "trace_id",
        "address",
        "session",
        "array_to_string(records, ' ')",
        "changes",
    ];

    /// <summary>SQL of an entry's hash: a leaf of the tree.</summary>
    public static string LeafSql { get; } =
        "sha256('\\x00'::bytea || convert_to("
        + string.Join(" || ", Columns.Select(column => $"coalesce(octet_length({column}) || ':' || {column}, '-')"))
        + ", 'UTF8'))";

    /// <summary>The root of the tree over leaves, in their order.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfZero(leaves.Count);
        var level = leaves;
        while (level.Count > 1)
        {
            level = Above(level);
        }

        return level[0];
    }

    /// <summary>What leads from a leaf to the root: at each level the other hash, and whether it stands on the left.</summary>
    public static IReadOnlyList<(bool IsLeft, byte[] Hash)> Path(IReadOnlyList<byte[]> leaves, int index)
    {
        var path = new List<(bool IsLeft, byte[] Hash)>();
        var level = leaves;
        while (level.Count > 1)
        {
            var other = index ^ 1;
            if (other < level.Count)
            {
                path.Add((other < index, level[other]));
            }

            index /= 2;
            level = Above(level);
        }

        return path;
    }

    /// <summary>The number of the earlier seal that a seal names besides its predecessor; 0 for none.</summary>
    public static long SkipOf(long number) => number & (number - 1);

    /// <summary>The hash of a seal.</summary>
    /// <param name="process">Name of the process whose trail it is: a seal of one service is none of another.</param>
    /// <param name="seal">With everything but its hash.</param>
    public static byte[] HashOf(string process, AuditSeal seal)
    {
        string[] parts =
        [
            "fund-audit-1",
            process,
            seal.Number.ToString(CultureInfo.InvariantCulture),
            seal.LastId.ToString(CultureInfo.InvariantCulture),
            seal.Entries.ToString(CultureInfo.InvariantCulture),
            Convert.ToHexStringLower(seal.Root),
            Convert.ToHexStringLower(seal.Previous),
            Convert.ToHexStringLower(seal.Skip),
            Moment(seal.SealedAt),
        ];
        var text = string.Concat(parts.Select(part => $"{Encoding.UTF8.GetByteCount(part)}:{part}"));
        return SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A moment as it is hashed: microseconds, UTC.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static List<byte[]> Above(IReadOnlyList<byte[]> level)
    {
        var above = new List<byte[]>((level.Count + 1) / 2);
        for (var i = 0; i + 1 < level.Count; i += 2)
        {
            above.Add(Node(level[i], level[i + 1]));
        }

        // An odd one goes up as it is: the same tree as RFC 6962's split at the largest power of two.
        if (level.Count % 2 == 1)
        {
            above.Add(level[^1]);
        }

        return above;
    }

    private static byte[] Node(byte[] left, byte[] right)
    {
        Span<byte> both = stackalloc byte[1 + (2 * HashLength)];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + HashLength)..]);
        return SHA256.HashData(both);
    }
}
