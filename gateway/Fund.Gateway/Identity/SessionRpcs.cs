using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Shows who is signed in, and how far.</summary>
internal sealed class GetSession(GatewayDb db) : IOwnRpc<GetSessionRequest, GetSessionResponse>
{
    public async Task<GetSessionResponse> HandleAsync(
        GetSessionRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var session = call.SignedIn;
        var account = await db
            .Accounts.AsNoTracking()
            .SingleAsync(row => row.Id == session.AccountId, cancellationToken);
        return new GetSessionResponse
        {
            ExpiresAt = session.ExpiresAt.ToWire(),
            Account = account.ToWire(),
            Step = session.Stage.ToWire(),
        };
    }
}

/// <summary>Signs out.</summary>
internal sealed class SignOut(SessionEnds ends, IdentityEvents events) : IOwnRpc<SignOutRequest, SignOutResponse>
{
    public async Task<SignOutResponse> HandleAsync(
        SignOutRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var session = call.SignedIn;
        await ends.OneAsync(session.AccountId, session.SessionId, cancellationToken);
        events.Happened(IdentityEvent.SignedOut, session.AccountId, call.Place);
        return new SignOutResponse();
    }
}

/// <summary>Where the asker is signed in, newest first.</summary>
internal sealed class ListSessions(GatewayDb db, TimeProvider time) : IOwnRpc<ListSessionsRequest, ListSessionsResponse>
{
    public async Task<ListSessionsResponse> HandleAsync(
        ListSessionsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var (account, now) = (call.SignedIn.AccountId, time.GetUtcNow());
        var idleSince = now - Session.Lifetime;
        var open = db
            .Sessions.AsNoTracking()
            .Where(row => row.AccountId == account && row.Stage == SessionStage.Full && row.ApiTokenId == null)
            .Where(row => row.RevokedAt == null && row.ExpiresAt > now && row.LastSeenAt > idleSince);
        var page = await Page.Of(request.Page).NewestFirstAsync(open, row => row.SessionId, cancellationToken);
        return new ListSessionsResponse
        {
            Sessions =
            {
                page.Items.Select(row => new V1.Session
                {
                    SessionId = row.SessionId.ToWire(),
                    SignedInAt = row.CreatedAt.ToWire(),
                    LastSeenAt = row.LastSeenAt.ToWire(),
                    ExpiresAt = row.EndsAt.ToWire(),
                    Address = row.Address,
                    Device = row.Device,
                    Current = row.SessionId == call.SignedIn.SessionId,
                }),
            },
            Page = page.ToWire(),
        };
    }
}

/// <summary>Ends one of the asker's own sessions.</summary>
internal sealed class RevokeSession(SessionEnds ends, IdentityEvents events)
    : IOwnRpc<RevokeSessionRequest, RevokeSessionResponse>
{
    public async Task<RevokeSessionResponse> HandleAsync(
        RevokeSessionRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var account = call.SignedIn.AccountId;
        var session = request.SessionId.ToId("session_id");
        if (!await ends.OneAsync(account, session, cancellationToken))
        {
            throw Refusals.NotFound("session", request.SessionId).AsException();
        }

        events.Happened(IdentityEvent.SessionsEnded, account, call.Place);
        return new RevokeSessionResponse();
    }
}

/// <summary>Ends all of the asker's sessions but the one that asks.</summary>
internal sealed class RevokeOtherSessions(SessionEnds ends, IdentityEvents events)
    : IOwnRpc<RevokeOtherSessionsRequest, RevokeOtherSessionsResponse>
{
    public async Task<RevokeOtherSessionsResponse> HandleAsync(
        RevokeOtherSessionsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var session = call.SignedIn;
        var ended = await ends.AllAsync(session.AccountId, session.SessionId, cancellationToken);
        events.Happened(IdentityEvent.SessionsEnded, session.AccountId, call.Place);
        return new RevokeOtherSessionsResponse { Ended = ended };
    }
}

/// <summary>Accounts and steps as the API shows them.</summary>
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
            Name = account.Name,
            DisabledAt = account.DisabledAt.ToWire(),
            Language = account.Language,
            Version = account.Version,
        };

    public static SignInStep ToWire(this SessionStage stage) =>
        stage switch
        {
            SessionStage.SecondFactor => SignInStep.SecondFactor,
            SessionStage.Enrolment => SignInStep.Enrolment,
            _ => SignInStep.SignedIn,
        };
}
