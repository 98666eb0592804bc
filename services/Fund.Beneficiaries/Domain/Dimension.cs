namespace Fund.Beneficiaries.Domain;

/// <summary>
/// One way of breaking a total down. Every person is in at most one part of it: in a return a person is counted under
/// the principal form of exploitation, so that parts can be added up.
/// </summary>
public sealed class Dimension
{
    private readonly Func<CellKey, string> _get;
    private readonly Func<CellKey, string, CellKey> _with;

    private Dimension(
        string name,
        IReadOnlyList<string> codes,
        IReadOnlyList<string> whole,
        Func<CellKey, string> get,
        Func<CellKey, string, CellKey> with
    ) => (Name, Codes, Whole, _get, _with) = (name, codes, whole, get, with);

    public static Dimension Gender { get; } =
        new(
            "gender",
            Htcds.Gender.Codes,
            ["Feminine", "Masculine"],
            key => key.Gender,
            (key, code) => key with { Gender = code }
        );

    public static Dimension AgeGroup { get; } =
        new(
            "age group",
            AgeBands.Groups.Codes,
            AgeBands.Groups.Codes,
            key => key.AgeGroup,
            (key, code) => key with { AgeGroup = code }
        );

    public static Dimension Exploitation { get; } =
        new(
            "form of exploitation",
            Htcds.TypeOfExploitation.Codes,
            Htcds.TypeOfExploitation.Codes,
            key => key.Exploitation,
            (key, code) => key with { Exploitation = code }
        );

    public static IReadOnlyList<Dimension> All { get; } = [Gender, AgeGroup, Exploitation];

    /// <summary>In words, for messages.</summary>
    public string Name { get; }

    public IReadOnlyList<string> Codes { get; }

    /// <summary>
    /// When all of these are given the parts are complete and must make the total. Whoever counted both Feminine and
    /// Masculine has counted everybody: people whose gender is not known have a code of their own, NonSpecifiedUnknown.
    /// </summary>
    public IReadOnlyList<string> Whole { get; }

    /// <summary>True when the key is a total over this dimension.</summary>
    public bool IsBlankIn(CellKey key) => _get(key).Length == 0;

    /// <summary>The part of the key's total with this code.</summary>
    public CellKey Part(CellKey key, string code) => _with(key, code);

    /// <summary>All parts of the key's total along this dimension.</summary>
    public IEnumerable<CellKey> Parts(CellKey key) => Codes.Select(code => _with(key, code));
}
