using System.Security.Cryptography;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Papers;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Events;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Donations.Features;

/// <summary>
/// Makes the statements that batches wait for, one donor in one transaction: whatever stops it, what was made stays made
/// and the rest is made at the next turn, by whichever instance has it. One donor's failure is noted and does not keep
/// the others waiting.
/// </summary>
public sealed class MakeYearlyStatements(
    DonationsDb db,
    StatementMaker maker,
    TimeProvider clock,
    ILogger<MakeYearlyStatements> log
) : IClockWork
{
    private const int AtOnce = 50;

    public static string Name => "yearly-statements";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var running = await db.Set<StatementBatch>()
            .AsNoTracking()
            .Where(batch => batch.FinishedAt == null)
            .OrderBy(batch => batch.Id)
            .ToListAsync(cancellationToken);
        foreach (var batch in running)
        {
            await CarryOutAsync(batch, cancellationToken);
        }
    }

    private async Task CarryOutAsync(StatementBatch batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            var waiting = await db.Set<StatementBatchItem>()
                .AsNoTracking()
                .Where(item => item.BatchId == batch.Id && item.State == BatchItemState.Waiting)
                .OrderBy(item => item.Position)
                .Take(AtOnce)
                .ToListAsync(cancellationToken);
            if (waiting.Count == 0)
            {
                db.Attach(batch).Entity.Finish(clock.Moment());
                await db.SaveChangesAsync(cancellationToken);
                return;
            }

            foreach (var item in waiting)
            {
                await OneAsync(batch, item, cancellationToken);
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task OneAsync(StatementBatch batch, StatementBatchItem item, CancellationToken cancellationToken)
    {
        try
        {
            await MakeAsync(batch, item, cancellationToken);
        }
        catch (Exception e) when (IsOfTheDonor(e))
        {
            // The donor's own trouble. Anything else (no database, stopping) ends the turn and is tried again.
            log.LogError(e, "Statement {Position} of batch {Batch} failed", item.Position, batch.Id);
            db.ChangeTracker.Clear();
            db.Attach(item)
                .Entity.Fail(e is RefusedException refused ? refused.Refusal.Sentence : "It could not be made.");
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private static bool IsOfTheDonor(Exception e) =>
        e is not (OperationCanceledException or NpgsqlException or DbUpdateException or TimeoutException);

    private async Task MakeAsync(StatementBatch batch, StatementBatchItem item, CancellationToken cancellationToken)
    {
        var question = new StatementQuestion(batch.From, batch.To, batch.Language);
        var donor =
            await db.Donors.AsNoTracking().SingleOrDefaultAsync(row => row.Id == item.DonorId, cancellationToken)
            ?? throw Refusals.NotFound("donor", item.DonorId.ToWire()).AsException();
        var document = await maker.MakeAsync(donor, question, cancellationToken);
        var figures = Hash(document);
        var known = await db.Set<StatementPaperFile>()
            .Where(paper =>
                paper.DonorId == donor.Id
                && paper.FromDate == document.From
                && paper.ToDate == document.To
                && paper.Language == document.Language
                && paper.Figures == figures
            )
            .Select(paper => (Guid?)paper.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (known is { } id)
        {
            db.Attach(item).Entity.Done(id, isNew: false);
        }
        else
        {
            var paper = new StatementPaperFile(document, figures, StatementPaper.Make(document), clock.Moment());
            db.Add(paper);
            db.Enqueue(new StatementBecameReady(paper.Id, donor.Id, document.Number, document.From, document.To));
            db.Attach(item).Entity.Done(paper.Id, isNew: true);
        }

        // Paper, event and progress in one transaction.
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Of everything on it but the day it was made, and of what else is known of the donor.</summary>
    private static byte[] Hash(StatementDocument document)
    {
        var said = document.ToWire();
        said.Donor = new V1.Donor { Name = document.Donor.Name };
        return SHA256.HashData(said.ToByteArray());
    }
}
