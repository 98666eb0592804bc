using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Clock work: forgets files that were begun and never became whole, with the parts that arrived. No draft can name such a
/// file. One whose next part is just being taken is left for the next turn.
/// </summary>
public sealed class ForgetUnfinishedFiles(GrantCallsDb db, TimeProvider time) : IClockWork
{
    internal static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private const int AtOnce = 50;

    public static string Name => "grantcalls.forget-unfinished-files";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var days = await db.SettingAsync(Setting.UnfinishedFileDays, cancellationToken);
        var before = time.GetUtcNow().AddDays(-days);
        while (await ForgetAsync(before, cancellationToken) == AtOnce)
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var files = await db
            .ProposalFiles.FromSql(
                $"""
                select * from proposal_files
                where sha256 = '' and sent_at < {before}
                order by sent_at
                limit {AtOnce}
                for update skip locked
                """
            )
            .ToListAsync(cancellationToken);
        var ids = files.ConvertAll(file => file.Id);
        await db.ProposalFileParts.Where(part => ids.Contains(part.FileId)).ExecuteDeleteAsync(cancellationToken);
        db.RemoveRange(files);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return files.Count;
    }
}
