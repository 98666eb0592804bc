using Fund.Donations.Domain.Banking;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>Bank statements, newest first.</summary>
public sealed class ListBankStatements(DonationsDb db, DescribeBankStatements describe)
{
    public async Task<V1.ListBankStatementsResponse> HandleAsync(
        V1.ListBankStatementsRequest request,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var account = CamtTransaction.Compact(check.OptionalText("account", request.Account, 100));
        check.ThrowIfAny();
        IQueryable<BankStatement> statements = db.BankStatements;
        if (account.Length > 0)
        {
            statements = statements.Where(statement => statement.Account == account);
        }

        var page = await Page.Of(request.Page)
            .NewestFirstAsync(statements, statement => statement.Id, cancellationToken);
        return new V1.ListBankStatementsResponse
        {
            Statements = { await describe.AllAsync(page.Items, cancellationToken) },
            Page = page.ToWire(),
        };
    }
}
