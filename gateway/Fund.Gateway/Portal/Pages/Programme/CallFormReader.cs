using System.Globalization;
using Fund.Common.V1;
using Fund.Gateway.Portal.Forms;
using Fund.GrantCalls.V1;

namespace Fund.Gateway.Portal.Pages.Programme;

/// <summary>The terms of a call as inputs of a form and back.</summary>
internal static class CallFormReader
{
    /// <summary>Questions of an application form that can be typed here.</summary>
    public const int MostQuestions = 60;

    private const string LocalFormat = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>Criteria that a rule checks, with the input of their number where they have one.</summary>
    public static IReadOnlyList<(CriterionKind Kind, string? Number)> Criteria { get; } =
    [
        (CriterionKind.YearsRegistered, "criterion.years"),
        (CriterionKind.YearsOfAssistance, "criterion.assistance"),
        (CriterionKind.AmountInRange, null),
        (CriterionKind.DurationInRange, null),
        (CriterionKind.OwnBankAccount, null),
        (CriterionKind.DueDiligence, null),
        (CriterionKind.PseaPolicy, null),
        (CriterionKind.RegisteredInCountry, null),
        (CriterionKind.OneApplication, null),
        (CriterionKind.WholeApplication, null),
        (CriterionKind.NonProfit, null),
        (CriterionKind.ManagesProject, null),
        (CriterionKind.NoOutstandingReport, null),
    ];

    /// <summary>What a new call begins with: the criteria and the grid of the published rounds.</summary>
    public static void FillNew(FormState form)
    {
        foreach (var (kind, _) in Criteria)
        {
            form.Fill($"criterion.{kind}", kind == CriterionKind.OwnBankAccount ? "" : "yes");
        }

        form.Fill("criterion.years", "3").Fill("criterion.assistance", "2").Fill("terms.timeZone", "Europe/Vienna");
        form.Fill("terms.reviewersPerProposal", "2").Fill("terms.spreadLimit", "20");
        form.Fill(
            "terms.grid",
            "20 Need and relevance\n25/15 Victim-centred quality and safeguarding\n15 Design and results\n15 Capacity and track record\n"
                + "15 Budget\n10 Monitoring and sustainability"
        );
    }

    /// <summary>A new call that says what an earlier one said, but for its window.</summary>
    public static void FillFrom(FormState form, Call earlier)
    {
        var copy = earlier.Clone();
        (copy.Terms.OpensAtLocal, copy.Terms.ClosesAtLocal) = ("", "");
        Fill(form, copy);
    }

    public static void Fill(FormState form, Call call)
    {
        var terms = call.Terms;
        form.Fill("version", Text(call.Version));
        for (var i = 0; i < Languages.All.Count; i++)
        {
            var code = Languages.All[i].Code;
            form.Fill($"terms.titles.{i}.text", terms.Titles.FirstOrDefault(text => text.Language == code)?.Text);
            form.Fill(
                $"terms.descriptions.{i}.text",
                terms.Descriptions.FirstOrDefault(text => text.Language == code)?.Text
            );
            form.Fill(
                $"terms.priorities.{i}.text",
                terms.Priorities.FirstOrDefault(text => text.Language == code)?.Text
            );
        }

        form.Fill("terms.opensAtLocal", terms.OpensAtLocal).Fill("terms.closesAtLocal", terms.ClosesAtLocal);
        form.Fill("terms.timeZone", terms.TimeZone);
        form.FillMoney("terms.envelope", terms.Envelope).FillMoney("terms.minimumGrant", terms.MinimumGrant);
        form.FillMoney("terms.maximumGrant", terms.MaximumGrant);
        form.Fill(
            "terms.operatingCeilingPercent",
            terms.OperatingCeilingPercent == 0 ? "" : Text(terms.OperatingCeilingPercent)
        );
        var ceilings = terms.Ceilings ?? new BudgetCeilings();
        form.Fill("terms.ceilings.supportPercent", Most(ceilings.SupportPercent))
            .Fill("terms.ceilings.managementPercent", Most(ceilings.ManagementPercent))
            .Fill("terms.ceilings.requestPercent", Most(ceilings.RequestPercent))
            .Fill("terms.ceilings.yearlyBudgets", Most(ceilings.YearlyBudgets));
        form.Fill("terms.minimumMonths", Text(terms.MinimumMonths))
            .Fill("terms.maximumMonths", Text(terms.MaximumMonths));
        foreach (var (kind, number) in Criteria)
        {
            var criterion = terms.Criteria.FirstOrDefault(candidate => candidate.Kind == kind);
            form.Fill($"criterion.{kind}", criterion is null ? "" : "yes");
            if (number is not null && criterion is not null)
            {
                form.Fill(number, Text(criterion.Number));
            }
        }

        var own = terms
            .Criteria.Where(criterion => criterion.Kind == CriterionKind.ByPerson)
            .Select(criterion => criterion.Text);
        form.Fill("criterion.own", string.Join('\n', own));
        for (var i = 0; i < terms.Questions.Count && i < MostQuestions; i++)
        {
            var question = terms.Questions[i];
            var row = $"terms.questions.{i}";
            form.Fill($"{row}.key", question.Key)
                .Fill($"{row}.section", question.Section)
                .Fill($"{row}.label", question.Label);
            form.Fill($"{row}.type", question.Type.ToString())
                .Fill($"{row}.options", string.Join('\n', question.Options));
            form.Fill($"{row}.maxWords", question.MaxWords == 0 ? "" : Text(question.MaxWords));
            form.Fill($"{row}.required", question.Required ? "yes" : "");
        }

        form.Fill("terms.grid", string.Join('\n', terms.Grid.Select(GridLine)));
        form.Fill("terms.reviewersPerProposal", Text(terms.ReviewersPerProposal));
        form.Fill("terms.spreadLimit", Text(terms.SpreadLimit));
    }

    private static string Most(int ceiling) => ceiling == 0 ? "" : Text(ceiling);

    public static CallTerms Read(FormState form, Words words)
    {
        var terms = new CallTerms
        {
            OpensAtLocal = Moment(form.Text("terms.opensAtLocal")),
            ClosesAtLocal = Moment(form.Text("terms.closesAtLocal")),
            TimeZone = form.Required("terms.timeZone", words["Programme.TimeZone"]),
            Envelope = form.Money("terms.envelope", words["Programme.Envelope"], "USD"),
            MinimumGrant = form.Money("terms.minimumGrant", words["Programme.MinimumGrant"], "USD"),
            MaximumGrant = form.Money("terms.maximumGrant", words["Programme.MaximumGrant"], "USD"),
            MinimumMonths = form.Whole("terms.minimumMonths", words["Programme.MinimumMonths"]) ?? 0,
            MaximumMonths = form.Whole("terms.maximumMonths", words["Programme.MaximumMonths"]) ?? 0,
            ReviewersPerProposal = form.Whole("terms.reviewersPerProposal", words["Programme.Reviewers"]) ?? 0,
            SpreadLimit = form.Whole("terms.spreadLimit", words["Programme.SpreadLimit"]) ?? 0,
            OperatingCeilingPercent = form.Whole("terms.operatingCeilingPercent", words["Terms.Ceiling"]) ?? 0,
            Ceilings = new BudgetCeilings
            {
                SupportPercent = form.Whole("terms.ceilings.supportPercent", words["Terms.Support"]) ?? 0,
                ManagementPercent = form.Whole("terms.ceilings.managementPercent", words["Terms.Management"]) ?? 0,
                RequestPercent = form.Whole("terms.ceilings.requestPercent", words["Terms.Request"]) ?? 0,
                YearlyBudgets = form.Whole("terms.ceilings.yearlyBudgets", words["Terms.Yearly"]) ?? 0,
            },
        };
        for (var i = 0; i < Languages.All.Count; i++)
        {
            Add(terms.Titles, Languages.All[i].Code, form.Text($"terms.titles.{i}.text"));
            Add(terms.Descriptions, Languages.All[i].Code, form.Text($"terms.descriptions.{i}.text"));
            Add(terms.Priorities, Languages.All[i].Code, form.Text($"terms.priorities.{i}.text"));
        }

        terms.Criteria.AddRange(ReadCriteria(form, words));
        terms.Questions.AddRange(ReadQuestions(form, words));
        terms.Grid.AddRange(ReadGrid(form, words));
        return terms;
    }

    private static IEnumerable<Criterion> ReadCriteria(FormState form, Words words)
    {
        foreach (var (kind, number) in Criteria.Where(criterion => form.IsChecked($"criterion.{criterion.Kind}")))
        {
            yield return new Criterion
            {
                Key = Key(kind.ToString()),
                Kind = kind,
                Number = number is null ? 0 : form.Whole(number, words[$"CriterionKind.{kind}"]) ?? 0,
            };
        }

        var index = 0;
        foreach (var text in Lines(form["criterion.own"]))
        {
            yield return new Criterion
            {
                Key = $"own{++index}",
                Kind = CriterionKind.ByPerson,
                Text = text,
            };
        }
    }

    private static IEnumerable<Question> ReadQuestions(FormState form, Words words)
    {
        for (var i = 0; i < MostQuestions; i++)
        {
            var row = $"terms.questions.{i}";
            if (form.Text($"{row}.label").Length == 0)
            {
                continue;
            }

            var question = new Question
            {
                // A question keeps its key for good: answers are found by it.
                Key = form.Text($"{row}.key") is { Length: > 0 } key ? key : $"q{i + 1}",
                Section = form.Text($"{row}.section"),
                Label = form.Text($"{row}.label"),
                Type = Enum.TryParse<QuestionType>(form[$"{row}.type"], out var type) ? type : QuestionType.Unspecified,
                MaxWords = form.Whole($"{row}.maxWords", words["Programme.MaxWords"]) ?? 0,
                Required = form.IsChecked($"{row}.required"),
            };
            question.Options.AddRange(Lines(form[$"{row}.options"]));
            yield return question;
        }
    }

    private static IEnumerable<ScoringCriterion> ReadGrid(FormState form, Words words)
    {
        var index = 0;
        foreach (var line in Lines(form["terms.grid"]))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var numbers = (space < 0 ? line : line[..space]).Split('/', 2);
            var (weight, minimum) = (
                TypedNumber.Digits(numbers[0]),
                numbers.Length > 1 ? TypedNumber.Digits(numbers[1]) : 0
            );
            if (weight < 0 || minimum < 0 || space < 0)
            {
                form.Refuse("terms.grid", words["Programme.GridLine", line]);
                yield break;
            }

            var parts = line[(space + 1)..].Split('|', 2, StringSplitOptions.TrimEntries);
            yield return new ScoringCriterion
            {
                Key = $"c{++index}",
                Label = parts[0],
                Weight = weight,
                Guidance = parts.Length > 1 ? parts[1] : "",
                Minimum = minimum,
            };
        }
    }

    /// <summary>Weight, behind a stroke the least that is asked for, criterion and, behind a line, what earns which points.</summary>
    private static string GridLine(ScoringCriterion row) =>
        $"{row.Weight}{(row.Minimum > 0 ? $"/{row.Minimum}" : "")} {row.Label}{(row.Guidance.Length > 0 ? $" | {row.Guidance.ReplaceLineEndings(" ")}" : "")}";

    private static void Add(ICollection<LocalisedText> texts, string language, string text)
    {
        if (text.Length > 0)
        {
            texts.Add(new LocalisedText { Language = language, Text = text });
        }
    }

    /// <summary>Browsers leave the seconds out where they are zero.</summary>
    public static string Moment(string typed) =>
        DateTime.TryParse(typed, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? moment.ToString(LocalFormat, CultureInfo.InvariantCulture)
            : typed;

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>YearsRegistered is years_registered: keys have no capital letters.</summary>
    private static string Key(string name) =>
        string.Concat(
            name.Select((letter, i) => (char.IsUpper(letter) && i > 0 ? "_" : "") + char.ToLowerInvariant(letter))
        );

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
