using System.Buffers.Binary;
using System.Text;

namespace Fund.Paper.Fonts;

/// <summary>
/// The part of a font that a document uses, as a font file of its own. Glyphs keep their numbers, so that text need not
/// be known before the last page; outlines of glyphs that are not used are left out.
/// </summary>
internal static class FontSubset
{
    private const ushort ArgumentsAreWords = 0x0001;
    private const ushort HasScale = 0x0008;
    private const ushort MoreComponents = 0x0020;
    private const ushort HasTwoScales = 0x0040;
    private const ushort HasMatrix = 0x0080;

    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    /// <summary>Makes the file.</summary>
    /// <param name="font">The whole font.</param>
    /// <param name="used">Glyphs used, in any order.</param>
    public static byte[] Of(TrueTypeFont font, IEnumerable<ushort> used)
    {
        var glyphs = WithComponents(font, used);
        var count = glyphs.Max + 1;
        var (outlines, places) = Outlines(font, glyphs, count);
        var made = new Dictionary<string, byte[]>
        {
            ["glyf"] = outlines,
            ["loca"] = places,
            ["hmtx"] = Metrics(font, glyphs, count),
            ["head"] = font.Table("head").ToArray(),
            ["hhea"] = font.Table("hhea").ToArray(),
            ["maxp"] = font.Table("maxp").ToArray(),
        };
        BinaryPrimitives.WriteUInt16BigEndian(made["head"].AsSpan(50), 1);
        BinaryPrimitives.WriteUInt16BigEndian(made["hhea"].AsSpan(34), (ushort)count);
        BinaryPrimitives.WriteUInt16BigEndian(made["maxp"].AsSpan(4), (ushort)count);
        foreach (var tag in Kept.Where(tag => !made.ContainsKey(tag) && font.Has(tag)))
        {
            made[tag] = font.Table(tag).ToArray();
        }

        return Assemble(made);
    }

    /// <summary>With the glyphs that others are put together from, and the empty box.</summary>
    private static SortedSet<int> WithComponents(TrueTypeFont font, IEnumerable<ushort> used)
    {
        var all = new SortedSet<int> { 0 };
        var open = new Stack<int>(used.Select(glyph => (int)glyph));
        while (open.TryPop(out var glyph))
        {
            if (!all.Add(glyph))
            {
                continue;
            }

            foreach (var component in Components(font.OutlineOf(glyph)))
            {
                open.Push(component);
            }
        }

        return all;
    }

    private static List<int> Components(ReadOnlySpan<byte> outline)
    {
        var components = new List<int>();
        if (outline.IsEmpty || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
        {
            return components;
        }

        var at = 10;
        ushort flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            components.Add(BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]));
            at += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2);
            at +=
                (flags & HasScale) != 0 ? 2
                : (flags & HasTwoScales) != 0 ? 4
                : (flags & HasMatrix) != 0 ? 8
                : 0;
        } while ((flags & MoreComponents) != 0);

        return components;
    }

    private static (byte[] Outlines, byte[] Places) Outlines(TrueTypeFont font, SortedSet<int> glyphs, int count)
    {
        using var outlines = new MemoryStream();
        var places = new byte[4 * (count + 1)];
        for (var glyph = 0; glyph < count; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * glyph), (uint)outlines.Length);
            if (glyphs.Contains(glyph))
            {
                outlines.Write(font.OutlineOf(glyph));
                Pad(outlines);
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * count), (uint)outlines.Length);
        return (outlines.ToArray(), places);
    }

    private static byte[] Metrics(TrueTypeFont font, SortedSet<int> glyphs, int count)
    {
        var whole = font.Table("hmtx");
        var known = BinaryPrimitives.ReadUInt16BigEndian(font.Table("hhea")[34..]);
        var metrics = new byte[4 * count];
        foreach (var glyph in glyphs)
        {
            BinaryPrimitives.WriteUInt16BigEndian(metrics.AsSpan(4 * glyph), (ushort)font.AdvanceOf(glyph));
            var bearing = glyph < known ? (4 * glyph) + 2 : (4 * known) + (2 * (glyph - known));
            whole.Slice(bearing, 2).CopyTo(metrics.AsSpan((4 * glyph) + 2));
        }

        return metrics;
    }

    private static byte[] Assemble(Dictionary<string, byte[]> tables)
    {
        using var file = new MemoryStream();
        var power = (int)Math.Log2(tables.Count);
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(head, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(head[4..], (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(head[6..], (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(head[8..], (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(head[10..], (ushort)(16 * (tables.Count - (1 << power))));
        file.Write(head);
        var offset = 12 + (16 * tables.Count);
        Span<byte> entry = stackalloc byte[16];
        foreach (var (tag, table) in tables.OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            Encoding.ASCII.GetBytes(tag, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], CheckSum(table));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)offset);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)table.Length);
            file.Write(entry);
            offset += (table.Length + 3) & ~3;
        }

        foreach (var (_, table) in tables.OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            file.Write(table);
            Pad(file);
        }

        return file.ToArray();
    }

    private static uint CheckSum(ReadOnlySpan<byte> table)
    {
        var sum = 0u;
        for (; table.Length >= 4; table = table[4..])
        {
            unchecked
            {
                sum += BinaryPrimitives.ReadUInt32BigEndian(table);
            }
        }

        Span<byte> rest = stackalloc byte[4];
        rest.Clear();
        table.CopyTo(rest);
        return unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(rest));
    }

    private static void Pad(MemoryStream stream)
    {
        while (stream.Length % 4 != 0)
        {
            stream.WriteByte(0);
        }
    }
}
