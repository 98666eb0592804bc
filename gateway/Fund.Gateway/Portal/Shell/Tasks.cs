using Fund.Gateway.Portal.Access;

namespace Fund.Gateway.Portal.Shell;

/// <summary>Something that waits for the visitor.</summary>
/// <param name="Text">What it is, in the language of the page.</param>
/// <param name="Path">Where it is done.</param>
/// <param name="Count">How many there are; null when it is one.</param>
/// <param name="Due">By when, YYYY-MM-DD; null when there is no date.</param>
internal sealed record TaskItem(string Text, string Path, int? Count = null, string? Due = null);

/// <summary>
/// A part of the portal that knows what waits for somebody. Every class that does is found by itself; a part whose
/// service is down says so on the page and the others are shown.
/// </summary>
internal interface ITaskSource
{
    /// <summary>Words of the part, below <c>Tasks.</c>.</summary>
    string Part { get; }

    bool IsFor(Visitor visitor);

    Task<IReadOnlyList<TaskItem>> ListAsync(Visitor visitor, CancellationToken cancellationToken);
}
