using Microsoft.AspNetCore.Components;

namespace Fund.Gateway.Portal.Ui;

/// <summary>A column of a table.</summary>
/// <param name="Label">Its head, in the language of the page.</param>
/// <param name="Cell">What stands in a row.</param>
public sealed record Column<T>(string Label, RenderFragment<T> Cell)
{
    /// <summary>True for the column that names the row.</summary>
    public bool IsHead { get; init; }

    /// <summary>True for figures, which stand at the right.</summary>
    public bool IsFigure { get; init; }

    /// <summary>What the list is asked to sort by when the head is followed; null when it cannot be.</summary>
    public string? Sort { get; init; }

    /// <summary>Language of the label where it is not the page's, as for names of fields in a file.</summary>
    public string? Language { get; init; }
}
