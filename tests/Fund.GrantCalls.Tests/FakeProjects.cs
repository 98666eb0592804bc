using System.Collections.Concurrent;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.V1;
using Grpc.Core;

namespace Fund.GrantCalls.Tests;

/// <summary>A projects service that knows the organisations a test tells it about, over real gRPC.</summary>
public sealed class FakeProjects : ProjectsService.ProjectsServiceBase
{
    private readonly ConcurrentDictionary<string, Organisation> _organisations = new();

    /// <summary>An organisation that meets every usual criterion, changed as the test needs it.</summary>
    public Guid Know(Action<Organisation>? change = null)
    {
        var id = Guid.CreateVersion7();
        var organisation = new Organisation
        {
            OrganisationId = id.ToWire(),
            Name = $"Harbour House {id.ToString("N")[^6..]}",
            CountryCode = "KE",
            RegistrationNumber = id.ToString("N"),
            RegisteredOn = "2012-05-04",
            AssistingSinceYear = 2013,
            BankAccountVerified = true,
            Flag = Flag.None,
            VerifiedUntil = "2030-01-01",
        };
        change?.Invoke(organisation);
        _organisations[organisation.OrganisationId] = organisation;
        return id;
    }

    public Organisation this[Guid id] => _organisations[id.ToWire()];

    public override Task<GetOrganisationResponse> GetOrganisation(
        GetOrganisationRequest request,
        ServerCallContext context
    ) =>
        _organisations.TryGetValue(request.OrganisationId, out var organisation)
            ? Task.FromResult(new GetOrganisationResponse { Organisation = organisation })
            : throw Refusals.NotFound("organisation", request.OrganisationId).ToRpcException();
}
