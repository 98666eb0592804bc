using System.Security.Cryptography;
using System.Text;
using Fund.Gateway.Persistence;
using Fund.Kernel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>
/// One-time passwords and recovery codes. A code of the step before or after is accepted too, because clocks differ, and
/// each step once only, whatever arrives at the same time. See services/decisions/0043-second-factor.md.
/// </summary>
internal sealed class SecondFactors(GatewayDb db, IDataProtectionProvider protection, TimeProvider time)
{
    public const int RecoveryCodes = 10;

    /// <summary>A secret that was shown and not confirmed is worth nothing after this.</summary>
    internal static readonly TimeSpan PendingFor = TimeSpan.FromMinutes(30);

    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int RecoveryLetters = 16;
    private readonly IDataProtector _protector = protection.CreateProtector("fund.second-factor");

    public Task<bool> IsEnrolledAsync(Guid account, CancellationToken cancellationToken) =>
        db.SecondFactors.AnyAsync(row => row.AccountId == account && row.Secret != null, cancellationToken);

    /// <summary>Recovery codes that can still be used.</summary>
    public Task<int> CodesLeftAsync(Guid account, CancellationToken cancellationToken) =>
        db.RecoveryCodes.CountAsync(row => row.AccountId == account && row.UsedAt == null, cancellationToken);

    /// <summary>A new secret for the app; it counts from its first code on.</summary>
    public async Task<string> OfferAsync(Guid account, CancellationToken cancellationToken)
    {
        var secret = Totp.NewSecret();
        var row = await db.SecondFactors.SingleOrDefaultAsync(found => found.AccountId == account, cancellationToken);
        if (row is null)
        {
            row = new StoredSecondFactor(account);
            db.SecondFactors.Add(row);
        }

        row.Offer(_protector.Protect(secret), time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return secret;
    }

    /// <summary>
    /// The first code of the secret offered last; from now on it counts, and the recovery codes given are the only ones.
    /// Null when the code is wrong, or no secret was offered in the last half hour.
    /// </summary>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(
        Guid account,
        string code,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = await db
            .SecondFactors.FromSql($"select * from second_factors where account_id = {account} for update")
            .SingleOrDefaultAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (row?.PendingSecret is not { } pending || now - row.PendingSince > PendingFor)
        {
            return null;
        }

        if (StepOf(_protector.Unprotect(pending), code, now) is not { } step)
        {
            return null;
        }

        row.Confirm(pending, step, now);
        await db.SaveChangesAsync(cancellationToken);
        var codes = await RenewCodesAsync(account, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return codes;
    }

    /// <summary>Enrols a secret that is known already; for the accounts of a first start.</summary>
    public async Task EnrolAsync(Guid account, string secret, CancellationToken cancellationToken)
    {
        var row = new StoredSecondFactor(account);
        row.Confirm(_protector.Protect(secret), 0, time.GetUtcNow());
        db.SecondFactors.Add(row);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>True for a right code that was not used before, from the app or a recovery code; it is used then.</summary>
    public async Task<bool> UseAsync(Guid account, string code, CancellationToken cancellationToken)
    {
        var plain = Plain(code);
        return plain.Length == Totp.Digits && plain.All(char.IsAsciiDigit)
            ? await UseCodeAsync(account, plain, cancellationToken)
            : await UseRecoveryCodeAsync(account, plain, cancellationToken);
    }

    /// <summary>New recovery codes; all earlier ones are worth nothing. Each can be shown this once.</summary>
    public async Task<IReadOnlyList<string>> RenewCodesAsync(Guid account, CancellationToken cancellationToken)
    {
        await db.RecoveryCodes.Where(row => row.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        var codes = Enumerable
            .Range(0, RecoveryCodes)
            .Select(_ => RandomNumberGenerator.GetString(Letters, RecoveryLetters))
            .ToList();
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode(account, HashOf(code))));
        await db.SaveChangesAsync(cancellationToken);
        return [.. codes.Select(code => string.Join('-', code.Chunk(4).Select(part => new string(part))))];
    }

    /// <summary>The account has no second factor any more.</summary>
    public async Task RemoveAsync(Guid account, CancellationToken cancellationToken)
    {
        await db.SecondFactors.Where(row => row.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        await db.RecoveryCodes.Where(row => row.AccountId == account).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<bool> UseCodeAsync(Guid account, string code, CancellationToken cancellationToken)
    {
        var secret = await db
            .SecondFactors.AsNoTracking()
            .Where(row => row.AccountId == account)
            .Select(row => row.Secret)
            .SingleOrDefaultAsync(cancellationToken);
        if (secret is null || StepOf(_protector.Unprotect(secret), code, time.GetUtcNow()) is not { } step)
        {
            return false;
        }

        // Whoever comes second with the same code finds the step taken.
        return await db
                .SecondFactors.Where(row => row.AccountId == account && row.Secret == secret && row.LastStep < step)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastStep, step), cancellationToken) == 1;
    }

    private async Task<bool> UseRecoveryCodeAsync(Guid account, string code, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(code), time.GetUtcNow());
        return await db
                .RecoveryCodes.Where(row => row.AccountId == account && row.CodeHash == hash && row.UsedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.UsedAt, now), cancellationToken) == 1;
    }

    /// <summary>The step whose code it is: this one, the one before or the one after; null for none.</summary>
    private static long? StepOf(string secret, string code, DateTimeOffset now)
    {
        var given = Encoding.ASCII.GetBytes(Plain(code));
        long? found = null;
        for (var step = Totp.StepOf(now) - 1; step <= Totp.StepOf(now) + 1; step++)
        {
            // All three are compared, so that the time taken says nothing.
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Totp.Code(secret, step))))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>Without the blanks and dashes that make a code readable.</summary>
    private static string Plain(string code) =>
        new([.. code.Where(letter => letter is not (' ' or '-')).Select(char.ToLowerInvariant)]);

    private static byte[] HashOf(string plainCode) => SHA256.HashData(Encoding.UTF8.GetBytes(plainCode));
}
