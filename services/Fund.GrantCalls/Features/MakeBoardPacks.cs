using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Domain.Papers;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Makes the files of packs that were asked for, in parts whose progress is told. Whatever stops it, the file is made anew
/// at the next turn; one that fails by itself is marked and does not keep the others waiting.
/// </summary>
public sealed partial class MakeBoardPacks(
    GrantCallsDb db,
    BoardPackMaker maker,
    TimeProvider time,
    ILogger<MakeBoardPacks> log
) : IClockWork
{
    private const int AtOnce = 10;

    public static string Name => "grantcalls.make-board-packs";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var waiting = await db
            .BoardPackPrints.Where(row => row.FinishedAt == null)
            .OrderBy(row => row.Id)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in waiting)
        {
            db.ChangeTracker.Clear();
            var print = await db.BoardPackPrints.SingleAsync(row => row.Id == id, cancellationToken);
            try
            {
                await MakeAsync(print, cancellationToken);
            }
            catch (Exception e)
                when (e is not (OperationCanceledException or NpgsqlException or DbUpdateException or TimeoutException))
            {
                // The file's own trouble. Anything else (no database, stopping) ends the turn and is tried again.
                LogFailed(e, id);
                print.Fail(time.GetUtcNow());
            }

            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private async Task MakeAsync(BoardPackPrint print, CancellationToken cancellationToken)
    {
        var session = await db
            .BoardSessions.AsNoTracking()
            .SingleAsync(row => row.Id == print.BoardSessionId, cancellationToken);
        var hidden = await db.RecusedFromAsync(print.ForAccount, cancellationToken);
        var ids = session.Proposals.Where(id => !hidden.Contains(id)).ToList();
        var summary = await maker.SummaryAsync(session, hidden, cancellationToken);
        using var file = new MemoryStream();
        var paper = new PackPaper(file, BoardWords.Of(print.Language), session, print.RequestedAt);
        paper.Summary(summary);
        var pages = await maker.PagesAsync(session, ids, hidden, print.Language, cancellationToken);
        paper.Portfolio(pages);
        foreach (var (part, done) in pages.Chunk(AtOnce).Select((part, i) => (part, i * AtOnce)))
        {
            await TellAsync(print.Id, done, ids.Count, cancellationToken);
            foreach (var page in part)
            {
                paper.Page(page);
            }
        }

        paper.Finish();
        print.Finish(file.ToArray(), ids.Count, summary.LeftOut, time.GetUtcNow());
    }

    /// <summary>Progress is seen while it is made: it is written at once, beside what ends it.</summary>
    private Task TellAsync(Guid id, int done, int total, CancellationToken cancellationToken) =>
        db
            .BoardPackPrints.Where(row => row.Id == id)
            .ExecuteUpdateAsync(
                row => row.SetProperty(one => one.Done, done).SetProperty(one => one.Total, total),
                cancellationToken
            );

    [LoggerMessage(LogLevel.Error, "The board pack {Print} could not be made")]
    private partial void LogFailed(Exception exception, Guid print);
}
