using Fund.Common.V1;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features.Importing;

/// <summary>The problems of an import as CSV, to be mended in the spreadsheet they came from.</summary>
public sealed class DownloadImportProblems(DonationsDb db)
{
    public async Task HandleAsync(
        V1.DownloadImportProblemsRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("import_id", request.ImportId);
        check.ThrowIfAny();
        var import = await db.FindImportAsync(id, cancellationToken);
        var problems = db.ImportProblems.AsNoTracking().Where(row => row.ImportId == id).OrderBy(row => row.Id);
        await using var output = new FilePartStream(
            parts,
            Path.GetFileNameWithoutExtension(import.FileName) + "-problems.csv",
            CsvFile.MediaType,
            cancellationToken
        );
        await using (
            var file = await CsvFile.BeginAsync(output, ["row", "column", "value", "problem"], cancellationToken)
        )
        {
            await foreach (var problem in problems.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                file.Number(problem.RowNumber).Text(problem.ColumnName).Text(problem.Value).Text(problem.Problem);
                await file.EndRowAsync(cancellationToken);
            }
        }

        await output.CompleteAsync();
    }
}
