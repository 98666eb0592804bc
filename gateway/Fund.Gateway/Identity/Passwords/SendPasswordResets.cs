using Fund.Gateway.Mail;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Writes the mails of those who asked for a new password and have an account.</summary>
internal sealed class SendPasswordResets(GatewayDb db, MailOutbox outbox, TimeProvider time) : IClockWork
{
    public const string Page = "/new-password";
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(3);
    private const int MostAtOnce = 100;

    public static string Name => "gateway.send-password-resets";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.PasswordResets.Where(row => row.ExpiresAt < now.AddDays(-7)).ExecuteDeleteAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var waiting = await db
            .PasswordResets.FromSql(
                $"""
                select * from password_resets where handled_at is null
                order by password_reset_id limit {MostAtOnce} for update skip locked
                """
            )
            .ToListAsync(cancellationToken);
        foreach (var reset in waiting)
        {
            await HandleAsync(reset, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task HandleAsync(PasswordReset reset, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = await db
            .Accounts.AsNoTracking()
            .SingleOrDefaultAsync(row => row.NormalizedUserName == reset.NormalizedEmail, cancellationToken);
        if (account is null || account.DisabledAt is not null)
        {
            reset.Ignore(now);
            return;
        }

        var token = reset.NewLink(account.Id, now);
        outbox.Add(MailKind.PasswordReset, account.Language, account.Email!, $"{Page}?token={token}");
    }
}
