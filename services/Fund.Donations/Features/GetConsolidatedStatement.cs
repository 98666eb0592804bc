using Fund.Donations.Grpc;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>Statements of several donors in one: sums per donor and of all.</summary>
public sealed class GetConsolidatedStatement(ConsolidatedMaker maker)
{
    public async Task<V1.GetConsolidatedStatementResponse> HandleAsync(
        V1.GetConsolidatedStatementRequest request,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var choice = DonorChoice.Of(check, request.DonorIds, request.CountryCode, request.Kind);
        var question = StatementQuestion.Of(check, request.FromDate, request.ToDate, request.Language);
        check.ThrowIfAny();
        var document = await maker.MakeAsync(choice, question, cancellationToken);
        return new V1.GetConsolidatedStatementResponse { Statement = document.ToWire() };
    }
}
