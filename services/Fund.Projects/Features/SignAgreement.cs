using Fund.Events;
using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Agreement = Fund.Projects.Domain.Agreement;

namespace Fund.Projects.Features;

/// <summary>Signs: first the organisation's authorising officer, then the fund manager. With both signatures the agreement is
/// active and its reports become known to the other services.</summary>
public sealed class SignAgreement(ProjectsDb db, TimeProvider clock)
{
    public Task<SignAgreementResponse> HandleAsync(
        SignAgreementRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.AgreementId.ToId("agreement_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var file = await db.OpenAgreementAsync(id, token);
                var now = clock.GetUtcNow();
                if (caller.MayActFor(file.Agreement.OrganisationId) && caller.Is(Role.AuthorisingOfficer))
                {
                    file.Agreement.SignForOrganisation(file.Organisation, caller.Subject, now);
                }
                else
                {
                    caller.RequireSight(file.Agreement.OrganisationId, "agreement", request.AgreementId);
                    caller.Require(Role.FundManager);
                    await db.LoadStepsAsync(file.Agreement, token);
                    file.Agreement.SignForFund(file.Organisation, caller.Subject, now);
                    db.Enqueue(Activated(file.Agreement));
                }

                return new SignAgreementResponse { Agreement = file.ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }

    private static AgreementActivated Activated(Agreement agreement) =>
        new(
            agreement.Id,
            agreement.Number,
            agreement.AwardId,
            agreement.CallId,
            agreement.OrganisationId,
            agreement.Title,
            agreement.CountryCode,
            agreement.Amount.MinorUnits,
            agreement.StartsOn!.Value,
            agreement.EndsOn!.Value,
            [
                .. agreement
                    .Reports.OrderBy(report => report.Number)
                    .Select(report => new AgreedReport(
                        report.Id,
                        report.Number,
                        report.IsFinal,
                        report.PeriodFrom,
                        report.PeriodTo
                    )),
            ]
        );
}
