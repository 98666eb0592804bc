using Fund.Common.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Grpc;

/// <summary>Names and media types of the files that go out.</summary>
internal static class StatementFiles
{
    public const string Pdf = "application/pdf";

    public static FilePartStream Begin(
        IServerStreamWriter<FilePart> parts,
        string number,
        V1.StatementFormat format,
        CancellationToken cancellationToken
    ) =>
        format == V1.StatementFormat.Csv
            ? new FilePartStream(parts, $"{number}.csv", CsvFile.MediaType, cancellationToken)
            : new FilePartStream(parts, $"{number}.pdf", Pdf, cancellationToken);
}
