using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.V1;
using Fund.Hosting;
using WireCell = Fund.Beneficiaries.V1.PublishedCell;

namespace Fund.Beneficiaries.Grpc;

/// <summary>Releases as they are on the wire.</summary>
internal static class FiguresWire
{
    public static PublishedFigures ToWire(this Release release) =>
        new()
        {
            ReleaseId = release.Id.ToWire(),
            Number = release.Number,
            UpTo = release.UpTo.ToWire(),
            PublishedAt = release.PublishedAt.ToWire(),
            MinimumCell = release.MinimumCell,
            Tables =
            {
                release
                    .Cells.OrderBy(cell => cell.Position)
                    .GroupBy(cell => cell.TableKey)
                    .Select(table => ToWire([.. table])),
            },
        };

    private static PublishedTable ToWire(IReadOnlyList<Domain.PublishedCell> cells) =>
        new()
        {
            Key = cells[0].TableKey,
            Title = cells[0].Title,
            RowDimension = cells[0].RowDimension,
            ColumnDimension = cells[0].ColumnDimension,
            Cells = { cells.Select(ToWire) },
        };

    private static WireCell ToWire(Domain.PublishedCell cell)
    {
        var wire = new WireCell
        {
            Row = cell.RowCode,
            Column = cell.ColumnCode,
            Protected = cell.Count is null,
        };
        if (cell.Count is { } count)
        {
            wire.Count = checked((int)count);
        }

        return wire;
    }
}
