namespace Fund.Gateway.Identity;

/// <summary>Who somebody is at an outside provider. The provider's subject counts from then on, not the address.</summary>
internal sealed class OutsideLogin
{
    private OutsideLogin() { }

    public OutsideLogin(string issuer, string subject, Guid accountId, DateTimeOffset linkedAt)
    {
        Issuer = issuer;
        Subject = subject;
        AccountId = accountId;
        LinkedAt = linkedAt;
    }

    public string Issuer { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public Guid AccountId { get; private set; }

    public DateTimeOffset LinkedAt { get; private set; }
}
