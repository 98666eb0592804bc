using Fund.Kernel;
using Fund.Projects.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Persistence;

/// <summary>Loads an organisation to change it.</summary>
public static class OrganisationLock
{
    /// <summary>Locks the row within the running transaction: payments look at it under a shared lock.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<Organisation> OpenOrganisationAsync(
        this ProjectsDb db,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        await db.Database.ExecuteSqlAsync($"select 1 from organisations where id = {id} for update", cancellationToken);
        return await db.WholeOrganisations().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("organisation", id.ToString("D")).AsException();
    }
}
