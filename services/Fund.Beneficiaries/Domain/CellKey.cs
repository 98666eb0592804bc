namespace Fund.Beneficiaries.Domain;

/// <summary>What one cell of a return counts. An empty dimension means the total over it.</summary>
/// <param name="Measure"><c>assisted</c>, <c>new</c>, or <c>service:</c> and an HTCDS spl_Type.</param>
/// <param name="Gender">HTCDS prs_Gender or empty.</param>
/// <param name="AgeGroup"><c>child</c>, <c>adult</c> or empty.</param>
/// <param name="Exploitation">HTCDS vic_TypeOfExploitation (the principal form) or empty.</param>
public sealed record CellKey(string Measure, string Gender = "", string AgeGroup = "", string Exploitation = "")
{
    public bool IsTotal => Gender.Length == 0 && AgeGroup.Length == 0 && Exploitation.Length == 0;

    /// <summary>The same place in the table of another measure.</summary>
    public CellKey Of(string measure) => this with { Measure = measure };
}

/// <summary>What a return counts.</summary>
public static class Measures
{
    /// <summary>Unique people assisted directly in the period.</summary>
    public const string Assisted = "assisted";

    /// <summary>People first helped in the period.</summary>
    public const string New = "new";

    /// <summary>Services delivered, by kind: <c>service:Legal</c>.</summary>
    public const string ServicePrefix = "service:";

    public static string Service(string supportType) => ServicePrefix + supportType;

    /// <summary>The spl_Type of a service measure; null when it is another measure.</summary>
    public static string? SupportTypeOf(string measure) =>
        measure.StartsWith(ServicePrefix, StringComparison.Ordinal) ? measure[ServicePrefix.Length..] : null;

    public static bool Exists(string measure) =>
        measure is Assisted or New || (SupportTypeOf(measure) is { } type && Htcds.SupportType.Has(type));

    /// <summary>The measure in words, for messages.</summary>
    public static string InWords(string measure) =>
        measure switch
        {
            Assisted => "people assisted",
            New => "new people",
            _ => $"services ({SupportTypeOf(measure)})",
        };
}
