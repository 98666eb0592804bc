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
        var email = check.Text("email", request.Email, 200);
        check.That(IsAddress(email), "email", "Write one e-mail address, such as name@organisation.example.");
        var role = request.Role.ToRole();
        check.That(role is not null, "role", "role is required.");
        var organisation = check.OptionalId("organisation_id", request.OrganisationId);
        var donor = check.OptionalId("donor_id", request.DonorId);
        var ofOrganisation = role is Role.OrganisationMember or Role.AuthorisingOfficer;
        check.That(
            role != Role.AuthorisingOfficer || organisation is not null,
            "organisation_id",
            "An authorising officer signs for an organisation: say which."
        );
        check.That(
            ofOrganisation || organisation is null,
            "organisation_id",
            "Only organisation members and authorising officers belong to an organisation."
        );
        check.That(
            role != Role.DonorContact || donor is not null,
            "donor_id",
            "A donor contact speaks for a donor: say which."
        );
        check.That(role == Role.DonorContact || donor is null, "donor_id", "Only donor contacts speak for a donor.");
        check.ThrowIfAny();
        return new Account(email, role!.Value, time.GetUtcNow(), origin)
        {
            OrganisationId = organisation,
            DonorId = donor,
        };
    }

    /// <summary>One @ with something before it and a name with a dot after it, without spaces or signs of a list.</summary>
    private static bool IsAddress(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var host = email[(at + 1)..];
        return at > 0
            && host.Contains('.', StringComparison.Ordinal)
            && !host.StartsWith('.')
            && !host.EndsWith('.')
            && !host.Contains('@', StringComparison.Ordinal)
            && !email.Any(letter =>
                char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is ',' or ';' or '<' or '>'
            );
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
