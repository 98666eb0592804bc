using Microsoft.AspNetCore.Components;

namespace Fund.Gateway.Portal.Forms;

/// <summary>One labelled input of a form, with its hint and what is wrong with it.</summary>
public abstract class FieldBase : ComponentBase
{
    [CascadingParameter]
    public FormState Form { get; set; } = default!;

    /// <summary>Name of the input: that of the request's field.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public string? Hint { get; set; }

    /// <summary>True where nothing needs to be said; the label says so.</summary>
    [Parameter]
    public bool Optional { get; set; }

    protected string Id => IdOf(Name);

    protected FormProblem? Problem => Form.Find(Name);

    protected bool IsWrong => Problem is not null;

    protected string Value => Form[Name];

    /// <summary>Ids of what describes the input, for aria-describedby.</summary>
    protected string? Described =>
        string.Join(' ', new[] { Hint is null ? null : $"{Id}-hint", IsWrong ? $"{Id}-error" : null }.OfType<string>())
            is { Length: > 0 } ids
            ? ids
            : null;

    protected string Group => IsWrong ? "govuk-form-group govuk-form-group--error" : "govuk-form-group";

    protected string Css(string name, string? more = null) =>
        (IsWrong ? $"govuk-{name} govuk-{name}--error" : $"govuk-{name}") + (more is null ? "" : " " + more);

    /// <summary>The id of an input: dots would be classes in a style sheet.</summary>
    public static string IdOf(string name) => "f-" + name.Replace('.', '-');
}
