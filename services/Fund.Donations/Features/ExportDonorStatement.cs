using Fund.Common.V1;
using Fund.Donations.Domain.Papers;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Features;

/// <summary>A donor's statement as a file: the same figures as on the screen.</summary>
public sealed class ExportDonorStatement(DonationsDb db, StatementMaker maker)
{
    public async Task HandleAsync(
        V1.ExportDonorStatementRequest request,
        IServerStreamWriter<FilePart> parts,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var donorId = check.Id("donor_id", request.DonorId);
        var question = StatementQuestion.Of(check, request.FromDate, request.ToDate, request.Language);
        var format = check.Choice("format", request.Format);
        check.ThrowIfAny();
        var donor = await db.SeenDonorAsync(caller, donorId, cancellationToken);
        var document = await maker.MakeAsync(donor, question, cancellationToken);
        await using var file = StatementFiles.Begin(parts, document.Number, format, cancellationToken);
        if (format == V1.StatementFormat.Csv)
        {
            await StatementCsv.WriteAsync(file, document, cancellationToken);
        }
        else
        {
            await file.WriteAsync(StatementPaper.Make(document), cancellationToken);
        }

        await file.CompleteAsync();
    }
}
