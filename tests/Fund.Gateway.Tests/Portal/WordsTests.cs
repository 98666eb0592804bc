using System.Text.RegularExpressions;
using Fund.Gateway.Portal;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Every language has every text, with the same places for figures.</summary>
public sealed partial class WordsTests
{
    private static readonly Words Words = new();

    public static TheoryData<string> Others { get; } =
    [.. Languages.All.Select(language => language.Code).Where(code => code != "en")];

    [Theory]
    [MemberData(nameof(Others))]
    public void A_language_has_every_text(string language)
    {
        var english = Words.In("en");
        var other = Words.In(language);

        Assert.Empty(english.Keys.Except(other.Keys));
        Assert.Empty(other.Keys.Except(english.Keys));
        foreach (var (key, text) in english)
        {
            Assert.False(string.IsNullOrWhiteSpace(other[key]), key);
            Assert.True(Places(text).SetEquals(Places(other[key])), $"{key}: {text} | {other[key]}");
        }
    }

    /// <summary>Donors give مساهمات; the other word stands in the Fund's own name only.</summary>
    [Fact]
    public void Arabic_has_one_word_for_contributions() =>
        Assert.DoesNotContain(Words.In("ar").Values, text => text.Contains("تبرع", StringComparison.Ordinal));

    [Fact]
    public void Messages_are_not_called_letters() =>
        Assert.All(
            Languages.All,
            language =>
                Assert.NotEqual(Words.In(language.Code)["Messages.Title"], Words.In(language.Code)["Letters.Title"])
        );

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{\d+")]
    private static partial Regex Place();
}
