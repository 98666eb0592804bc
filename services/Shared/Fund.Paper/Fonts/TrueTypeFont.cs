using System.Buffers.Binary;
using System.Text;

namespace Fund.Paper.Fonts;

/// <summary>
/// A TrueType font: how wide its glyphs are, which glyph stands for a character, and its tables for embedding. Only
/// what a document needs is read; the font is trusted, because it comes with this assembly.
/// </summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] _file;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = [];
    private readonly ushort[] _glyphs;
    private readonly ushort[] _advances;

    public TrueTypeFont(byte[] file)
    {
        _file = file;
        for (var i = 0; i < U16(file, 4); i++)
        {
            var entry = file.AsSpan(12 + (16 * i), 16);
            _tables[Encoding.ASCII.GetString(entry[..4])] = (
                (int)BinaryPrimitives.ReadUInt32BigEndian(entry[8..]),
                (int)BinaryPrimitives.ReadUInt32BigEndian(entry[12..])
            );
        }

        var head = Table("head");
        UnitsPerEm = U16(head, 18);
        LongOffsets = U16(head, 50) == 1;
        Box = [S16(head, 36), S16(head, 38), S16(head, 40), S16(head, 42)];
        var metrics = Table("hhea");
        Ascent = S16(metrics, 4);
        Descent = S16(metrics, 6);
        GlyphCount = U16(Table("maxp"), 4);
        var measures = Table("OS/2");
        CapHeight = measures.Length >= 90 ? S16(measures, 88) : Ascent * 3 / 4;
        _advances = Advances(U16(metrics, 34));
        _glyphs = CharacterMap();
    }

    public int UnitsPerEm { get; }

    /// <summary>Above the line, in units of the em.</summary>
    public int Ascent { get; }

    /// <summary>Below the line, in units of the em; negative.</summary>
    public int Descent { get; }

    public int CapHeight { get; }

    /// <summary>Left, bottom, right and top of all glyphs.</summary>
    public int[] Box { get; }

    public int GlyphCount { get; }

    /// <summary>True when places of glyphs are kept in 32 bits.</summary>
    public bool LongOffsets { get; }

    /// <summary>A table as it is in the file.</summary>
    public ReadOnlySpan<byte> Table(string tag) =>
        _tables.TryGetValue(tag, out var place)
            ? _file.AsSpan(place.Offset, place.Length)
            : throw new InvalidDataException($"The font has no table {tag}.");

    public bool Has(string tag) => _tables.ContainsKey(tag);

    /// <summary>The glyph of a character; 0, the empty box, when the font has none.</summary>
    public ushort GlyphOf(Rune character) => character.IsBmp ? _glyphs[character.Value] : (ushort)0;

    /// <summary>Width of a glyph, in units of the em.</summary>
    public int AdvanceOf(int glyph) => _advances[glyph];

    /// <summary>The outline of a glyph as it is in the file; empty for a space.</summary>
    public ReadOnlySpan<byte> OutlineOf(int glyph)
    {
        var places = Table("loca");
        var (from, to) = LongOffsets
            ? ((int)U32(places, 4 * glyph), (int)U32(places, (4 * glyph) + 4))
            : (2 * U16(places, 2 * glyph), 2 * U16(places, (2 * glyph) + 2));
        return Table("glyf")[from..to];
    }

    private ushort[] Advances(int known)
    {
        var table = Table("hmtx");
        var advances = new ushort[GlyphCount];
        for (var glyph = 0; glyph < GlyphCount; glyph++)
        {
            advances[glyph] = U16(table, 4 * Math.Min(glyph, known - 1));
        }

        return advances;
    }

    /// <summary>The map of the basic multilingual plane (platform 3, encoding 1, format 4), unrolled.</summary>
    private ushort[] CharacterMap()
    {
        var map = new ushort[char.MaxValue + 1];
        var table = Unicode(Table("cmap"));
        var segments = U16(table, 6) / 2;
        var (ends, starts) = (14, 16 + (2 * segments));
        var (deltas, ranges) = (starts + (2 * segments), starts + (4 * segments));
        for (var i = 0; i < segments; i++)
        {
            var (start, end) = (U16(table, starts + (2 * i)), U16(table, ends + (2 * i)));
            var (delta, range) = (U16(table, deltas + (2 * i)), U16(table, ranges + (2 * i)));
            for (int character = start; character <= end && character < char.MaxValue; character++)
            {
                var glyph = range == 0 ? character : U16(table, ranges + (2 * i) + range + (2 * (character - start)));
                map[character] = glyph == 0 ? (ushort)0 : (ushort)(glyph + delta);
            }
        }

        return map;
    }

    private static ReadOnlySpan<byte> Unicode(ReadOnlySpan<byte> maps)
    {
        for (var i = 0; i < U16(maps, 2); i++)
        {
            var entry = maps.Slice(4 + (8 * i), 8);
            if (U16(entry, 0) == 3 && U16(entry, 2) == 1)
            {
                return maps[(int)U32(entry, 4)..];
            }
        }

        throw new InvalidDataException("The font has no Unicode map.");
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static short S16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt16BigEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
