using Fund.Common.V1;
using Fund.Donations.Domain.Papers;
using Fund.Donations.Grpc;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Features;

/// <summary>A consolidated statement as a file: the same figures as on the screen.</summary>
public sealed class ExportConsolidatedStatement(ConsolidatedMaker maker)
{
    public async Task HandleAsync(
        V1.ExportConsolidatedStatementRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var choice = DonorChoice.Of(check, request.DonorIds, request.CountryCode, request.Kind);
        var question = StatementQuestion.Of(check, request.FromDate, request.ToDate, request.Language);
        var format = check.Choice("format", request.Format);
        check.ThrowIfAny();
        var document = await maker.MakeAsync(choice, question, cancellationToken);
        await using var file = StatementFiles.Begin(parts, document.Number, format, cancellationToken);
        if (format == V1.StatementFormat.Csv)
        {
            await StatementCsv.WriteAsync(file, document, cancellationToken);
        }
        else
        {
            await file.WriteAsync(ConsolidatedPaper.Make(document), cancellationToken);
        }

        await file.CompleteAsync();
    }
}
