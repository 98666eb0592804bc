using Fund.Common.V1;
using Fund.GrantCalls.V1;

namespace Fund.GrantCalls.Tests;

/// <summary>Requests as they would come in, right in every field; tests spoil what they are about.</summary>
internal static class Make
{
    public const string Vienna = "Europe/Vienna";

    public static string Id() => Guid.CreateVersion7().ToString("D");

    public static Money Usd(long dollars) => Cents(dollars * 100);

    public static Money Cents(long cents) => new() { MinorUnits = cents, CurrencyCode = "USD" };

    public static string Local(DateTimeOffset moment, string zone = Vienna) =>
        TimeZoneInfo
            .ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById(zone))
            .ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A call of USD 500,000 that is open now and closes an hour later.</summary>
    public static CallTerms Terms(DateTimeOffset now) =>
        new()
        {
            Titles = { Text("en", "Direct assistance to survivors"), Text("fr", "Assistance directe aux victimes") },
            Descriptions = { Text("en", "Shelter, legal aid, health care and livelihoods.") },
            OpensAtLocal = Local(now.AddMinutes(-1)),
            ClosesAtLocal = Local(now.AddHours(1)),
            TimeZone = Vienna,
            Envelope = Usd(500_000),
            MinimumGrant = Usd(20_000),
            MaximumGrant = Usd(300_000),
            MinimumMonths = 6,
            MaximumMonths = 24,
            Criteria =
            {
                Criterion("registered", CriterionKind.YearsRegistered, 3),
                Criterion("experience", CriterionKind.YearsOfAssistance, 2),
                Criterion("amount", CriterionKind.AmountInRange),
                Criterion("duration", CriterionKind.DurationInRange),
                Criterion("account", CriterionKind.OwnBankAccount),
                Criterion("diligence", CriterionKind.DueDiligence),
            },
            Questions =
            {
                Question("need", QuestionType.Text, question => question.MaxWords = 10),
                Question("unconditional", QuestionType.Declaration),
                Question("people", QuestionType.Number, question => question.Required = false),
                Question("since", QuestionType.Date, question => question.Required = false),
                Question("field", QuestionType.Choice, question => question.Options.Add(["shelter", "legal aid"])),
                Question("partners", QuestionType.YesNo, question => question.Required = false),
            },
            Grid = { Weight("need", 40), Weight("quality", 35), Weight("budget", 25) },
            ReviewersPerProposal = 2,
            SpreadLimit = 20,
        };

    public static ProposalContent Content(long dollars, string title = "Help that stays") =>
        new()
        {
            Title = title,
            Summary = "Shelter and a way back to work.",
            CountryCode = "KE",
            Requested = Usd(dollars),
            DurationMonths = 12,
            Answers =
            {
                Answer("need", "Beds are full every week of the year."),
                Answer("unconditional", "yes"),
                Answer("field", "shelter"),
            },
            Budget =
            {
                Line("A", "Case workers", dollars * 60),
                Line("D", "Legal counsel", dollars * 30),
                Line("A", "Night staff", dollars * 10),
            },
        };

    public static LocalisedText Text(string language, string text) => new() { Language = language, Text = text };

    public static Criterion Criterion(string key, CriterionKind kind, int number = 0) =>
        new()
        {
            Key = key,
            Kind = kind,
            Number = number,
        };

    public static Question Question(string key, QuestionType type, Action<Question>? change = null)
    {
        var question = new Question
        {
            Key = key,
            Section = "Project",
            Label = $"What about {key}?",
            Type = type,
            Required = true,
        };
        change?.Invoke(question);
        return question;
    }

    public static ScoringCriterion Weight(string key, int weight) =>
        new()
        {
            Key = key,
            Label = key,
            Weight = weight,
        };

    public static Answer Answer(string key, string value) => new() { Key = key, Value = value };

    public static BudgetLine Line(string category, string description, long cents) =>
        new()
        {
            Category = category,
            Description = description,
            Amount = Cents(cents),
        };

    /// <summary>Scores on the grid of <see cref="Terms"/> that total what is asked, at most 100.</summary>
    public static IEnumerable<Score> Scores(int total)
    {
        foreach (var (key, weight) in new[] { ("need", 40), ("quality", 35), ("budget", 25) })
        {
            var points = Math.Min(weight, total);
            total -= points;
            yield return new Score
            {
                Key = key,
                Points = points,
                Reason = "With evidence.",
            };
        }
    }
}
