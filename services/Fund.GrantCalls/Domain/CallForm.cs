using Fund.Forms;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>One version of a call's application form; never changed.</summary>
public sealed class CallForm
{
    private CallForm() { }

    public CallForm(Guid callId, FormVersion form, string createdBy, DateTimeOffset now)
    {
        CallId = callId;
        Number = form.Number;
        Form = form;
        CreatedBy = createdBy;
        CreatedAt = now;
    }

    public Guid CallId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }
    public FormVersion Form { get; private set; } = null!;
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Everything that is wrong with the form of a call.</summary>
    public static IReadOnlyList<FieldProblem> ProblemsOf(FormVersion form)
    {
        var problems = DefinitionCheck.ProblemsOf(form).ToList();
        for (var i = 0; i < form.Sections.Count; i++)
        {
            var key = form.Sections[i].Key;
            if (ProposalSections.Own.Contains(key))
            {
                problems.Add(
                    new($"form.sections[{i}].key", $"'{key}' is a section that every proposal has; choose another key.")
                );
            }
        }

        return problems;
    }
}

/// <summary>The questions of a call without a form of its own, read as the one version of a form.</summary>
public static class QuestionsForm
{
    public static FormVersion Of(IReadOnlyList<Question> questions)
    {
        var sections = new List<FormSection>();
        foreach (var question in questions)
        {
            if (sections.Count == 0 || sections[^1].Title[0].Text != Named(question.Section))
            {
                sections.Add(
                    new FormSection { Key = $"questions{sections.Count + 1}", Title = English(Named(question.Section)) }
                );
            }

            sections[^1] = sections[^1] with { Fields = [.. sections[^1].Fields, Field(question)] };
        }

        return new FormVersion { Number = 0, Sections = sections };
    }

    private static string Named(string section) => section.Length > 0 ? section : "Questions";

    private static FormField Field(Question question) =>
        new()
        {
            Key = question.Key,
            Type = question.Type switch
            {
                QuestionType.Number => FieldType.Integer,
                QuestionType.Date => FieldType.Date,
                QuestionType.Choice => FieldType.Single,
                QuestionType.YesNo => FieldType.YesNo,
                QuestionType.Declaration => FieldType.Declaration,
                _ => FieldType.LongText,
            },
            Label = English(question.Label),
            Required = question.Required,
            MaxWords = question.Type == QuestionType.Text ? question.MaxWords : 0,
            // The options of questions are their own codes.
            Options = [.. question.Options.Select(option => new FormOption(option, English(option)))],
        };

    private static List<FormText> English(string text) => [new FormText("en", text)];
}
