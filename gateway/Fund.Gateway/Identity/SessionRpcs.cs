using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Shows who is signed in.</summary>
internal sealed class GetSession(GatewayDb db) : IOwnRpc<GetSessionRequest, GetSessionResponse>
{
    public async Task<GetSessionResponse> HandleAsync(
        GetSessionRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var session = call.Session ?? throw Refusals.NotSignedIn().AsException();
        var id = Guid.Parse(session.Caller.Subject);
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        return new GetSessionResponse { ExpiresAt = session.ExpiresAt.ToWire(), Account = account.ToWire() };
    }
}

/// <summary>Signs out.</summary>
internal sealed class SignOut(Sessions sessions) : IOwnRpc<SignOutRequest, SignOutResponse>
{
    public async Task<SignOutResponse> HandleAsync(
        SignOutRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        await sessions.RevokeAsync(call.Session ?? throw Refusals.NotSignedIn().AsException(), cancellationToken);
        return new SignOutResponse();
    }
}

/// <summary>Accounts as the API shows them.</summary>
internal static class AccountWire
{
    public static V1.Account ToWire(this Account account) =>
        new()
        {
            AccountId = account.Id.ToWire(),
            Email = account.Email!,
            Role = account.Role.ToWire(),
            OrganisationId = account.OrganisationId.ToWire(),
            DonorId = account.DonorId.ToWire(),
            CreatedAt = account.CreatedAt.ToWire(),
        };
}
