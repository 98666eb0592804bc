namespace Fund.Beneficiaries.Domain;

/// <summary>
/// Age bands of the public CTDC data, and the two groups a return also counts: a child is below 18, as in the
/// Convention on the Rights of the Child.
/// </summary>
public static class AgeBands
{
    public const string Child = "child";
    public const string Adult = "adult";

    /// <summary>The bands, youngest first.</summary>
    public static CodeList Bands { get; } = new("age_band", "0-8 9-17 18-20 21-23 24-26 27-29 30-38 39-47 48+");

    /// <summary>The two groups.</summary>
    public static CodeList Groups { get; } = new("age_group", $"{Child} {Adult}");

    /// <summary>The group of a band; empty when the age was not recorded.</summary>
    public static string GroupOf(string band) =>
        band switch
        {
            "" => "",
            "0-8" or "9-17" => Child,
            _ => Adult,
        };

    /// <summary>Place of a band in the order of age, to see that nobody grows younger.</summary>
    public static int Order(string band)
    {
        for (var i = 0; i < Bands.Codes.Count; i++)
        {
            if (Bands.Codes[i] == band)
            {
                return i;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(band), "Not an age band.");
    }
}
