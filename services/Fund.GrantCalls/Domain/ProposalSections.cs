using Fund.Forms;

namespace Fund.GrantCalls.Domain;

/// <summary>Who saved a section of a draft last.</summary>
/// <param name="Version">Counts the saves of the section.</param>
/// <param name="SavedBy">Account.</param>
public sealed record SectionMark(string Key, int Version, string SavedBy, DateTimeOffset SavedAt);

/// <summary>
/// The parts in which a proposal is written and saved: the project and the budget, which every proposal has, and the
/// sections of the call's form. Two people in two sections never meet.
/// </summary>
public static class ProposalSections
{
    public const string Project = "project";
    public const string Budget = "budget";

    /// <summary>Keys that the sections of a form cannot have.</summary>
    public static readonly IReadOnlyList<string> Own = [Project, Budget];

    /// <summary>All of a proposal's sections in the order in which they are shown.</summary>
    public static IEnumerable<string> KeysOf(FormVersion form) =>
        [Project, .. form.Sections.Select(section => section.Key), Budget];

    /// <summary>The content with one section of another.</summary>
    public static ProposalContent Replace(
        string section,
        ProposalContent content,
        ProposalContent part,
        FormVersion form
    ) =>
        section switch
        {
            Project => part with { Answers = content.Answers, Budget = content.Budget },
            Budget => content with { Budget = part.Budget },
            _ => content with
            {
                Answers =
                [
                    .. content.Answers.Where(answer => !BelongsTo(answer, section, form)),
                    .. part.Answers.Where(answer => BelongsTo(answer, section, form)),
                ],
            },
        };

    /// <summary>True when one section says the same in both.</summary>
    public static bool IsSame(string section, ProposalContent one, ProposalContent other, FormVersion form) =>
        section switch
        {
            Project => (one.Title, one.Summary, one.CountryCode, one.Requested, one.DurationMonths)
                == (other.Title, other.Summary, other.CountryCode, other.Requested, other.DurationMonths),
            Budget => one.Budget.SequenceEqual(other.Budget),
            _ => Of(one, section, form).SetEquals(Of(other, section, form)),
        };

    private static HashSet<Answer> Of(ProposalContent content, string section, FormVersion form) =>
        [.. content.Answers.Where(answer => answer.Value.Length > 0 && BelongsTo(answer, section, form))];

    private static bool BelongsTo(Answer answer, string section, FormVersion form) =>
        form.SectionOf(answer.Key)?.Key == section;
}
