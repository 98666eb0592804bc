using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;
using Npgsql;

namespace Fund.Donations.Features;

/// <summary>
/// A donor's statement for any range of dates: what was outstanding, what happened, what is outstanding. The same
/// question keeps its number; a range cut in two gives two statements that add up to the whole.
/// </summary>
public sealed class GetDonorStatement(DonationsDb db, NpgsqlDataSource source, TimeProvider clock)
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
        var rows = await StatementRows.ReadAsync(source, donor.Id, question.From, question.To, cancellationToken);
        var number =
            rows.Number
            ?? await db.GiveAsync(donor.Id, question.From, question.To, clock.Today().Year, cancellationToken);
        var statement = DonorStatement.Of(rows.Events, question.From, question.To);
        return new V1.GetDonorStatementResponse
        {
            Statement = statement.ToWire(number, donor, question.From, question.To, question.Spoken(donor.Language)),
        };
    }
}
