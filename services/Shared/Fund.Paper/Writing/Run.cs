using System.Globalization;
using System.Text;

namespace Fund.Paper.Writing;

/// <summary>A part of a line in one face.</summary>
internal sealed class Run(PaperFace face)
{
    private readonly StringBuilder _codes = new();
    private long _units;

    public PaperFace Face { get; } = face;

    /// <summary>Its glyphs in hexadecimal.</summary>
    public StringBuilder Codes => _codes;

    /// <summary>Width in ems.</summary>
    public double Width => (double)_units / Face.File.UnitsPerEm;

    public void Add(ushort glyph)
    {
        _codes.Append(CultureInfo.InvariantCulture, $"{glyph:X4}");
        _units += Face.File.AdvanceOf(glyph);
    }
}
