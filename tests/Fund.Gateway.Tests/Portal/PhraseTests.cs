using System.Globalization;
using System.Text.RegularExpressions;
using Fund.Gateway.Portal;
using Fund.Kernel;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Counts and names of fields stand in a sentence as the language says them.</summary>
public sealed partial class PhraseTests
{
    private static readonly Words Own = new();

    public static TheoryData<string> Every { get; } = [.. Languages.All.Select(language => language.Code)];

    [Theory]
    [InlineData("en", 1, "in 1 project")]
    [InlineData("en", 2, "in 2 projects")]
    [InlineData("fr", 0, "dans 0 projet")]
    [InlineData("fr", 1, "dans 1 projet")]
    [InlineData("es", 1234, "en 1.234 proyectos")]
    [InlineData("ar", 1, "في مشروع واحد")]
    [InlineData("ar", 2, "في مشروعين")]
    [InlineData("ar", 5, "في 5 مشاريع")]
    [InlineData("ar", 11, "في 11 مشروعا")]
    [InlineData("ar", 100, "في 100 مشروع")]
    [InlineData("ru", 1, "в 1 проекте")]
    [InlineData("ru", 5, "в 5 проектах")]
    [InlineData("ru", 21, "в 21 проекте")]
    [InlineData("zh", 1, "涉及 1 个项目")]
    public void A_count_has_its_form(string language, int count, string said) =>
        Assert.Equal(said, In(language, () => Own["Donor.ShareNote", count]));

    [Theory]
    [InlineData("1", "1 год, с 2010")]
    [InlineData("3", "3 года, с 2010")]
    [InlineData("11", "11 лет, с 2010")]
    [InlineData("16.05", "16,05 года, с 2010")]
    public void A_count_may_be_text_or_a_part(string count, string said) =>
        Assert.Equal(said, In("ru", () => Own["Reports.Years", count, 2010]));

    [Theory]
    [MemberData(nameof(Every))]
    public void Counts_have_as_many_forms_as_the_language(string language)
    {
        var texts = Own.In(language)
            .Values.Concat(Remarks.In(language).Values)
            .Concat(ReasonWords.In(language).Values.SelectMany(reason => reason.Said.Concat(reason.Sentences.Values)));

        Assert.All(
            texts.SelectMany(text => Forms().Matches(text)),
            forms => Assert.True(forms.Value.Split('|').Length == Phrase.FormsOf(language), forms.Value)
        );
    }

    [Theory]
    [InlineData("en", "Titles needs at least an English text (en).")]
    [InlineData("fr", "Titres : il faut au moins un texte anglais (en).")]
    public void A_field_is_called_by_its_label(string language, string said)
    {
        Sentence sentence = $"{"terms.titles"} needs at least an English text (en).";

        Assert.Equal(said, In(language, () => Say(sentence, "/terms/titles")));
    }

    [Theory]
    [InlineData("en", "This field is required.")]
    [InlineData("ru", "Нужно заполнить: это поле.")]
    public void A_field_without_a_label_is_not_called_as_on_the_wire(string language, string said)
    {
        Sentence sentence = $"{"some.odd_thing"} is required.";

        Assert.Equal(said, In(language, () => Say(sentence, "/some/oddThing")));
    }

    [Fact]
    public void A_sentence_about_a_field_says_its_values_as_the_language_does() =>
        Assert.Equal(
            "La catégorie A s’écarte de son budget de 1\u202F250,00\u00A0USD de plus de 12,5 % ; expliquez pourquoi.",
            In(
                "fr",
                () =>
                    Say(
                        $"Category {"A"} departs from its budget of {new Money(125_000, Currency.Usd)} by more than {12.5m:0.##} %; explain why.",
                        "/spending/0/explanation"
                    )
            )
        );

    private static string? Say(Sentence sentence, string field) =>
        new ReasonWords(Own).Say(FieldProblem.AnyReason, sentence, field);

    private static T In<T>(string language, Func<T> say)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Languages.Of(language)!.Culture;
            return say();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    /// <summary>The forms of a count between the braces of its place.</summary>
    [GeneratedRegex(@"(?<=\{\d+:)[^{}|]*\|[^{}]*(?=\})")]
    private static partial Regex Forms();
}
