using Fund.Donations.Domain.Banking;

namespace Fund.Donations.Tests.Domain;

/// <summary>Everything a reader gives of one statement, gathered.</summary>
internal sealed record ReadStatement(StatementHead Head)
{
    public List<ReadEntry> Entries { get; } = [];

    public List<RowProblem> Problems { get; } = [];

    public List<string> Warnings { get; } = [];

    public static IReadOnlyList<ReadStatement> All(ReadOnlyMemory<byte> file)
    {
        using var stream = new MemoryStream(file.ToArray());
        using var reader = new Camt053(stream);
        return All(reader.Read());
    }

    public static IReadOnlyList<ReadStatement> All(IEnumerable<StatementPart> parts)
    {
        var statements = new List<ReadStatement>();
        foreach (var part in parts)
        {
            switch (part)
            {
                case StatementHead head:
                    statements.Add(new ReadStatement(head));
                    break;
                case ReadEntry entry:
                    statements[^1].Entries.Add(entry);
                    break;
                case RowProblem problem:
                    statements[^1].Problems.Add(problem);
                    break;
                case StatementEnd end:
                    var balances = end.Balances.Warnings(new Dictionary<string, decimal>());
                    statements[^1].Warnings.AddRange(balances.Concat(end.Warnings).Select(warning => warning.Text));
                    break;
            }
        }

        return statements;
    }
}
