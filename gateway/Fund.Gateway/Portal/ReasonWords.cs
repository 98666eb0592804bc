using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fund.Gateway.Api.ProblemTypes;
using Fund.Gateway.Portal.Ui;
using Fund.Kernel;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Portal;

/// <summary>
/// What is refused and why, in the language of the page. English is what the services say and what
/// <see cref="ProblemCatalogue"/> explains; the other languages lie in Resources/Reasons/, one file each: by reason
/// what it means, what to do, and the sentences with the values that a service puts into its own. The English file has
/// those few whose own sentence speaks of the wire.
/// </summary>
internal sealed partial class ReasonWords(Words words)
{
    private const string Prefix = "reason-words/";

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web);

    private static readonly FrozenDictionary<string, FrozenDictionary<string, ReasonText>> ByLanguage = Read();

    /// <summary>What a reason means; English when the language has no words for it.</summary>
    public static string Means(ProblemType type) => Find(type.Reason)?.Means ?? type.Means;

    /// <summary>What can be done about it; English when the language has no words for it.</summary>
    public static string Todo(ProblemType type) => Find(type.Reason)?.Todo ?? type.Todo;

    /// <summary>Everything there is in one language.</summary>
    public static IReadOnlyDictionary<string, ReasonText> In(string language) =>
        ByLanguage.GetValueOrDefault(language, FrozenDictionary<string, ReasonText>.Empty);

    /// <summary>The sentence of a refusal in the language of the page; null when there are no words for it.</summary>
    /// <param name="reason">Reason of the refusal or of the field.</param>
    /// <param name="sentence">The English sentence with its values.</param>
    /// <param name="field">JSON pointer of the field it is about; empty when it is about none.</param>
    public string? Say(string reason, Sentence sentence, string field = "")
    {
        if (words.Find($"Reason.{reason}") is { } own)
        {
            return own;
        }

        var text = Find(reason);
        var fitting =
            text?.Sentences.FirstOrDefault(known => IsSaidBy(known.Key, sentence)).Value
            ?? Remarks.Find(sentence)
            ?? text?.Said.Where(said => Places(said) <= sentence.Values.Count).MaxBy(Places);
        return fitting is not null ? Filled(fitting, sentence, field)
            : IsEnglish ? sentence.Text
            : reason != FieldProblem.AnyReason && sentence.Values.All(value => Guid.TryParse(value, out _))
                ? text?.Means
            : null;
    }

    private static bool IsEnglish => Languages.Current.Code == "en";

    /// <summary>True when the values put into this English text make the sentence.</summary>
    internal static bool IsSaidBy(string english, Sentence sentence) =>
        Places(english) == sentence.Values.Count
        && string.Format(CultureInfo.InvariantCulture, english, [.. sentence.Values]) == sentence.Text;

    /// <summary>How many values a sentence takes: one more than the highest number of a place in it.</summary>
    internal static int Places(string said) =>
        Place()
            .Matches(said)
            .Select(match => 1 + int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .DefaultIfEmpty(0)
            .Max();

    private static ReasonText? Find(string reason) =>
        ByLanguage.GetValueOrDefault(Languages.Current.Code)?.GetValueOrDefault(reason);

    private string Filled(string said, Sentence sentence, string field) =>
        words.Phrase.Fill(said, [.. sentence.Values.Select(value => new SaidValue(value, field))]);

    /// <summary>
    /// Amounts, days and whole numbers as the language writes them; everything else as it was given, also what only
    /// looks like an amount: more than there can be, or a fraction that the currency does not have.
    /// </summary>
    internal static string Written(string value)
    {
        var amount = Amount().Match(value);
        return amount.Success
            && Currency.Find(amount.Groups[1].Value) is { } currency
            && decimal.TryParse(
                amount.Groups[2].ValueSpan,
                NumberStyles.Number,
                CultureInfo.InvariantCulture,
                out var units
            )
            && Math.Abs(units) <= long.MaxValue / currency.MinorUnitsPerUnit
            && decimal.IsInteger(units * currency.MinorUnitsPerUnit)
                ? Figures.Exact(
                    new WireMoney
                    {
                        CurrencyCode = currency.Code,
                        MinorUnits = decimal.ToInt64(units * currency.MinorUnitsPerUnit),
                    }
                )
            : Grouped().IsMatch(value)
            && decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                ? Figures.Number(number)
            : Figures.Date(value);
    }

    private static FrozenDictionary<string, FrozenDictionary<string, ReasonText>> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var all = new Dictionary<string, FrozenDictionary<string, ReasonText>>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                all[Path.GetFileNameWithoutExtension(name)] = JsonSerializer
                    .Deserialize<Dictionary<string, ReasonText>>(stream, Reading)!
                    .ToFrozenDictionary(StringComparer.Ordinal);
            }
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\{(\d+)(?::[^{}]*)?\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^-?\d{1,3}(?:,\d{3})+$")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^([A-Z]{3}) (-?[0-9,]+(?:\.[0-9]+)?)$")]
    private static partial Regex Amount();
}

/// <summary>One reason in one language.</summary>
/// <param name="Means">What it says.</param>
/// <param name="Todo">What can be done about it.</param>
/// <param name="Said">
/// Sentences with places for the values of the service's sentence. When a reason has several sentences, the one that
/// takes the most of the values there are is said.
/// </param>
/// <param name="Sentences">By the English sentence, with places for values, where one reason has unlike sentences.</param>
internal sealed record ReasonText(
    string? Means = null,
    string? Todo = null,
    IReadOnlyList<string>? Said = null,
    IReadOnlyDictionary<string, string>? Sentences = null
)
{
    public IReadOnlyList<string> Said { get; } = Said ?? [];

    public IReadOnlyDictionary<string, string> Sentences { get; } = Sentences ?? new Dictionary<string, string>();
}
