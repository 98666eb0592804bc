using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>
/// A donor's statement for any range of dates: what was outstanding, what happened, what is outstanding. The same
/// question keeps its number; a range cut in two gives two statements that add up to the whole. What was answered before
/// is given again while nothing it was made of has changed.
/// </summary>
public sealed class GetDonorStatement(DonationsDb db, StatementMaker maker, DonorEditions editions, KeptStatements kept)
{
    public async Task<V1.GetDonorStatementResponse> HandleAsync(
        V1.GetDonorStatementRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var donorId = check.Id("donor_id", request.DonorId);
        var question = StatementQuestion.Of(check, request.FromDate, request.ToDate, request.Language);
        check.ThrowIfAny();
        var edition = await db.SeenEditionAsync(editions, caller, donorId, cancellationToken);
        var key = new StatementKey(edition.DonorId, question.From, question.To, question.Language);
        return kept.Find(key, edition) ?? await MakeAsync(key, edition, question, cancellationToken);
    }

    private async Task<V1.GetDonorStatementResponse> MakeAsync(
        StatementKey key,
        DonorEdition edition,
        StatementQuestion question,
        CancellationToken cancellationToken
    )
    {
        var donor = await db.DonorAsync(key.DonorId, cancellationToken);
        var document = await maker.MakeAsync(donor, question, cancellationToken);
        var answer = new V1.GetDonorStatementResponse { Statement = document.ToWire() };

        // Only if nothing changed while it was made is it known of which edition it is.
        if (await editions.OfAsync(key.DonorId, cancellationToken) == edition)
        {
            kept.Keep(key, edition, answer);
        }

        return answer;
    }
}
