using System.Linq.Expressions;
using Fund.GrantCalls.Domain;

namespace Fund.GrantCalls.Features;

/// <summary>What is told of a file of a pack, without the file.</summary>
internal sealed record BoardPrintRow
{
    public Guid Id { get; init; }
    public Guid BoardSessionId { get; init; }
    public string Language { get; init; } = "";
    public int Done { get; init; }
    public int Total { get; init; }
    public DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public bool Failed { get; init; }
    public IReadOnlyList<Guid> LeftOut { get; init; } = [];

    public static readonly Expression<Func<BoardPackPrint, BoardPrintRow>> Of = row => new BoardPrintRow
    {
        Id = row.Id,
        BoardSessionId = row.BoardSessionId,
        Language = row.Language,
        Done = row.Done,
        Total = row.Total,
        RequestedAt = row.RequestedAt,
        FinishedAt = row.FinishedAt,
        Failed = row.Failed,
        LeftOut = row.LeftOut,
    };
}
