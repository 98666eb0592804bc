using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Features;

/// <summary>One organisation, for its own people, staff, auditors and services.</summary>
public sealed class GetOrganisation(ProjectsDb db)
{
    /// <summary>Links of one kind that are shown; more than a few are a pattern, not a list.</summary>
    private const int Most = 20;

    public async Task<GetOrganisationResponse> HandleAsync(
        GetOrganisationRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.OrganisationId.ToId("organisation_id");
        caller.RequireSight(id, "organisation", request.OrganisationId);
        var (organisation, linked) = await db.ReadAsync(
            async token =>
            {
                var found = await db.WholeOrganisations()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(row => row.Id == id, token);
                return (
                    found,
                    found is null || !(caller.IsStaff || caller.Is(Role.Auditor)) ? [] : await LinkedAsync(found, token)
                );
            },
            cancellationToken
        );
        if (organisation is null)
        {
            throw Refusals.NotFound("organisation", request.OrganisationId).AsException();
        }

        var wire = organisation.ToWire(caller);
        wire.Linked.AddRange(linked);
        return new GetOrganisationResponse { Organisation = wire };
    }

    /// <summary>Organisations that are perhaps the same, or one behind another; a person looks into it.</summary>
    private async Task<List<LinkedOrganisation>> LinkedAsync(
        Domain.Organisation one,
        CancellationToken cancellationToken
    )
    {
        var name = one.Name.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
        var numbers = one.BankAccounts.Select(account => account.Number).ToList();
        var others = db.Organisations.AsNoTracking().Where(row => row.Id != one.Id);
        var sharing = await others
            .Where(row => row.BankAccounts.Any(account => numbers.Contains(account.Number)))
            .Select(row => new { row.Id, row.Name })
            .Take(Most)
            .ToListAsync(cancellationToken);
        var registered = await others
            .Where(row => row.RegistrationKey == one.RegistrationKey)
            .Select(row => new { row.Id, row.Name })
            .Take(Most)
            .ToListAsync(cancellationToken);
        var named = await others
            .Where(row => EF.Functions.ILike(row.Name, name, "\\"))
            .Select(row => new { row.Id, row.Name })
            .Take(Most)
            .ToListAsync(cancellationToken);
        LinkedOrganisation Link(Guid id, string name, OrganisationLink link) =>
            new()
            {
                OrganisationId = id.ToWire(),
                Name = name,
                Link = link,
            };
        return
        [
            .. sharing.Select(row => Link(row.Id, row.Name, OrganisationLink.BankAccount)),
            .. registered.Select(row => Link(row.Id, row.Name, OrganisationLink.RegistrationNumber)),
            .. named.Select(row => Link(row.Id, row.Name, OrganisationLink.Name)),
        ];
    }
}
