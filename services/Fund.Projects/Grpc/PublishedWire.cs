using Fund.Hosting;
using Fund.Projects.Domain;
using Wire = Fund.Projects.V1;

namespace Fund.Projects.Grpc;

/// <summary>Projects as the public gets them over the wire: nothing is in here that is not meant for everybody.</summary>
internal static class PublishedWire
{
    public static Wire.PublishedActivity ToPublished(this Agreement agreement) =>
        new()
        {
            AwardId = agreement.AwardId.ToWire(),
            AgreementNumber = agreement.Number,
            Title = agreement.Title,
            CountryCode = agreement.CountryCode,
            Amount = agreement.Amount.ToWire(),
            State = agreement.State.ToWire(),
            SignedOn = SignedOn(agreement).ToWire(),
            StartsOn = agreement.StartsOn.ToWire(),
            EndsOn = agreement.EndsOn.ToWire(),
            Instalments = { agreement.Instalments.OrderBy(part => part.Number).Select(ToPublished) },
        };

    private static DateOnly SignedOn(Agreement agreement) =>
        DateOnly.FromDateTime(
            agreement.Steps.Single(step => step.Kind == AgreementStepKind.SignedByFund).At.UtcDateTime
        );

    private static Wire.PublishedInstalment ToPublished(Instalment instalment) =>
        new()
        {
            Number = instalment.Number,
            Amount = instalment.Amount.ToWire(),
            DueOn = instalment.DueOn.ToWire(),
            PaidOn = (instalment.Payment?.PaidOn).ToWire(),
        };
}
