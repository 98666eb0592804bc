using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Events;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Undoes a merge: what moved goes back. Refused when the survivor was merged itself, or when something newer refers to
/// what would go back, such as a payment of a moved pledge or a correction of a moved contribution.
/// </summary>
public sealed class UndoMerge(DonationsDb db, GetDonor get, TimeProvider clock)
{
    public Task<V1.UndoMergeResponse> HandleAsync(
        V1.UndoMergeRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("merge_id", request.MergeId);
        var reason = check.Text("reason", request.Reason, 500);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var donor = await UndoAsync(id, reason, caller, token);
                return new V1.UndoMergeResponse { Donor = await get.ShowAsync(donor, caller, token) };
            },
            cancellationToken
        );
    }

    private async Task<Donor> UndoAsync(Guid id, string reason, Caller caller, CancellationToken token)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from donor_merges where id = {id} for update", token);
        var merge =
            await db.Set<DonorMerge>().SingleOrDefaultAsync(row => row.Id == id, token)
            ?? throw Refusals.NotFound("merge", id.ToWire()).AsException();
        merge.Undo(reason, caller.Subject, clock.Moment());
        var (survivor, merged) = await db.LockBothAsync(merge.SurvivorId, merge.MergedId, token);
        if (survivor.MergedInto is { } next)
        {
            throw DonationRefusals
                .MergeContradicted(id, $"the donor {survivor.Id} was merged into {next} since; undo that first")
                .AsException();
        }

        await RequireNothingNewAsync(merge, token);
        merged.Part(survivor);
        db.Enqueue(new DonorMergeUndone(id, merge.SurvivorId, merge.MergedId));
        await db.SaveChangesAsync(token);
        await db.Database.ExecuteSqlAsync(
            $"select move_donor_rows_back({id}, {merge.MergedId}, {merge.SurvivorId})",
            token
        );
        return merged;
    }

    private async Task RequireNothingNewAsync(DonorMerge merge, CancellationToken token)
    {
        var newer = await db
            .Database.SqlQuery<string>(
                $"""
                select table_name || ' ' || row_key::text as "Value"
                from (
                    select table_name, row_key from find_merge_crossings({merge.Id}, {merge.SurvivorId})
                    except
                    select table_name, row_key from donor_merge_crossings where merge_id = {merge.Id}
                ) newer
                order by 1
                limit 5
                """
            )
            .ToListAsync(token);
        if (newer.Count > 0)
        {
            throw DonationRefusals.MergeContradicted(merge.Id, string.Join(", ", newer)).AsException();
        }
    }
}
