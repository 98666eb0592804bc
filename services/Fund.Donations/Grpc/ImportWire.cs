using Fund.Donations.Domain.Importing;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf.WellKnownTypes;

namespace Fund.Donations.Grpc;

/// <summary>Imports as messages.</summary>
internal static class ImportWire
{
    public static V1.Import ToWire(this ImportFile import)
    {
        var wire = new V1.Import
        {
            ImportId = import.Id.ToWire(),
            Kind = (V1.ImportKind)import.Kind,
            State = (V1.ImportState)import.State,
            FileName = import.FileName,
            ReceivedBytes = import.ReceivedBytes,
            MaxBytes = ImportFile.LargestFile,
            Sha256 = import.Sha256,
            Rows = import.Rows,
            GoodRows = import.GoodRows,
            BadRows = import.BadRows,
            DoneRows = import.DoneRows,
            SameFileImportId = import.SameFileImportId?.ToWire() ?? "",
            Refusal = import.Refusal,
            Layout = import.Layout.ToWire(),
            CreateMissingDonors = import.CreateMissingDonors,
            DefaultDonorKind = (V1.DonorKind)(import.DefaultDonorKind ?? 0),
            CreatedAt = import.CreatedAt.ToTimestamp(),
            FinishedAt = import.FinishedAt?.ToTimestamp(),
        };
        wire.Sums.Add(import.Sums.Select(sum => new Money(sum.MinorUnits, Currency.Parse(sum.CurrencyCode)).ToWire()));
        wire.Columns.Add(import.Columns);
        foreach (var row in import.Preview)
        {
            var shown = new V1.ImportRow { Row = row.Row };
            shown.Cells.Add(row.Cells.Select(cell => new V1.ImportCell { Field = cell.Key, Value = cell.Value }));
            wire.Preview.Add(shown);
        }

        return wire;
    }

    public static V1.CsvLayout ToWire(this CsvLayout layout)
    {
        var wire = new V1.CsvLayout
        {
            Separator = layout.Separator?.ToString() ?? "",
            DecimalMark = layout.DecimalMark.ToString(),
            DateFormat = layout.DateFormat,
            Encoding = layout.Encoding,
            WithoutHeader = !layout.HasHeader,
        };
        wire.Columns.Add(
            layout.Columns.Select(column => new V1.CsvColumn
            {
                Field = column.Field,
                Column = column.Column,
                Constant = column.Constant,
            })
        );
        return wire;
    }
}
