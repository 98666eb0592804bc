using System.Globalization;
using System.Text.RegularExpressions;
using Fund.Gateway.Api.ProblemTypes;
using Fund.Gateway.Portal;
using Fund.Kernel;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Every reason speaks every language, and what was given and what is allowed stays in the sentence.</summary>
public sealed partial class ReasonWordsTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    /// <summary>What may be left out of a translation: ids, and English words whose place another sentence takes.</summary>
    private static readonly string[] MayBeLeftOut =
    [
        "requestId",
        "id",
        "what",
        "problem",
        "sentence",
        "state",
        "action",
        "dimension",
        "Word(state)",
        "Words(state)",
        "Words(stage)",
        "CallRefusals.Words(state)",
        "state.ToString().ToLowerInvariant()",
        "needed",
        "target",
        "Header",
        "Longest",
        "field",
    ];

    private static readonly Words Own = new();

    public static TheoryData<string> Others { get; } =
    [.. Languages.All.Select(language => language.Code).Where(code => code != "en")];

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_reason_is_explained_in_every_language(string language)
    {
        var words = ReasonWords.In(language);

        Assert.Empty(
            ProblemCatalogue.All.Keys.Except(words.Keys).Select(reason => $"{reason} in Reasons/{language}.json")
        );
        Assert.All(
            words,
            word =>
                Assert.False(string.IsNullOrWhiteSpace(word.Value.Means) || string.IsNullOrWhiteSpace(word.Value.Todo))
        );
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void No_value_of_a_sentence_is_lost_in_another_language(string language)
    {
        var words = ReasonWords.In(language);
        var lost = new List<string>();
        foreach (var (reason, values) in Sentences().Where(sentence => Own.Find($"Reason.{sentence.Reason}") is null))
        {
            var fitting = words
                .GetValueOrDefault(reason)
                ?.Said.Where(said => ReasonWords.Places(said) <= values.Count)
                .MaxBy(ReasonWords.Places);
            lost.AddRange(
                values
                    .Where(
                        (value, i) => !MayGo(value) && fitting?.Contains($"{{{i}}}", StringComparison.Ordinal) != true
                    )
                    .Select(value => $"{reason} ({language}) does not say {value}")
            );
        }

        Assert.Empty(lost.Distinct());
    }

    [Theory]
    [InlineData("en", "The parts add up to USD 1,250.00; the bank entry is USD 1,000.00.")]
    [InlineData("fr", "Les parts font 1\u202F250,00\u00A0USD ; l’écriture bancaire est de 1\u202F000,00\u00A0USD.")]
    [InlineData("ar", "مجموع الأجزاء \u2066USD\u00A01,250.00\u2069؛ والقيد المصرفي \u2066USD\u00A01,000.00\u2069.")]
    public void Amounts_stand_in_the_sentence_as_the_language_writes_them(string language, string said)
    {
        var (sum, entry) = (new Money(125_000, Currency.Usd), new Money(100_000, Currency.Usd));

        Assert.Equal(
            said,
            Say(language, "PARTS_DO_NOT_ADD_UP", $"The parts add up to {sum}; the bank entry is {entry}.")
        );
    }

    [Theory]
    [InlineData("USD 99999999999999999999999999999999.00")]
    [InlineData("USD 92233720368547758.08")]
    [InlineData("USD 1.005")]
    [InlineData("JPY 10.5")]
    [InlineData("USD ,")]
    [InlineData("ABC 1.00")]
    public void What_was_given_is_said_as_it_was_given_when_it_is_no_amount(string given) =>
        Assert.Equal(given, ReasonWords.Written(given));

    [Fact]
    public void Days_stand_in_the_sentence_as_the_language_writes_them() =>
        Assert.Equal(
            "El 1 de enero de 2027 está en el futuro; hoy es 20 de noviembre de 2026.",
            Say("es", "DATE_IN_FUTURE", Refusals.DateInFuture("on", new(2027, 1, 1), new(2026, 11, 20)).Sentence)
        );

    [Fact]
    public void A_sentence_without_a_translation_is_given_as_it_is_and_not_as_the_language()
    {
        Assert.Null(Say("fr", "A_NEW_REASON", $"Something new about {5}."));
        Assert.Null(Say("fr", FieldProblem.AnyReason, $"Something new about {5}."));
        Assert.Equal("Something new about 5.", Say("en", "A_NEW_REASON", $"Something new about {5}."));
    }

    [Fact]
    public async Task A_problem_page_says_in_every_language_what_happened_and_what_to_do()
    {
        var type = ProblemCatalogue.All["PLEDGE_CANCELLED"];
        foreach (var language in Languages.All)
        {
            var page = await gateway.SendAsync(HttpMethod.Get, $"/{language.Code}{type.Path}");
            var text = System.Net.WebUtility.HtmlDecode(page.Text);
            var known = ReasonWords.In(language.Code).GetValueOrDefault(type.Reason);

            Assert.Contains(known?.Means ?? type.Means, text, StringComparison.Ordinal);
            Assert.Contains(known?.Todo ?? type.Todo, text, StringComparison.Ordinal);
            Assert.Contains(Own.In(language.Code)["Status.409"], text, StringComparison.Ordinal);
        }
    }

    private static string? Say(string language, string reason, Sentence sentence)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Languages.Of(language)!.Culture;
            return new ReasonWords(Own).Say(reason, sentence);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    private static bool MayGo(string value) =>
        value.EndsWith("Id", StringComparison.Ordinal) || MayBeLeftOut.Contains(value);

    /// <summary>Every sentence of a refusal in the sources, as what is put into it.</summary>
    private static IEnumerable<(string Reason, IReadOnlyList<string> Values)> Sentences() =>
        from path in RepositoryFiles.Sources("services").Concat(RepositoryFiles.Sources("gateway"))
        from refusal in Made().Matches(File.ReadAllText(path))
        let reason = refusal.Groups[1].Value
        where ProblemCatalogue.All.ContainsKey(reason) && reason != FieldProblem.AnyReason
        select (
            reason,
            (IReadOnlyList<string>)
                [
                    .. Interpolated()
                        .Matches(refusal.Groups[2].Value)
                        .SelectMany(text => Hole().Matches(text.Value))
                        .Select(hole => hole.Groups[1].Value.Trim()),
                ]
        );

    /// <summary>A reason, perhaps a field, and the sentence, which may be several texts one after the other.</summary>
    [GeneratedRegex(
        """
            "([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"\s*,\s*(?:[^,;()"]+,\s*|\$?"[^"]*"\s*,\s*)?(\$?"(?:[^"\\]|\\.)*"(?:\s*\+\s*\$?"(?:[^"\\]|\\.)*")*)
            """
    )]
    private static partial Regex Made();

    [GeneratedRegex("\\$\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Interpolated();

    /// <summary>What stands between braces, without its format.</summary>
    [GeneratedRegex(@"(?<!\{)\{(?!\{)([^{}:]+)")]
    private static partial Regex Hole();
}
