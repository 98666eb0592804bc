using Fund.Donations.V1;
using Fund.Gateway.Api;
using Fund.Gateway.Clients;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.V1;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Organisations, donors or reviewers, with how many people each has. Names come from whoever keeps them.</summary>
internal sealed class ListTenants(TenantNames names, TenantPeople people)
    : IOwnRpc<ListTenantsRequest, ListTenantsResponse>
{
    public async Task<ListTenantsResponse> HandleAsync(
        ListTenantsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require(Role.Administrator, Role.Auditor);
        var check = new Check();
        var kind = check.OptionalChoice("kind", request.Kind);
        check.ThrowIfAny();
        kind = kind == TenantKind.Unspecified ? TenantKind.Organisation : kind;
        var (tenants, next) = await names.ListAsync(kind, request.Search, request.Page, cancellationToken);
        await people.CountAsync(tenants, kind, cancellationToken);
        return new ListTenantsResponse
        {
            Tenants = { tenants },
            Page = new() { NextPageToken = next },
        };
    }
}

/// <summary>One organisation, donor or reviewer.</summary>
internal sealed class GetTenant(TenantNames names, TenantPeople people) : IOwnRpc<GetTenantRequest, GetTenantResponse>
{
    public async Task<GetTenantResponse> HandleAsync(
        GetTenantRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require(Role.Administrator, Role.Auditor);
        var check = new Check();
        var kind = check.Choice("kind", request.Kind);
        var id = check.Id("tenant_id", request.TenantId);
        check.ThrowIfAny();
        var tenant =
            await names.FindAsync(kind, id, cancellationToken)
            ?? throw Refusals.NotFound("tenant", request.TenantId).AsException();
        await people.CountAsync([tenant], kind, cancellationToken);
        return new GetTenantResponse { Tenant = tenant };
    }
}

/// <summary>Who the tenants are: organisations by projects, donors by donations, reviewers by their accounts.</summary>
internal sealed class TenantNames(ServiceClients clients, GatewayDb db)
{
    public async Task<(IReadOnlyList<Tenant> Tenants, string Next)> ListAsync(
        TenantKind kind,
        string search,
        Common.V1.PageRequest? page,
        CancellationToken cancellationToken
    )
    {
        switch (kind)
        {
            case TenantKind.Organisation:
                var organisations = await clients.Projects.ListOrganisationsAsync(
                    new ListOrganisationsRequest { Page = page, Search = search },
                    cancellationToken: cancellationToken
                );
                return ([.. organisations.Organisations.Select(Of)], organisations.Page?.NextPageToken ?? "");
            case TenantKind.Donor:
                var donors = await clients.Donations.ListDonorsAsync(
                    new ListDonorsRequest { Page = page, Search = search },
                    cancellationToken: cancellationToken
                );
                return ([.. donors.Donors.Select(Of)], donors.Page?.NextPageToken ?? "");
            default:
                var reviewers = await Page.Of(page)
                    .NewestFirstAsync(Reviewers().Found(search), account => account.Id, cancellationToken);
                return ([.. reviewers.Items.Select(Of)], reviewers.NextPageToken);
        }
    }

    /// <summary>Null when there is none.</summary>
    public async Task<Tenant?> FindAsync(TenantKind kind, Guid id, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case TenantKind.Organisation:
                var organisations = await clients.Projects.ListOrganisationsAsync(
                    new ListOrganisationsRequest { OrganisationId = id.ToWire() },
                    cancellationToken: cancellationToken
                );
                return organisations.Organisations.Select(Of).FirstOrDefault();
            case TenantKind.Donor:
                var donors = await clients.Donations.ListDonorsAsync(
                    new ListDonorsRequest { DonorIds = id.ToWire() },
                    cancellationToken: cancellationToken
                );
                return donors.Donors.Select(Of).FirstOrDefault();
            default:
                var reviewer = await Reviewers().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
                return reviewer is null ? null : Of(reviewer);
        }
    }

    private IQueryable<Account> Reviewers() => db.Accounts.AsNoTracking().Where(row => row.Role == Role.Reviewer);

    private static Tenant Of(Organisation organisation) =>
        new()
        {
            TenantId = organisation.OrganisationId,
            Kind = TenantKind.Organisation,
            Name = organisation.Name,
            CountryCode = organisation.CountryCode,
        };

    private static Tenant Of(Donor donor) =>
        new()
        {
            TenantId = donor.DonorId,
            Kind = TenantKind.Donor,
            Name = donor.Name,
            CountryCode = donor.CountryCode,
        };

    private static Tenant Of(Account reviewer) =>
        new()
        {
            TenantId = reviewer.Id.ToWire(),
            Kind = TenantKind.Reviewer,
            Name = reviewer.Email ?? "",
        };
}

/// <summary>How many people, invitations and tokens tenants have.</summary>
internal sealed class TenantPeople(GatewayDb db, TimeProvider time)
{
    /// <summary>Fills the figures of tenants of one kind.</summary>
    public async Task CountAsync(IReadOnlyList<Tenant> tenants, TenantKind kind, CancellationToken cancellationToken)
    {
        var ids = tenants.Select(tenant => (Guid?)Guid.Parse(tenant.TenantId)).ToList();
        var members = Members(kind).Where(row => ids.Contains(row.Tenant));
        var accounts = await members
            .GroupBy(row => row.Tenant)
            .Select(group => new
            {
                group.Key,
                Active = group.Count(row => !row.IsDisabled),
                Disabled = group.Count(row => row.IsDisabled),
            })
            .ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var tokens = await members
            .Join(
                db.ApiTokens.Where(token => token.RevokedAt == null && token.ExpiresAt > now),
                row => row.AccountId,
                token => token.AccountId,
                (row, _) => row.Tenant
            )
            .GroupBy(tenant => tenant)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        var invitations = await Invited(kind)
            .Where(tenant => ids.Contains(tenant))
            .GroupBy(tenant => tenant)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        foreach (var tenant in tenants)
        {
            var id = Guid.Parse(tenant.TenantId);
            var counted = accounts.Find(row => row.Key == id);
            tenant.People = counted?.Active ?? 0;
            tenant.DisabledPeople = counted?.Disabled ?? 0;
            tenant.OpenInvitations = invitations.Find(row => row.Key == id)?.Count ?? 0;
            tenant.ApiTokens = tokens.Find(row => row.Key == id)?.Count ?? 0;
            tenant.State =
                tenant.People > 0 ? TenantState.Active
                : tenant.OpenInvitations > 0 ? TenantState.Invited
                : TenantState.Empty;
        }
    }

    private IQueryable<Member> Members(TenantKind kind) =>
        kind switch
        {
            TenantKind.Organisation => db.Accounts.Select(row => new Member
            {
                Tenant = row.OrganisationId,
                AccountId = row.Id,
                IsDisabled = row.DisabledAt != null,
            }),
            TenantKind.Donor => db.Accounts.Select(row => new Member
            {
                Tenant = row.DonorId,
                AccountId = row.Id,
                IsDisabled = row.DisabledAt != null,
            }),
            _ => db.Accounts.Select(row => new Member
            {
                Tenant = row.Id,
                AccountId = row.Id,
                IsDisabled = row.DisabledAt != null,
            }),
        };

    private IQueryable<Guid?> Invited(TenantKind kind)
    {
        var now = time.GetUtcNow();
        var open = db.Invitations.Where(row => row.AcceptedAt == null && row.RevokedAt == null && row.ExpiresAt > now);
        return kind switch
        {
            TenantKind.Organisation => open.Select(row => row.OrganisationId),
            TenantKind.Donor => open.Select(row => row.DonorId),
            _ => open.Where(_ => false).Select(row => row.DonorId),
        };
    }

    /// <summary>Somebody of a tenant.</summary>
    private sealed class Member
    {
        public Guid? Tenant { get; init; }

        public Guid AccountId { get; init; }

        public bool IsDisabled { get; init; }
    }
}
