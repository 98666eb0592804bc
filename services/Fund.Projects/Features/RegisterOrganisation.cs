using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Organisation = Fund.Projects.Domain.Organisation;

namespace Fund.Projects.Features;

/// <summary>
/// Registers an organisation: by staff, or by somebody who does not belong to one yet. One organisation per country and
/// registration number.
/// </summary>
public sealed class RegisterOrganisation(ProjectsDb db, TimeProvider clock)
{
    public Task<RegisterOrganisationResponse> HandleAsync(
        RegisterOrganisationRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (!caller.IsStaff && caller.OrganisationId is not null)
        {
            throw Refusals.RoleMayNot("register another organisation; you belong to one already").AsException();
        }

        var profile = Read(request);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var organisation = Organisation.Register(profile, clock.GetUtcNow());
                db.Organisations.Add(organisation);
                await SaveAsync(profile, token);
                return new RegisterOrganisationResponse { Organisation = organisation.ToWire(caller) };
            },
            cancellationToken
        );
    }

    private OrganisationProfile Read(RegisterOrganisationRequest request)
    {
        var check = new Check();
        var today = clock.Today();
        var name = check.Text("name", request.Name, OrganisationProfile.MaxNameLength);
        var number = check.Text(
            "registration_number",
            request.RegistrationNumber,
            OrganisationProfile.MaxRegistrationNumberLength
        );
        var profile = new OrganisationProfile(
            name,
            request.CountryCode,
            number,
            check.Date("registered_on", request.RegisteredOn),
            request.AssistingSinceYear,
            request.HasPseaPolicy
        );
        check.AddAll(profile.Problems(today));
        check.ThrowIfAny();
        return profile;
    }

    /// <summary>The unique index decides, so that two registrations at the same moment cannot both pass.</summary>
    private async Task SaveAsync(OrganisationProfile profile, CancellationToken token)
    {
        try
        {
            await db.SaveChangesAsync(token);
        }
        catch (DbUpdateException e)
            when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw ProjectRefusals.OrganisationExists(profile.CountryCode, profile.RegistrationNumber).AsException();
        }
    }
}
