using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fund.Gateway.Portal;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Why an entry may be a donor's, and why two donors may be one, in the language of the page.</summary>
public sealed partial class RemarksTests
{
    private static readonly Words Own = new();

    public static TheoryData<string> Others { get; } =
    [.. Languages.All.Select(language => language.Code).Where(code => code != "en")];

    [Theory]
    [InlineData("fr", "Le montant est le prochain versement de l’annonce, dû le 1 mars 2026 : 1\u202F250,00\u00A0USD.")]
    [InlineData("en", "The amount is the pledge's next instalment, due on 2026-03-01: USD 1,250.00.")]
    public void A_remark_is_said_with_its_values_as_the_language_writes_them(string language, string said) =>
        Assert.Equal(
            said,
            Say(language, "The amount is the pledge's next instalment, due on 2026-03-01: USD 1,250.00.")
        );

    [Fact]
    public void A_remark_that_is_not_known_is_left_as_it_is() => Assert.Null(Say("fr", "Something new."));

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_language_has_the_same_remarks_and_all_of_their_values(string language)
    {
        var words = Read(language);

        Assert.Equal(Read("fr").Keys, words.Keys);
        Assert.All(words, word => Assert.Equal(Places(word.Key), Places(word.Value)));
    }

    /// <summary>A sentence that is added there needs words here.</summary>
    [Theory]
    [InlineData("Domain/Banking/Matching.cs", "The remitter's name is the donor's.")]
    [InlineData("Domain/Banking/Matching.cs", "The amount is what is outstanding of the pledge: ")]
    [InlineData("Features/ListDuplicateDonors.cs", "both paid from one account")]
    public void Remarks_are_the_sentences_of_the_service(string path, string sentence)
    {
        var source = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "services/Fund.Donations", path));

        Assert.Contains(sentence, source, StringComparison.Ordinal);
        Assert.Contains(Read("fr").Keys, known => known.StartsWith(sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "es",
        "The organisation carries a red flag. Report 2 was due on 2026-03-01 and has not been accepted.",
        "La organización tiene una alerta roja. El informe 2 vencía el 1 de marzo de 2026 y no se ha aceptado."
    )]
    [InlineData(
        "fr",
        "The statement does not balance: opening 1250.5 + entries 2 = 1252.5, but the closing balance is 9 EUR.",
        "Le relevé n’est pas équilibré : ouverture 1\u202F250,5 + écritures 2 = 1\u202F252,5, mais le solde de clôture est de 9 EUR."
    )]
    [InlineData(
        "ru",
        "The entries could not be checked against balances: EUR has no opening balance, USD has no closing balance.",
        "Записи не удалось сверить с остатками: у EUR нет начального остатка, у USD нет конечного остатка."
    )]
    [InlineData(
        "zh",
        "Line 3, rate 'abc': a decimal above zero with at most 10 decimals, such as 0.882.",
        "第 3 行，rate“abc”：大于零的小数，至多 10 位小数，例如 0.882。"
    )]
    [InlineData("fr", "valueDate is required.", "À remplir : Date de valeur.")]
    [InlineData(
        "zh",
        "Line 3, position 7: The file is not well-formed XML here; it ends early, an element is not closed, or a character stands where none may.",
        "第 3 行，位置 7：文件在此处不是格式良好的 XML：提前结束、某个元素没有关闭，或某处出现了不允许的字符。"
    )]
    public void A_remark_may_hold_others_and_several_may_follow_each_other(
        string language,
        string remark,
        string said
    ) => Assert.Equal(said, Say(language, remark));

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{\d+")]
    private static partial Regex Place();

    private static Dictionary<string, string> Read(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(
                Path.Combine(RepositoryFiles.Root, $"gateway/Fund.Gateway/Portal/Resources/Remarks/{language}.json")
            )
        )!;

    private static string? Say(string language, string remark)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Languages.Of(language)!.Culture;
            return Remarks.Say(remark, Own);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
