using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>
/// Makes a token for a program, or a client that asks for tokens. The secret is in the first answer only: it is not kept,
/// so repeating the request shows the same token without it.
/// </summary>
internal sealed class CreateApiToken(GatewayDb db, IdentityEvents events, TimeProvider time)
    : IOwnRpc<CreateApiTokenRequest, CreateApiTokenResponse>
{
    public async Task<CreateApiTokenResponse> HandleAsync(
        CreateApiTokenRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var secret = "";
        var answer = await db.OnceAsync(
            call.Caller,
            request.RequestId,
            request,
            async token =>
            {
                secret = request.IsClient ? AccessToken.Random() : AccessToken.NewForProgram();
                var made = Checked(request, call, secret);
                db.ApiTokens.Add(made);
                await db.SaveChangesAsync(token);
                var owner = await db.Accounts.SingleAsync(row => row.Id == made.AccountId, token);
                return new CreateApiTokenResponse { ApiToken = made.ToWire(owner.Email) };
            },
            cancellationToken
        );
        if (secret.Length > 0)
        {
            answer.Secret = secret;
            events.Happened(IdentityEvent.TokenCreated, call.SignedIn.AccountId, call.Place);
        }

        return answer;
    }

    private ApiToken Checked(CreateApiTokenRequest request, ApiCall call, string secret)
    {
        var now = time.GetUtcNow();
        var check = new Check();
        var name = check.Text("name", request.Name, 100);
        var day = check.Date("expires_on", request.ExpiresOn);
        var ends = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(1);
        check.That(
            day == default || (ends > now && ends <= now + ApiToken.Longest),
            "expires_on",
            $"The last day must be from today to {(now + ApiToken.Longest).AddDays(-1):yyyy-MM-dd}."
        );
        check.That(request.Permissions.Count > 0, "permissions", "Give at least one permission.");
        foreach (var permission in request.Permissions.Distinct())
        {
            check.That(
                MayGive(permission, call.Caller),
                "permissions",
                $"'{WireConversions.Shown(permission)}' is not a permission that you have and a program may be given."
            );
        }

        check.ThrowIfAny();
        return new ApiToken(
            call.SignedIn.AccountId,
            name,
            request.IsClient,
            secret,
            request.Permissions.Distinct().Order(StringComparer.Ordinal),
            now,
            ends
        );
    }

    private static bool MayGive(string name, Caller caller) =>
        PermissionTable.All.TryGetValue(name, out var permission)
        && permission.IsForPrograms
        && caller.Roles.Overlaps(permission.Roles);
}

/// <summary>The asker's own tokens, newest first; an administrator can ask for everybody's.</summary>
internal sealed class ListApiTokens(GatewayDb db, TimeProvider time)
    : IOwnRpc<ListApiTokensRequest, ListApiTokensResponse>
{
    public async Task<ListApiTokensResponse> HandleAsync(
        ListApiTokensRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var tokens = Wanted(db.TokensOf(call, request.Everybodys).AsNoTracking(), request);
        var page = await Page.Of(request.Page).NewestFirstAsync(tokens, row => row.ApiTokenId, cancellationToken);
        var owners = page.Items.Select(row => row.AccountId).ToHashSet();
        var emails = await db
            .Accounts.Where(row => owners.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Email, cancellationToken);
        return new ListApiTokensResponse
        {
            ApiTokens = { page.Items.Select(row => row.ToWire(emails[row.AccountId])) },
            Page = page.ToWire(),
        };
    }

    private IQueryable<ApiToken> Wanted(IQueryable<ApiToken> tokens, ListApiTokensRequest request)
    {
        var check = new Check();
        var account = check.OptionalId("account_id", request.AccountId);
        var organisation = check.OptionalId("organisation_id", request.OrganisationId);
        var donor = check.OptionalId("donor_id", request.DonorId);
        var only = check.OptionalId("api_token_id", request.ApiTokenId);
        check.ThrowIfAny();
        tokens = tokens.Where(row => only == null || row.ApiTokenId == only);
        if (account is not null || organisation is not null || donor is not null)
        {
            var owners = db
                .Accounts.Where(row => account == null || row.Id == account)
                .Where(row => organisation == null || row.OrganisationId == organisation)
                .Where(row => donor == null || row.DonorId == donor)
                .Select(row => row.Id);
            tokens = tokens.Where(row => owners.Contains(row.AccountId));
        }

        var now = time.GetUtcNow();
        return request.OpenOnly ? tokens.Where(row => row.RevokedAt == null && row.ExpiresAt > now) : tokens;
    }
}

/// <summary>From now on the token, and every token that its client asked for, is worth nothing.</summary>
internal sealed class RevokeApiToken(GatewayDb db, Sessions sessions, IdentityEvents events, TimeProvider time)
    : IOwnRpc<RevokeApiTokenRequest, RevokeApiTokenResponse>
{
    public async Task<RevokeApiTokenResponse> HandleAsync(
        RevokeApiTokenRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var id = request.ApiTokenId.ToId("api_token_id");
        var check = new Check();
        var reason = check.OptionalText("reason", request.Reason, 500);
        check.ThrowIfAny();
        var token =
            await db.TokensOf(call, everybodys: call.Caller.Is(Role.Administrator))
                .SingleOrDefaultAsync(row => row.ApiTokenId == id, cancellationToken)
            ?? throw Refusals.NotFound("token", request.ApiTokenId).AsException();
        if (token.AccountId != call.SignedIn.AccountId && reason.Length == 0)
        {
            // The owner will ask, and so will an auditor.
            throw Refusals.Required("reason").AsException();
        }

        token.Revoke(call.SignedIn.AccountId, reason, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        sessions.Forget(session => session.IsProgram);
        events.Happened(IdentityEvent.TokenRevoked, token.AccountId, call.Place, call.SignedIn.AccountId);
        return new RevokeApiTokenResponse();
    }
}

/// <summary>Whose tokens are whose, and how they are shown.</summary>
internal static class ApiTokenReach
{
    /// <exception cref="RefusedException">ROLE_MAY_NOT for others' tokens.</exception>
    public static IQueryable<ApiToken> TokensOf(this GatewayDb db, ApiCall call, bool everybodys)
    {
        if (everybodys)
        {
            call.Caller.Require(Role.Administrator);
            return db.ApiTokens;
        }

        var account = call.SignedIn.AccountId;
        return db.ApiTokens.Where(row => row.AccountId == account);
    }

    public static V1.ApiToken ToWire(this ApiToken token, string? ownerEmail) =>
        new()
        {
            ApiTokenId = token.ApiTokenId.ToWire(),
            AccountId = token.AccountId.ToWire(),
            Name = token.Name,
            IsClient = token.IsClient,
            Permissions = { token.Permissions },
            CreatedAt = token.CreatedAt.ToWire(),
            ExpiresAt = token.ExpiresAt.ToWire(),
            LastUsedAt = token.LastUsedAt.ToWire(),
            RevokedAt = token.RevokedAt.ToWire(),
            OwnerEmail = ownerEmail ?? "",
            RevokeReason = token.RevokeReason ?? "",
        };
}
