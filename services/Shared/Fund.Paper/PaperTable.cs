namespace Fund.Paper;

/// <summary>A column of a table.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Width">Points.</param>
/// <param name="ToTheRight">For numbers: they end at the right of the column and are never broken.</param>
public sealed record PaperColumn(string Title, double Width, bool ToTheRight = false);

/// <summary>
/// A table that goes on over pages: the heading is repeated on each, a row is never split, and when a sum is carried it
/// stands at the end of one page and again at the top of the next.
/// </summary>
public sealed class PaperTable
{
    private const double Gap = 4;
    private const double Above = 2.6;

    private readonly PageFlow _flow;
    private readonly IReadOnlyList<PaperColumn> _columns;
    private readonly double _size;
    private bool _begun;

    /// <summary>Height of rows that a page can hold beside a heading and what is carried.</summary>
    private double Most => PageFlow.Bottom - PageFlow.Top - HeadingHeight() - (2 * CarryHeight());

    private double TableRight => PageFlow.Margin + _columns.Sum(column => column.Width);

    /// <param name="flow">The pages.</param>
    /// <param name="columns">Their widths together are at most the width of the page.</param>
    /// <param name="size">Points.</param>
    public PaperTable(PageFlow flow, IReadOnlyList<PaperColumn> columns, double size)
    {
        _flow = flow;
        _columns = columns;
        _size = size;
    }

    /// <summary>Texts of the row that ends a page which the table goes beyond; null when nothing is carried.</summary>
    public Func<IReadOnlyList<string>>? CarriedForward { get; init; }

    /// <summary>Texts of the row that begins the next page.</summary>
    public Func<IReadOnlyList<string>>? BroughtForward { get; init; }

    /// <summary>Writes a row, with a text for each column.</summary>
    public void Row(params IReadOnlyList<string> cells) => Block([cells]);

    /// <summary>Writes rows that belong together: they stay on one page, unless they are higher than a page.</summary>
    /// <param name="rows">A text for each column.</param>
    public void Block(IReadOnlyList<IReadOnlyList<string>> rows) => Block(rows, strong: false);

    /// <summary>Writes the sums that end the table, in bold. Nothing is carried beyond them.</summary>
    /// <param name="rows">A text for each column.</param>
    public void Sums(IReadOnlyList<IReadOnlyList<string>> rows) => Block(rows, strong: true);

    private void Block(IReadOnlyList<IReadOnlyList<string>> rows, bool strong)
    {
        var font = strong ? PaperFont.Bold : PaperFont.Regular;
        var measured = rows.Select(row => new Measured(row, Lines(row, font))).ToList();
        var height = measured.Sum(row => HeightOf(row.Lines));
        var after = strong ? 0 : CarryHeight();
        if (!_begun)
        {
            // A heading is not left alone at the end of a page.
            _flow.Need(HeadingHeight() + HeightOf(measured[0].Lines) + CarryHeight());
            Heading();
        }
        else if (!_flow.Fits(height + after) && height <= Most)
        {
            Turn();
        }

        foreach (var row in measured)
        {
            if (!_flow.Fits(HeightOf(row.Lines) + after))
            {
                Turn();
            }

            Draw(row, strong);
        }

        _flow.Page.Rule(PageFlow.Margin, TableRight, _flow.Y, 0.4, Ink.Hair);
    }

    private void Turn()
    {
        Carry(CarriedForward);
        _flow.Break();
        Heading();
        Carry(BroughtForward);
    }

    private void Carry(Func<IReadOnlyList<string>>? cells)
    {
        if (cells is not null)
        {
            var row = cells();
            Draw(new Measured(row, Lines(row, PaperFont.Bold)), strong: true);
            _flow.Page.Rule(PageFlow.Margin, TableRight, _flow.Y, 0.4, Ink.Hair);
        }
    }

    private double CarryHeight() => CarriedForward is null ? 0 : PageFlow.Leading(_size) + (2 * Above);

    private double HeadingHeight() => HeightOf(Lines([.. _columns.Select(column => column.Title)], PaperFont.Bold));

    private void Heading()
    {
        _begun = true;
        IReadOnlyList<string> titles = [.. _columns.Select(column => column.Title)];
        var lines = Lines(titles, PaperFont.Bold);
        var height = HeightOf(lines);
        _flow.Page.Fill(PageFlow.Margin, _flow.Y, _columns.Sum(column => column.Width), height, Ink.Tint);
        Write(titles, lines, PaperFont.Bold, Ink.Heading);
        _flow.Space(height);
    }

    private void Draw(Measured row, bool strong)
    {
        if (strong)
        {
            _flow.Page.Rule(PageFlow.Margin, TableRight, _flow.Y, 0.8, Ink.Heading);
        }

        Write(row.Cells, row.Lines, strong ? PaperFont.Bold : PaperFont.Regular, Ink.Black);
        _flow.Space(HeightOf(row.Lines));
    }

    private void Write(IReadOnlyList<string> cells, IReadOnlyList<string>[] lines, PaperFont font, Ink ink)
    {
        var left = PageFlow.Margin;
        for (var i = 0; i < _columns.Count; i++)
        {
            var column = _columns[i];
            var size = column.ToTheRight ? Shrunk(cells[i], font, column) : _size;
            var y = _flow.Y + Above + _size;
            foreach (var line in lines[i])
            {
                // In a mirrored table the right end of a column is where other cells begin: numbers keep to it.
                if (column.ToTheRight && !_flow.RightToLeft)
                {
                    _flow.Page.TextEndingAt(left + column.Width - Gap, y, line, font, size, ink);
                }
                else
                {
                    _flow.Page.Text(left + Gap, y, line, font, size, ink);
                }

                y += PageFlow.Leading(_size);
            }

            left += column.Width;
        }
    }

    /// <summary>Numbers stay whole: one that is too wide is written smaller.</summary>
    private double Shrunk(string text, PaperFont font, PaperColumn column)
    {
        var width = font.WidthOf(TextLines.Clean(text), _size);
        var room = column.Width - (2 * Gap);
        return width <= room || text == column.Title ? _size : _size * room / width;
    }

    private IReadOnlyList<string>[] Lines(IReadOnlyList<string> cells, PaperFont font) =>
        [
            .. _columns.Select(
                (column, i) =>
                    column.ToTheRight && cells[i] != column.Title
                        ? [cells[i]]
                        : TextLines.Of(cells[i].ReplaceLineEndings(" "), font, _size, column.Width - (2 * Gap))
            ),
        ];

    private double HeightOf(IReadOnlyList<string>[] lines) =>
        (lines.Max(cell => cell.Count) * PageFlow.Leading(_size)) + (2 * Above);

    private sealed record Measured(IReadOnlyList<string> Cells, IReadOnlyList<string>[] Lines);
}
