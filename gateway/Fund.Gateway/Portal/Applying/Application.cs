using Fund.Forms;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Portal.Applying;

/// <summary>One thing that is missing or wrong before a proposal can be submitted.</summary>
/// <param name="Section">Key of the section it is in.</param>
/// <param name="Id">Id of the input it is about.</param>
/// <param name="Blocks">False for what is only worth another look.</param>
internal sealed record ApplicationProblem(string Section, string Id, string Text, bool Blocks);

/// <summary>A proposal with its call's form: what each section still needs, in the language of the page.</summary>
internal sealed class Application
{
    private readonly Words _words;
    private readonly ProposalFileList? _files;

    /// <param name="files">Its files; null when they cannot be read, and then nothing is said about them.</param>
    public Application(
        Proposal proposal,
        Call call,
        Fund.Forms.V1.Form form,
        Words words,
        ProposalFileList? files = null
    )
    {
        _words = words;
        _files = files;
        (Proposal, Call) = (proposal, call);
        Content = proposal.Content ?? new ProposalContent();
        Answers = Content
            .Answers.DistinctBy(answer => answer.Key)
            .ToDictionary(answer => answer.Key, answer => answer.Value);
        Reading = FormReading.Of(form.ToForm(form.Number), Answers);
        Problems = [.. ProjectProblems(), .. FormProblems(), .. BudgetProblems()];
    }

    public const string Project = "project";
    public const string Budget = "budget";

    public Proposal Proposal { get; }
    public Call Call { get; }
    public ProposalContent Content { get; }
    public IReadOnlyDictionary<string, string> Answers { get; }
    public FormReading Reading { get; }
    public IReadOnlyList<ApplicationProblem> Problems { get; }

    /// <summary>Keys of the sections that are asked, in their order.</summary>
    public IEnumerable<string> Sections =>
        [
            Project,
            .. Reading
                .Form.Sections.Where(section => Reading.VisibilityOf(section) != Truth.No)
                .Select(section => section.Key),
            Budget,
        ];

    public bool MayBeSubmitted => Problems.All(problem => !problem.Blocks);

    public bool MayBeChanged =>
        Proposal.State is ProposalState.Draft or ProposalState.Withdrawn && Call.State == CallState.Open;

    public FormSection? SectionOf(string key) => Reading.Form.Sections.FirstOrDefault(section => section.Key == key);

    public string TitleOf(string key) =>
        key switch
        {
            Project => _words["Apply.Project"],
            Budget => _words["Proposal.Budget"],
            _ => SectionOf(key) is { } section ? FormWords.Best(section.Title).Text : key,
        };

    public static WireMoney Total(ProposalContent content) =>
        new() { CurrencyCode = "USD", MinorUnits = content.Budget.Sum(line => line.Amount?.MinorUnits ?? 0) };

    private IEnumerable<ApplicationProblem> FormProblems() =>
        from problem in AnswerCheck.ProblemsOf(Reading, _files?.Facts)
        let section = Reading.Form.SectionOf(problem.Key)!.Key
        select new ApplicationProblem(section, FormWords.IdOf(problem), FormWords.Say(problem, _words), problem.Blocks);

    private IEnumerable<ApplicationProblem> ProjectProblems()
    {
        foreach (
            var (name, value, label) in new[]
            {
                ("title", Content.Title, "Proposal.Title"),
                ("summary", Content.Summary, "Proposal.Summary"),
                ("countryCode", Content.CountryCode, "Proposal.Country"),
            }
        )
        {
            if (value.Length == 0)
            {
                yield return InProject(name, _words["Form.Required", _words[label]]);
            }
        }

        var (least, most) = (Call.Terms.MinimumGrant, Call.Terms.MaximumGrant);
        if (Content.Requested is not { } requested)
        {
            yield return InProject("requested", _words["Form.Required", _words["Proposal.Requested"]]);
        }
        else if (requested.MinorUnits < least?.MinorUnits || requested.MinorUnits > most?.MinorUnits)
        {
            yield return InProject(
                "requested",
                _words[
                    "Apply.AmountRange",
                    Ui.Figures.Exact(requested),
                    Ui.Figures.Exact(least),
                    Ui.Figures.Exact(most)
                ]
            );
        }

        if (Content.DurationMonths < Call.Terms.MinimumMonths || Content.DurationMonths > Call.Terms.MaximumMonths)
        {
            yield return InProject(
                "durationMonths",
                _words["Apply.MonthsRange", Content.DurationMonths, Call.Terms.MinimumMonths, Call.Terms.MaximumMonths]
            );
        }
    }

    private IEnumerable<ApplicationProblem> BudgetProblems()
    {
        for (var i = 0; i < Content.Budget.Count; i++)
        {
            var line = Content.Budget[i];
            if (line.Category.Length == 0 || line.Description.Length == 0 || line.Amount is null)
            {
                yield return InBudget($"{i}.category", _words["Apply.LineIncomplete", i + 1]);
            }
        }

        var yearly = Reading.Find(Fund.Forms.BudgetCeilings.YearlyBudgetQuestion)?.Figure * 100;
        var figures = Content.Budget.Select(BudgetFacts.FiguresOf).ToList();
        foreach (var problem in BudgetCheck.ProblemsOf(figures, BudgetFacts.CeilingsOf(Call.Terms), yearly))
        {
            yield return InBudget($"{Math.Max(0, problem.Line)}.amount", BudgetFacts.Say(problem, _words));
        }

        var total = Total(Content);
        var operating = Content.Budget.Where(line => line.Category == "G").Sum(line => line.Amount?.MinorUnits ?? 0);
        if (
            Call.Terms.OperatingCeilingPercent is > 0 and var ceiling
            && operating * 100m > total.MinorUnits * (decimal)ceiling
        )
        {
            yield return InBudget(
                "0.amount",
                _words["Terms.AboveCeiling", Math.Round(operating * 100m / total.MinorUnits, 1), ceiling]
            );
        }

        if (Content.Budget.Count == 0)
        {
            yield return InBudget("0.category", _words["Apply.NoLines"]);
        }
        else if (Content.Requested is { } requested && requested.MinorUnits != total.MinorUnits)
        {
            yield return InBudget(
                "0.amount",
                _words["Apply.TotalDiffers", Ui.Figures.Exact(total), Ui.Figures.Exact(requested)]
            );
        }
    }

    private static ApplicationProblem InProject(string name, string text) =>
        new(Project, Forms.FieldBase.IdOf($"content.{name}"), text, Blocks: true);

    private static ApplicationProblem InBudget(string name, string text) =>
        new(Budget, Forms.FieldBase.IdOf($"content.budget.{name}"), text, Blocks: true);
}
