namespace Fund.Projects.Domain;

/// <summary>Outcome of due diligence, in four levels.</summary>
public enum Flag
{
    /// <summary>Nothing found.</summary>
    None,

    /// <summary>Found, acceptable.</summary>
    Observation,

    /// <summary>Found, needs follow-up.</summary>
    Concern,

    /// <summary>Nothing is signed or paid.</summary>
    Red,
}
