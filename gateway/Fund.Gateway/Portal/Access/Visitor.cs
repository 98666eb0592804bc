using Fund.Gateway.Identity;
using Fund.Hosting;

namespace Fund.Gateway.Portal.Access;

/// <summary>Who looks at the page.</summary>
internal sealed class Visitor
{
    /// <summary>Null for the public.</summary>
    public SignedIn? Session { get; set; }

    /// <summary>A sign-in whose second factor is missing: the visitor is nobody yet. Null for none.</summary>
    public SignedIn? Unfinished { get; set; }

    public Caller Caller => Session?.Caller ?? Caller.Anonymous;

    public bool IsSignedIn => Session is not null;

    public bool Is(params Role[] roles) => roles.Any(Caller.Is);
}
