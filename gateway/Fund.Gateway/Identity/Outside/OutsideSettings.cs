using Fund.Hosting;

namespace Fund.Gateway.Identity;

/// <summary>
/// Sign-in at an outside OpenID Connect provider: <c>Outside:Issuer</c>, <c>Outside:ClientId</c>,
/// <c>Outside:ClientSecret</c>. Off when no issuer is set.
/// </summary>
/// <param name="Issuer">The provider; over TLS, except on this machine.</param>
/// <param name="ClientId">Who we are there.</param>
/// <param name="ClientSecret">What we show for it.</param>
/// <param name="HasSecondFactor"><c>Outside:SecondFactor=trusted</c>: a sign-in that the provider marks as
/// multi-factor (<c>amr</c> with <c>mfa</c>) needs no code of ours.</param>
internal sealed record OutsideSettings(Uri? Issuer, string ClientId, string ClientSecret, bool HasSecondFactor)
{
    public bool IsOn => Issuer is not null;

    public static OutsideSettings Of(FundSettings settings, IConfiguration configuration)
    {
        if (configuration["Outside:Issuer"] is not { Length: > 0 })
        {
            return new OutsideSettings(null, "", "", false);
        }

        var issuer = settings.Url("Outside:Issuer", null, "https", "http");
        if (issuer is { Scheme: "http", IsLoopback: false })
        {
            settings.AddProblem("Outside:Issuer must be an https address, except on this machine.");
        }

        return new OutsideSettings(
            issuer,
            settings.Text("Outside:ClientId"),
            settings.Text("Outside:ClientSecret"),
            configuration["Outside:SecondFactor"] == "trusted"
        );
    }
}
