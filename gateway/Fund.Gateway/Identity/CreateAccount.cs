using System.Security.Cryptography;
using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>
/// Creates an account with a random password. The password is in the first answer only: it is not kept, so repeating
/// the request shows the same account without it.
/// </summary>
internal sealed class CreateAccount(AccountMaker maker, GatewayDb db, TimeProvider time)
    : IOwnRpc<CreateAccountRequest, CreateAccountResponse>
{
    public async Task<CreateAccountResponse> HandleAsync(
        CreateAccountRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var origin = new AccountOrigin(call.Caller.Subject, request.RequestId, SHA256.HashData(request.ToByteArray()));
        if (await EarlierAsync(origin, cancellationToken) is { } earlier)
        {
            return Answer(earlier, null);
        }

        var account = Checked(request, origin);
        var password = await maker.MakeAsync(account);
        return Answer(account, password);
    }

    private async Task<Account?> EarlierAsync(AccountOrigin origin, CancellationToken cancellationToken)
    {
        var earlier = await db
            .Accounts.AsNoTracking()
            .SingleOrDefaultAsync(
                row => row.CreatedBy == origin.CreatedBy && row.RequestId == origin.RequestId,
                cancellationToken
            );
        return earlier is null || earlier.InputHash.AsSpan().SequenceEqual(origin.InputHash)
            ? earlier
            : throw Refusals.RequestIdReused(origin.RequestId).AsException();
    }

    private Account Checked(CreateAccountRequest request, AccountOrigin origin)
    {
        var check = new Check();
        var email = check.Email("email", request.Email);
        var role = request.Role.ToRole();
        var organisation = check.OptionalId("organisation_id", request.OrganisationId);
        var donor = check.OptionalId("donor_id", request.DonorId);
        var name = check.OptionalText("name", request.Name, Account.LongestName);
        check.CheckTenant(role, organisation, donor);
        check.ThrowIfAny();
        return new Account(email, role!.Value, time.GetUtcNow(), origin)
        {
            OrganisationId = organisation,
            DonorId = donor,
            Name = name,
        };
    }

    private static CreateAccountResponse Answer(Account account, string? password)
    {
        var answer = new CreateAccountResponse
        {
            AccountId = account.Id.ToWire(),
            Email = account.Email!,
            Role = account.Role.ToWire(),
            OrganisationId = account.OrganisationId.ToWire(),
            DonorId = account.DonorId.ToWire(),
            CreatedAt = account.CreatedAt.ToWire(),
        };
        if (password is not null)
        {
            answer.Password = password;
        }

        return answer;
    }
}
