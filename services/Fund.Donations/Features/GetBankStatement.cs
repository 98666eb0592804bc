using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>One bank statement with the rows that could not be taken as they stand.</summary>
public sealed class GetBankStatement(DonationsDb db, DescribeBankStatements describe)
{
    public async Task<V1.GetBankStatementResponse> HandleAsync(
        V1.GetBankStatementRequest request,
        CancellationToken cancellationToken
    )
    {
        var id = request.BankStatementId.ToId("bank_statement_id");
        var statement =
            await db.BankStatements.SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("bank statement", id.ToWire()).AsException();
        var problems = await db
            .BankRowProblems.Where(problem => problem.BankStatementId == id)
            .OrderBy(problem => problem.Number)
            .ToListAsync(cancellationToken);
        return new V1.GetBankStatementResponse
        {
            Statement = (await describe.AllAsync([statement], cancellationToken))[0],
            Problems = { problems.Select(problem => problem.ToWire()) },
        };
    }
}
