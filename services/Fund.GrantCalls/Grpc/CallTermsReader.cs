using System.Text.RegularExpressions;
using Fund.Common.V1;
using Fund.Forms;
using Fund.GrantCalls.Domain;
using Fund.Hosting;
using Fund.Kernel;
using Money = Fund.Kernel.Money;

namespace Fund.GrantCalls.Grpc;

/// <summary>Reads what a call says and notes every problem with it; the terms may be used when there was none.</summary>
internal sealed partial class CallTermsReader(Check check, DateTimeOffset now)
{
    private const int LongestTitle = 200;
    private const int LongestDescription = 20_000;
    private const int LongestGuidance = 2_000;
    private const int MostRows = 200;
    private const int MostYears = 100;
    private const int MostWords = 10_000;
    private const int MostReviewers = 10;

    private static readonly string[] Languages = ["en", "fr", "es", "ar", "ru", "zh"];

    public CallTerms Read(V1.CallTerms? wire)
    {
        if (wire is null)
        {
            check.Add(Refusals.Required("terms"));
            wire = new V1.CallTerms();
        }

        var (envelope, minimum, maximum) = Amounts(wire);
        Months(wire);
        return new CallTerms
        {
            Titles = Texts("terms.titles", wire.Titles, LongestTitle),
            Descriptions = Texts("terms.descriptions", wire.Descriptions, LongestDescription),
            Window = Window(wire),
            Envelope = envelope,
            MinimumGrant = minimum,
            MaximumGrant = maximum,
            MinimumMonths = wire.MinimumMonths,
            MaximumMonths = wire.MaximumMonths,
            Criteria = Criteria(wire.Criteria),
            Questions = Questions(wire.Questions),
            Grid = Grid(wire.Grid),
            ReviewersPerProposal = Reviewers(wire.ReviewersPerProposal),
            SpreadLimit = Spread(wire.SpreadLimit),
            Priorities = Texts("terms.priorities", wire.Priorities, LongestDescription, isRequired: false),
            OperatingCeilingPercent = Ceiling("terms.operating_ceiling_percent", wire.OperatingCeilingPercent),
            Ceilings = Ceilings(wire.Ceilings ?? new V1.BudgetCeilings()),
        };
    }

    private List<LocalText> Texts(string field, IReadOnlyList<LocalisedText> texts, int longest, bool isRequired = true)
    {
        var read = new List<LocalText>();
        for (var i = 0; i < texts.Count; i++)
        {
            var (language, path) = (texts[i].Language, $"{field}[{i}]");
            check.That(
                Languages.Contains(language),
                $"{path}.language",
                $"'{Shown.Of(language)}' is not one of the languages {string.Join(", ", Languages)}."
            );
            check.That(
                read.All(text => text.Language != language),
                $"{path}.language",
                $"'{Shown.Of(language)}' is given twice."
            );
            read.Add(new LocalText(language, check.Text($"{path}.text", texts[i].Text, longest)));
        }

        check.That(
            !isRequired || read.Any(text => text.Language == "en"),
            field,
            $"{field} needs at least an English text (en)."
        );
        return read;
    }

    private CallWindow Window(V1.CallTerms wire)
    {
        var zone = LocalTime.FindZone(wire.TimeZone);
        check.That(
            zone is not null,
            "terms.time_zone",
            $"'{Shown.Of(wire.TimeZone)}' is not an IANA time zone; write one such as Europe/Vienna."
        );
        var opens = Instant("terms.opens_at_local", wire.OpensAtLocal, zone);
        var closes = Instant("terms.closes_at_local", wire.ClosesAtLocal, zone);
        if (opens.At is not { } opensAt || closes.At is not { } lastSecond || zone is null)
        {
            return new CallWindow(default, default, "", default, default);
        }

        var closesAt = lastSecond + CallWindow.LastSecond;
        if (closesAt <= now)
        {
            check.Add(CallRefusals.DeadlineInThePast("terms.closes_at_local", closesAt, now));
        }

        check.That(
            opensAt < closesAt,
            "terms.opens_at_local",
            $"The window would open ({opens.Local:s}) after its deadline ({closes.Local:s})."
        );
        return new CallWindow(opens.Local, closes.Local, zone.Id, opensAt, closesAt);
    }

    private (DateTime Local, DateTimeOffset? At) Instant(string field, string text, TimeZoneInfo? zone)
    {
        if (LocalTime.Parse(text) is not { } local)
        {
            check.Add(
                text.Length == 0
                    ? Refusals.Required(field)
                    : Refusal.OfField(
                        "NOT_A_LOCAL_TIME",
                        field,
                        "Write a local time with whole seconds and without a zone, such as 2026-12-15T23:59:00."
                    )
            );
            return default;
        }

        if (zone is null)
        {
            return (local, null);
        }

        var at = LocalTime.ToInstant(local, zone);
        if (at is null)
        {
            check.Add(CallRefusals.NoSuchLocalTime(field, local, zone.Id));
        }

        return (local, at);
    }

    private (Money Envelope, Money Minimum, Money Maximum) Amounts(V1.CallTerms wire)
    {
        var envelope = check.Usd("terms.envelope", wire.Envelope);
        var minimum = check.Usd("terms.minimum_grant", wire.MinimumGrant);
        var maximum = check.Usd("terms.maximum_grant", wire.MaximumGrant);
        Money[] amounts = [envelope, minimum, maximum];
        if (amounts.Any(amount => !amount.IsPositive || !amount.Currency.Equals(Currency.Usd)))
        {
            // Reported already; comparing them would only add noise.
            return (envelope, minimum, maximum);
        }

        check.That(
            minimum <= maximum,
            "terms.minimum_grant",
            $"The smallest grant {minimum} is above the largest {maximum}."
        );
        check.That(
            maximum <= envelope,
            "terms.maximum_grant",
            $"The largest grant {maximum} is above the envelope {envelope}."
        );
        return (envelope, minimum, maximum);
    }

    private void Months(V1.CallTerms wire)
    {
        check.That(
            wire.MinimumMonths is >= 1 and <= CallTerms.MostMonths,
            "terms.minimum_months",
            $"The shortest project is {wire.MinimumMonths} months; 1 to {CallTerms.MostMonths} are allowed."
        );
        check.That(
            wire.MaximumMonths is >= 1 and <= CallTerms.MostMonths,
            "terms.maximum_months",
            $"The longest project is {wire.MaximumMonths} months; 1 to {CallTerms.MostMonths} are allowed."
        );
        check.That(
            wire.MinimumMonths <= wire.MaximumMonths,
            "terms.minimum_months",
            $"The shortest project ({wire.MinimumMonths} months) is longer than the longest ({wire.MaximumMonths})."
        );
    }

    private List<Criterion> Criteria(IReadOnlyList<V1.Criterion> rows)
    {
        Keys("terms.criteria", [.. rows.Select(row => row.Key)]);
        var read = new List<Criterion>();
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, path) = (rows[i], $"terms.criteria[{i}]");
            var kind = Known(check.Choice($"{path}.kind", row.Kind), CriterionKind.ByPerson);
            var text = check.OptionalText($"{path}.text", row.Text, 1_000);
            var criterion = new Criterion(
                row.Key,
                kind,
                row.Number,
                check.OptionalDate($"{path}.date", row.Date),
                text
            );
            check.That(
                !criterion.CountsYears || row.Number is >= 1 and <= MostYears,
                $"{path}.number",
                $"{row.Number} years are asked; 1 to {MostYears} are allowed."
            );
            check.That(
                row.Kind != V1.CriterionKind.ByPerson || text.Length > 0,
                $"{path}.text",
                "Say in words what the person has to decide."
            );
            read.Add(criterion);
        }

        return read;
    }

    private List<Question> Questions(IReadOnlyList<V1.Question> rows)
    {
        Keys("terms.questions", [.. rows.Select(row => row.Key)]);
        var read = new List<Question>();
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, path) = (rows[i], $"terms.questions[{i}]");
            var type = Known(check.Choice($"{path}.type", row.Type), QuestionType.Text);
            check.That(
                row.MaxWords is >= 0 and <= MostWords,
                $"{path}.max_words",
                $"{row.MaxWords} words are allowed to be at most {MostWords}; 0 means {CallTerms.DefaultMaxWords}."
            );
            var options = Options(row, path);
            read.Add(
                new Question(
                    row.Key,
                    check.OptionalText($"{path}.section", row.Section, LongestTitle),
                    check.Text($"{path}.label", row.Label, 1_000),
                    type,
                    row.Required,
                    row.MaxWords == 0 ? CallTerms.DefaultMaxWords : row.MaxWords,
                    options
                )
            );
        }

        return read;
    }

    private List<string> Options(V1.Question row, string path)
    {
        var options = row.Options.Select((option, i) => check.Text($"{path}.options[{i}]", option, 200)).ToList();
        var isChoice = row.Type == V1.QuestionType.Choice;
        check.That(
            !isChoice || options.Count is >= 2 and <= MostRows,
            $"{path}.options",
            "A choice needs two options or more."
        );
        check.That(isChoice || options.Count == 0, $"{path}.options", "Only a choice has options.");
        check.That(options.Distinct().Count() == options.Count, $"{path}.options", "Each option may be given once.");
        return options;
    }

    private List<ScoringCriterion> Grid(IReadOnlyList<V1.ScoringCriterion> rows)
    {
        Keys("terms.grid", [.. rows.Select(row => row.Key)]);
        var read = new List<ScoringCriterion>();
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, path) = (rows[i], $"terms.grid[{i}]");
            check.That(
                row.Weight is >= 1 and <= ScoringRules.Total,
                $"{path}.weight",
                $"The weight is {row.Weight}; 1 to {ScoringRules.Total} are allowed."
            );
            check.That(
                row.Minimum >= 0 && row.Minimum <= row.Weight,
                $"{path}.minimum",
                $"The minimum is {row.Minimum}; 0 to the weight of {row.Weight} are allowed."
            );
            var label = check.Text($"{path}.label", row.Label, LongestTitle);
            var guidance = check.OptionalText($"{path}.guidance", row.Guidance, LongestGuidance);
            read.Add(new ScoringCriterion(row.Key, label, row.Weight, guidance, row.Minimum));
        }

        // Also when rows or weights are missing: an empty grid totals 0.
        var total = rows.Sum(row => (long)row.Weight);
        check.That(
            total == ScoringRules.Total,
            "terms.grid",
            $"The weights total {total}; they must total exactly {ScoringRules.Total}."
        );
        return read;
    }

    private int Reviewers(int number)
    {
        check.That(
            number is >= CallTerms.FewestReviewers and <= MostReviewers,
            "terms.reviewers_per_proposal",
            $"{number} reviewers per proposal; {CallTerms.FewestReviewers} to {MostReviewers} are allowed."
        );
        return number;
    }

    private BudgetCeilings Ceilings(V1.BudgetCeilings wire)
    {
        check.That(
            wire.YearlyBudgets is >= 0 and <= 20,
            "terms.ceilings.yearly_budgets",
            $"The ceiling is {wire.YearlyBudgets} yearly budgets; 1 to 20 are allowed, 0 means none."
        );
        return new BudgetCeilings(
            Ceiling("terms.ceilings.support_percent", wire.SupportPercent),
            Ceiling("terms.ceilings.management_percent", wire.ManagementPercent),
            Ceiling("terms.ceilings.request_percent", wire.RequestPercent),
            wire.YearlyBudgets
        );
    }

    private int Ceiling(string field, int percent)
    {
        check.That(
            percent is >= 0 and <= 100,
            field,
            $"The ceiling is {percent} %; 1 to 100 are allowed, 0 means none."
        );
        return percent;
    }

    private int Spread(int limit)
    {
        check.That(
            limit is >= 0 and <= ScoringRules.Total,
            "terms.spread_limit",
            $"The limit is {limit} points; 1 to {ScoringRules.Total} are allowed, 0 means {CallTerms.DefaultSpreadLimit}."
        );
        return limit == 0 ? CallTerms.DefaultSpreadLimit : limit;
    }

    private void Keys(string field, IReadOnlyList<string> keys)
    {
        check.That(keys.Count <= MostRows, field, $"{keys.Count} rows are given; at most {MostRows} are allowed.");
        for (var i = 0; i < keys.Count; i++)
        {
            var (key, path) = (keys[i], $"{field}[{i}].key");
            check.That(Key().IsMatch(key), path, "A key has 1 to 40 characters: a to z, 0 to 9 and underscore.");
            check.That(!keys.Take(i).Contains(key), path, $"The key '{Shown.Of(key)}' is given twice.");
        }
    }

    /// <summary>The domain's member of the same name; a placeholder for what the check refused already.</summary>
    private static TDomain Known<TWire, TDomain>(TWire wire, TDomain placeholder)
        where TWire : struct, Enum
        where TDomain : struct, Enum => Enum.TryParse<TDomain>(wire.ToString(), out var known) ? known : placeholder;

    [GeneratedRegex("^[a-z0-9_]{1,40}$")]
    private static partial Regex Key();
}
