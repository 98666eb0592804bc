using Fund.Hosting;
using Fund.Projects.Domain;
using Wire = Fund.Projects.V1;

namespace Fund.Projects.Grpc;

/// <summary>Organisations as they go over the wire.</summary>
internal static class OrganisationWire
{
    /// <param name="organisation">With its bank accounts.</param>
    /// <param name="caller">Only staff and the organisation's own people see the ending of the account.</param>
    public static Wire.Organisation ToWire(this Organisation organisation, Caller caller)
    {
        var seesAccount = caller.IsStaff || caller.MayActFor(organisation.Id);
        return new Wire.Organisation
        {
            OrganisationId = organisation.Id.ToWire(),
            Name = organisation.Name,
            CountryCode = organisation.CountryCode,
            RegistrationNumber = organisation.RegistrationNumber,
            RegisteredOn = organisation.RegisteredOn.ToWire(),
            AssistingSinceYear = organisation.AssistingSinceYear,
            HasPseaPolicy = organisation.HasPseaPolicy,
            BankAccountVerified = organisation.BankAccount?.IsVerified == true,
            BankAccountEnding = seesAccount ? organisation.BankAccount?.Ending ?? "" : "",
            Flag = organisation.Flag.ToWire(),
            VerifiedUntil = organisation.VerifiedUntil.ToWire(),
        };
    }

    public static Flag ToDomain(this Wire.Flag flag) =>
        flag switch
        {
            Wire.Flag.None => Flag.None,
            Wire.Flag.Observation => Flag.Observation,
            Wire.Flag.Concern => Flag.Concern,
            Wire.Flag.Red => Flag.Red,
            _ => throw new ArgumentOutOfRangeException(nameof(flag), flag, "Checked at the edge."),
        };

    private static Wire.Flag ToWire(this Flag? flag) =>
        flag switch
        {
            null => Wire.Flag.Unspecified,
            Flag.None => Wire.Flag.None,
            Flag.Observation => Wire.Flag.Observation,
            Flag.Concern => Wire.Flag.Concern,
            Flag.Red => Wire.Flag.Red,
            _ => throw new ArgumentOutOfRangeException(nameof(flag), flag, "Not a flag."),
        };
}
