namespace Fund.Donations.Domain.Statements;

/// <summary>
/// One statement as it is given out. The answer on the screen, the CSV file and the PDF file are all made of this, so
/// that they cannot differ.
/// </summary>
/// <param name="Number">Running number.</param>
/// <param name="Donor">Whose it is.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Language">One of the six languages.</param>
/// <param name="AsOf">Day it was made; later corrections may change what it says of its range.</param>
/// <param name="Figures">Its figures.</param>
public sealed record StatementDocument(
    string Number,
    Donor Donor,
    DateOnly From,
    DateOnly To,
    string Language,
    DateOnly AsOf,
    DonorStatement Figures
);

/// <summary>Statements of several donors in one, with what they add up to.</summary>
/// <param name="Number">Running number.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Language">One of the six languages.</param>
/// <param name="AsOf">Day it was made.</param>
/// <param name="Donors">The donors by name, each with the figures of the own statement.</param>
public sealed record ConsolidatedDocument(
    string Number,
    DateOnly From,
    DateOnly To,
    string Language,
    DateOnly AsOf,
    IReadOnlyList<(Donor Donor, DonorStatement Figures)> Donors
)
{
    /// <summary>Sums of all donors.</summary>
    public DonorStatement Total { get; } = DonorStatement.SumOf([.. Donors.Select(row => row.Figures)]);
}
