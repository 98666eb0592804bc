using Fund.Donations.Domain;
using Fund.Donations.Domain.Papers;
using Fund.Donations.Domain.Statements;
using Fund.Kernel;
using Fund.Paper;
using Fund.Testing;

namespace Fund.Donations.Tests.Papers;

/// <summary>Papers in each of the six languages: every word has its letters, and another program reads it back.</summary>
public sealed class SixLanguagesTests
{
    private static readonly DateOnly First = new(2026, 1, 1);
    private static readonly DateOnly Last = new(2026, 12, 31);

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("es")]
    [InlineData("ru")]
    [InlineData("ar")]
    [InlineData("zh")]
    public void Every_word_is_of_the_language_and_has_a_letter_for_every_character(string language)
    {
        var words = PaperWords.Of(language);

        Assert.Equal(language, words.Language);
        Assert.Equal(12, words.Months.Count);
        Assert.Equal(Enum.GetValues<Channel>().Length, words.Channels.Count);
        foreach (var (name, text) in TextsOf(words))
        {
            Assert.True(text.Length > 0, name);
            Assert.True(PaperFont.Regular.Has(text) && PaperFont.Bold.Has(text), $"{name}: {text}");
            var english = TextsOf(PaperWords.Of("en")).Single(row => row.Name == name).Text;
            Assert.Equal(Places(english), Places(text));
            Assert.True(language == "en" || text != english || text.Length < 14, $"{name} is English: {text}");
        }
    }

    [Theory]
    [InlineData("es", "-1\u202F234,50\u00A0USD", "1\u00A0de\u00A0agosto\u00A0de\u00A02026", "01/08/2026")]
    [InlineData("ru", "-1\u202F234,50\u00A0USD", "1\u00A0августа\u00A02026\u00A0г.", "01.08.2026")]
    [InlineData("ar", "USD\u00A0\u200E-1,234.50", "1\u00A0آب/أغسطس\u00A02026", "01/08/2026")]
    [InlineData("zh", "USD\u00A0-1,234.50", "2026年8月1日", "2026-08-01")]
    public void Amounts_and_dates_are_written_as_the_language_does(
        string language,
        string amount,
        string date,
        string shortDate
    )
    {
        var words = PaperWords.Of(language);
        var day = new DateOnly(2026, 8, 1);

        Assert.Equal(amount, words.Amount(new Money(-1_234_50, Currency.Usd)));
        Assert.Equal((date, shortDate), (words.Date(day), words.ShortDate(day)));
    }

    [Theory]
    [InlineData("es", "Fundación Ñandú", "Refugio para niños")]
    [InlineData("ru", "Министерство иностранных дел", "Безопасное жильё")]
    [InlineData("ar", "مؤسسة الأمل (الكويت) Hope 2026", "مأوى للنساء والأطفال، 12 شهرا")]
    [InlineData("zh", "中华人民共和国外交部（北京）", "为妇女和儿童提供安全住所")]
    [InlineData("en", "Hope مؤسسة الأمل 中国", "Shelter")]
    public void Another_program_reads_the_words_as_they_are_typed(string language, string name, string earmark)
    {
        var document = Document(language, name, earmark);

        var text = Read(StatementPaper.Make(document));

        var words = PaperWords.Of(language);
        Assert.Contains(Folded(words.Statement), text, StringComparison.Ordinal);
        Assert.Contains(Folded(words.Movements), text, StringComparison.Ordinal);
        Assert.Contains(Folded(words.CarriedForward), text, StringComparison.Ordinal);
        Assert.Contains(Folded(earmark.Split(' ')[0]), text, StringComparison.Ordinal);
        foreach (var part in name.Split(' '))
        {
            Assert.Contains(Folded(part.Trim('(', ')')), text, StringComparison.Ordinal);
        }

        Assert.Contains(Folded(words.Figure(document.Figures.ContributedUsd)), text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_arabic_page_is_mirrored_and_its_letters_are_joined()
    {
        var pieces = PdfText.PagesOf(StatementPaper.Make(Document("ar", "Donor", "")))[0];

        // The number of the paper ends where the names of facts begin: at the right.
        var number = pieces.First(piece => piece.Text == "S-2026-000017");
        Assert.InRange(number.X + PaperFont.Regular.WidthOf(number.Text, number.Size), 380, 440);

        // Joined letters are narrower than the same letters apart.
        var (joined, apart) = ("بيت", "ب ي ت");
        Assert.True(PaperFont.Regular.WidthOf(joined, 10) < PaperFont.Regular.WidthOf(apart, 10) - 6);
        Assert.True(
            PaperFont.Regular.WidthOf("لا", 10)
                < PaperFont.Regular.WidthOf("ل", 10) + PaperFont.Regular.WidthOf("ا", 10)
        );
    }

    [Fact]
    public void Chinese_is_broken_between_characters_and_no_line_begins_with_a_closing_sign()
    {
        const string text = "为妇女和儿童提供安全住所、心理社会支持和法律援助，为期12个月，包括职业培训。";

        var lines = TextLines.Of(text, PaperFont.Regular, 8, 90);

        Assert.Equal(text, string.Concat(lines));
        Assert.True(lines.Count > 3);
        Assert.All(lines, line => Assert.DoesNotContain(line[0], "、，。"));
        Assert.All(lines.SkipLast(1), line => Assert.InRange(PaperFont.Regular.WidthOf(line, 8), 60, 90));
        Assert.Contains(lines, line => line.Contains("12", StringComparison.Ordinal));
    }

    private static StatementDocument Document(string language, string name, string earmark)
    {
        var gifts = Enumerable
            .Range(0, 60)
            .Select(i => new DonorStatement.ContributionRow(
                Guid.CreateVersion7(),
                new Money(10_000 + i, Currency.Usd),
                First.AddDays(i),
                null,
                i == 0 ? earmark : "",
                1,
                10_000 + i
            ))
            .ToList();
        var donor = new Donor(DonorKind.Foundation, name, null, language, false, DateTimeOffset.UnixEpoch);
        var figures = DonorStatement.Of(new([], gifts, []), First, Last);
        return new StatementDocument("S-2026-000017", donor, First, Last, language, Last, figures);
    }

    /// <summary>Every text of the words, by name.</summary>
    private static IEnumerable<(string Name, string Text)> TextsOf(PaperWords words) =>
        typeof(PaperWords)
            .GetProperties()
            .SelectMany(property =>
                property.GetValue(words) switch
                {
                    string text when property.Name != nameof(PaperWords.Language) => [(property.Name, text)],
                    IReadOnlyList<string> texts => texts.Select((text, i) => ($"{property.Name} {i}", text)),
                    _ => Enumerable.Empty<(string, string)>(),
                }
            );

    private static string Places(string text) =>
        string.Join(',', new[] { "{0}", "{1}", "{2}" }.Where(place => text.Contains(place, StringComparison.Ordinal)));

    private static string Read(byte[] pdf) => Folded(PdfToText.Read(pdf));

    /// <summary>Without spaces and invisible marks, which a program that guesses a layout adds.</summary>
    private static string Folded(string text) =>
        string.Concat(
            text.Where(letter =>
                !char.IsWhiteSpace(letter)
                && char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.Format
            )
        );
}
