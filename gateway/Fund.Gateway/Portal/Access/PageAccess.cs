using Fund.Hosting;

namespace Fund.Gateway.Portal.Access;

/// <summary>Who may open a page. Every page carries exactly one of these; a page without is not served.</summary>
internal abstract class PageAccessAttribute : Attribute
{
    /// <summary>True when nobody has to sign in.</summary>
    public virtual bool IsOpen => false;

    /// <summary>True when the caller may open the page; the services check again what is asked on it.</summary>
    public abstract bool Allows(Caller caller);
}

/// <summary>A page for everybody.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OpenPageAttribute : PageAccessAttribute
{
    public override bool IsOpen => true;

    public override bool Allows(Caller caller) => true;
}

/// <summary>A page for everybody who has signed in.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SignedInPageAttribute : PageAccessAttribute
{
    public override bool Allows(Caller caller) => caller.Kind == CallerKind.Person;
}

/// <summary>A page for some roles.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PageForAttribute(params Role[] roles) : PageAccessAttribute
{
    public IReadOnlyList<Role> Roles { get; } = roles;

    public override bool Allows(Caller caller) => roles.Any(caller.Is);
}
