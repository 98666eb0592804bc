using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;

namespace Fund.Projects.Features;

/// <summary>Records the outcome of due diligence; it is current for the years the policy says.</summary>
public sealed class RecordDueDiligence(ProjectsDb db, TimeProvider clock)
{
    private const int MaxFindingsLength = 2_000;

    public Task<RecordDueDiligenceResponse> HandleAsync(
        RecordDueDiligenceRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("organisation_id", request.OrganisationId);
        var flag = check.Choice("flag", request.Flag);
        var checkedOn = check.PastDate("checked_on", request.CheckedOn, clock.Today());
        var findings = check.OptionalText("findings", request.Findings, MaxFindingsLength);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var organisation = await db.OpenOrganisationAsync(id, token);
                var years = (await db.PolicyAsync(token)).DueDiligenceYears;
                var now = clock.GetUtcNow();
                organisation.RecordDueDiligence(flag.ToDomain(), checkedOn, findings, years, caller.Subject, now);
                return new RecordDueDiligenceResponse { Organisation = organisation.ToWire(caller) };
            },
            cancellationToken
        );
    }
}
