namespace Fund.Gateway.Portal.Pages.Organisation;

/// <summary>What the pages of an organisation's people share.</summary>
public abstract class OwnPageBase : FundPage
{
    /// <summary>The organisation of the visitor; empty until it has one.</summary>
    protected string OrganisationId => Visitor.Caller.OrganisationId?.ToString("D") ?? "";

    protected bool HasOrganisation => OrganisationId.Length > 0;
}
