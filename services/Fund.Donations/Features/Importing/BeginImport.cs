using Fund.Donations.Domain;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features.Importing;

/// <summary>Begins an import; its file follows in parts.</summary>
public sealed class BeginImport(DonationsDb db, TimeProvider clock)
{
    private const int LongestName = 200;

    public Task<V1.BeginImportResponse> HandleAsync(
        V1.BeginImportRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var kind = check.Choice("kind", request.Kind);
        var name = check.Text("file_name", request.FileName, LongestName);
        var layout = LayoutOf(request.Layout, check);
        var donorKind = DonorKindOf(request.DefaultDonorKind, check);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            _ =>
            {
                var import = new ImportFile(
                    (ImportKind)kind,
                    name,
                    layout,
                    request.CreateMissingDonors,
                    donorKind,
                    caller.Subject,
                    clock.GetUtcNow()
                );
                db.Imports.Add(import);
                return Task.FromResult(new V1.BeginImportResponse { Import = import.ToWire() });
            },
            cancellationToken
        );
    }

    /// <summary>The layout as given; a plain one when none is.</summary>
    internal static CsvLayout LayoutOf(V1.CsvLayout? given, Check check) =>
        given is null
            ? CsvLayout.Plain
            : CsvLayout.Of(
                given.Separator,
                given.DecimalMark,
                given.DateFormat,
                given.Encoding,
                !given.WithoutHeader,
                [.. given.Columns.Select(column => new ColumnSource(column.Field, column.Column, column.Constant))],
                (field, problem) => check.That(false, field, problem)
            );

    internal static DonorKind? DonorKindOf(V1.DonorKind given, Check check) =>
        given == V1.DonorKind.Unspecified ? null : (DonorKind)check.Choice("default_donor_kind", given);
}
