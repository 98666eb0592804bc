using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Mail;

/// <summary>
/// Sends what waits, oldest first. A failure is tried again after longer and longer, eight times in about a day; what the
/// server refuses for good, or still fails then, is dead and shown in the mail log.
/// </summary>
internal sealed class SendMails(
    GatewayDb db,
    MailOutbox outbox,
    IServiceProvider services,
    TimeProvider time,
    ILogger<SendMails> log
) : IClockWork
{
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(3);
    private const int MostAtOnce = 50;

    /// <summary>Another instance may take a message over when its sender died with it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    internal static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(20),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(7),
        TimeSpan.FromHours(12),
    ];

    public static string Name => "gateway.send-mails";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<IMailTransport>() is not { } transport)
        {
            return;
        }

        for (var sent = 0; sent < MostAtOnce; sent++)
        {
            if (await TakeAsync(cancellationToken) is not { } mail)
            {
                return;
            }

            await SendAsync(transport, mail, cancellationToken);
        }
    }

    /// <summary>The next message, leased, so that two never send the same at once; null when none is due.</summary>
    private async Task<StoredMail?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var mail = await db
            .Mails.FromSql(
                $"""
                select * from mails
                where sent_at is null and dead_at is null and next_attempt_at <= {now}
                order by next_attempt_at limit 1 for update skip locked
                """
            )
            .SingleOrDefaultAsync(cancellationToken);
        if (mail is null)
        {
            return null;
        }

        mail.Lease(now + Lease);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return mail;
    }

    private async Task SendAsync(IMailTransport transport, StoredMail mail, CancellationToken cancellationToken)
    {
        try
        {
            await transport.SendAsync(mail.MailId, mail.ToAddress, outbox.Read(mail), cancellationToken);
            mail.Sent(time.GetUtcNow());
        }
        catch (MailRefusedException e)
        {
            mail.GiveUp(e.Message, time.GetUtcNow());
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // What exactly failed is in the log; the address and the text are in neither.
            log.LogWarning(
                "Mail {Mail} was not sent at attempt {Attempt}: {Error}",
                mail.MailId,
                mail.Attempts,
                e.GetType().Name
            );
            Postpone(mail, e.GetType().Name);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private void Postpone(StoredMail mail, string problem)
    {
        var now = time.GetUtcNow();
        if (mail.Attempts > Pauses.Length)
        {
            mail.GiveUp(problem, now);
        }
        else
        {
            mail.Failed(problem, now + Pauses[mail.Attempts - 1]);
        }
    }
}
