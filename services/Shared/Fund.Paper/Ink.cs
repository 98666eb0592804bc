namespace Fund.Paper;

/// <summary>A colour: red, green and blue from 0 to 1.</summary>
public readonly record struct Ink(double Red, double Green, double Blue)
{
    public static Ink Black { get; }

    public static Ink Grey { get; } = new(0.38, 0.38, 0.38);

    /// <summary>Light lines between rows.</summary>
    public static Ink Hair { get; } = new(0.75, 0.78, 0.82);

    /// <summary>Behind headings of tables.</summary>
    public static Ink Tint { get; } = new(0.92, 0.95, 0.98);

    /// <summary>The blue of the United Nations, dark enough to be read.</summary>
    public static Ink Heading { get; } = new(0.0, 0.32, 0.55);

    /// <summary>Across a page that does not count any more.</summary>
    public static Ink Faint { get; } = new(0.88, 0.72, 0.72);
}
