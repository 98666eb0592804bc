using System.Security.Cryptography;
using Fund.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Gateway.Identity;

/// <summary>Stores a new account with a random password.</summary>
internal sealed class AccountMaker(UserManager<Account> users)
{
    /// <summary>No letters or digits that are taken for one another; 20 of them are more than 110 bits.</summary>
    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int PasswordLength = 20;

    /// <summary>The password, which nothing keeps.</summary>
    /// <exception cref="RefusedException">EMAIL_TAKEN; REQUEST_ID_REUSED when the same request came twice at once.</exception>
    public async Task<string> MakeAsync(Account account)
    {
        var password = NewPassword();
        await MakeAsync(account, password);
        return password;
    }

    /// <summary>An account whose person chose the password, or signs in elsewhere and has none.</summary>
    /// <exception cref="RefusedException">EMAIL_TAKEN; REQUEST_ID_REUSED when the same request came twice at once.</exception>
    public async Task MakeAsync(Account account, string? password)
    {
        try
        {
            var result = password is null
                ? await users.CreateAsync(account)
                : await users.CreateAsync(account, password);
            if (!result.Succeeded)
            {
                throw Refused(account, result).AsException();
            }
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: "23505" } unique)
        {
            // Somebody else was first; which index says with what.
            throw unique.ConstraintName == "ix_accounts_normalized_user_name"
                ? EmailTaken().AsException()
                : Refusals.RequestIdReused(account.RequestId).AsException();
        }
    }

    public static string NewPassword() => RandomNumberGenerator.GetString(Letters, PasswordLength);

    public static Refusal EmailTaken() =>
        new(RefusalKind.WrongState, "EMAIL_TAKEN", "There is an account with this e-mail address already.")
        {
            Fields = [new FieldProblem("email", "There is an account with this e-mail address already.")],
        };

    private static Refusal Refused(Account account, IdentityResult result) =>
        result.Errors.Any(error => error.Code is "DuplicateUserName" or "DuplicateEmail")
            ? EmailTaken()
            : throw new InvalidOperationException(
                $"An account with role {account.Role} was not made: {string.Join(", ", result.Errors.Select(e => e.Code))}."
            );
}
