using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>
/// A donor's statement for any range of dates: what was outstanding, what happened, what is outstanding. The same
/// question keeps its number; a range cut in two gives two statements that add up to the whole.
/// </summary>
public sealed class GetDonorStatement(DonationsDb db, StatementMaker maker)
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
        var donor = await db.SeenDonorAsync(caller, donorId, cancellationToken);
        var document = await maker.MakeAsync(donor, question, cancellationToken);
        return new V1.GetDonorStatementResponse { Statement = document.ToWire() };
    }
}
