using Fund.Paper.Fonts;

namespace Fund.Paper;

/// <summary>One font file of this assembly, read when a text needs it first.</summary>
internal sealed class PaperFace(string name, int number, bool thickened = false)
{
    private readonly Lazy<TrueTypeFont> _file = new(() => Read(name));

    public string Name { get; } = name;

    /// <summary>From 1; its name on a page is F and this, and T as well where it is thickened.</summary>
    public int Number { get; } = number;

    /// <summary>True for a font without a bold cut, whose outlines are drawn thicker instead.</summary>
    public bool Thickened { get; } = thickened;

    public TrueTypeFont File => _file.Value;

    private static TrueTypeFont Read(string name)
    {
        using var stream =
            typeof(PaperFace).Assembly.GetManifestResourceStream($"Fund.Paper.Fonts.{name}.ttf")
            ?? throw new InvalidOperationException($"The font {name} is not part of the assembly.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return new TrueTypeFont(file);
    }
}
