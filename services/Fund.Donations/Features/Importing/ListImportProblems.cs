using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features.Importing;

/// <summary>What is wrong with which cell, in the order of the rows.</summary>
public sealed class ListImportProblems(DonationsDb db)
{
    public async Task<V1.ListImportProblemsResponse> HandleAsync(
        V1.ListImportProblemsRequest request,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("import_id", request.ImportId);
        check.ThrowIfAny();
        await db.FindImportAsync(id, cancellationToken);
        var problems = db.ImportProblems.AsNoTracking().Where(problem => problem.ImportId == id);
        var page = await Page.Of(request.Page).OldestFirstAsync(problems, problem => problem.Id, cancellationToken);
        return new V1.ListImportProblemsResponse
        {
            Problems =
            {
                page.Items.Select(problem => new V1.ImportProblem
                {
                    Row = problem.RowNumber,
                    Column = problem.ColumnName,
                    Value = problem.Value,
                    Problem = problem.Problem,
                }),
            },
            Page = page.ToWire(),
        };
    }
}
