using System.Globalization;
using Fund.Gateway.Identity;
using Fund.Gateway.Notices;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Mail;

/// <summary>
/// Tells people by mail how many notices they have not read, as often as they chose: at once, daily or weekly. The mail has
/// a number and a link; what the notices say is read in the portal.
/// </summary>
internal sealed class SendNoticeMails(GatewayDb db, MailOutbox outbox, TimeProvider time) : IClockWork
{
    internal static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private const int MostAtOnce = 200;

    public static string Name => "gateway.send-notice-mails";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (pace, every) in Paces)
        {
            var before = now - every;
            var due = await db
                .Accounts.Where(row => row.NoticeMails == pace && row.NoticedUntil <= before && row.DisabledAt == null)
                .OrderBy(row => row.NoticedUntil)
                .Take(MostAtOnce)
                .ToListAsync(cancellationToken);
            foreach (var account in due)
            {
                await TellAsync(account, now, cancellationToken);
            }

            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private static readonly (MailPace Pace, TimeSpan Every)[] Paces =
    [
        (MailPace.Immediate, TimeSpan.FromMinutes(1)),
        (MailPace.Daily, TimeSpan.FromDays(1)),
        (MailPace.Weekly, TimeSpan.FromDays(7)),
    ];

    private async Task TellAsync(Account account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!Permissions.Noticed.Contains(account.Role))
        {
            account.NoticesMailed(now);
            return;
        }

        var from = account.NoticedUntil;
        var notices = await db.NoticesOfAsync(account.ToCaller(), cancellationToken);
        var unread = await notices
            .Where(notice => notice.NoticedAt > from && notice.NoticedAt <= now)
            .CountAsync(
                notice =>
                    !db.NoticeReadings.Any(read => read.AccountId == account.Id && read.NoticeId == notice.NoticeId),
                cancellationToken
            );
        if (unread > 0)
        {
            outbox.Add(
                MailKind.Notices,
                account.Language,
                account.Email!,
                "/messages",
                unread.ToString(CultureInfo.InvariantCulture)
            );
        }

        // Without anything new, the day or week begins with the next notice that is looked for.
        account.NoticesMailed(now);
    }
}
