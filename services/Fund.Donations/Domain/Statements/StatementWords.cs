using System.Globalization;

namespace Fund.Donations.Domain.Statements;

/// <summary>What the lines of a statement say, in each of the six languages.</summary>
public static class StatementWords
{
    private static readonly Dictionary<string, Words> All = new(StringComparer.Ordinal)
    {
        ["en"] = new(
            Pledge: "Pledge",
            Contribution: "Contribution",
            Earmarked: "Contribution, earmarked: {0}",
            Awaits: "; its USD value follows with the rate of exchange",
            Cancelled: "What was outstanding of the pledge is cancelled",
            Correction: "Valued anew by the rate in force from {0}",
            Reversal: "Contribution of {0} taken back",
            Replacement: "Contribution of {0} as corrected",
            Date: "yyyy-MM-dd"
        ),
        ["fr"] = new(
            Pledge: "Annonce de contribution",
            Contribution: "Contribution",
            Earmarked: "Contribution affectée à\u00a0: {0}",
            Awaits: "\u00a0; sa valeur en dollars suivra avec le taux de change",
            Cancelled: "Le solde de l’annonce de contribution est annulé",
            Correction: "Réévaluée au taux en vigueur à partir du {0}",
            Reversal: "Contribution du {0} annulée",
            Replacement: "Contribution du {0}, rectifiée",
            Date: "dd/MM/yyyy"
        ),
        ["es"] = new(
            Pledge: "Promesa de contribución",
            Contribution: "Contribución",
            Earmarked: "Contribución destinada a: {0}",
            Awaits: "; su valor en dólares se indicará cuando se conozca el tipo de cambio",
            Cancelled: "Se cancela el saldo pendiente de la promesa de contribución",
            Correction: "Revaluada al tipo en vigor desde el {0}",
            Reversal: "Contribución del {0} anulada",
            Replacement: "Contribución del {0}, rectificada",
            Date: "dd/MM/yyyy"
        ),
        ["ru"] = new(
            Pledge: "Объявленный взнос",
            Contribution: "Взнос",
            Earmarked: "Взнос, целевое назначение: {0}",
            Awaits: "; сумма в долларах США будет указана после установления курса",
            Cancelled: "Невыплаченный остаток объявленного взноса аннулирован",
            Correction: "Переоценка по курсу, действующему с {0}",
            Reversal: "Взнос от {0} аннулирован",
            Replacement: "Взнос от {0}, исправленный",
            Date: "dd.MM.yyyy"
        ),
        ["ar"] = new(
            Pledge: "تعهد",
            Contribution: "مساهمة",
            Earmarked: "مساهمة مخصصة لأجل: {0}",
            Awaits: "؛ تحدد قيمته بالدولار عند صدور سعر الصرف",
            Cancelled: "ألغي الرصيد غير المسدد من التعهد",
            Correction: "أعيد التقييم بالسعر الساري اعتبارا من {0}",
            Reversal: "ألغيت المساهمة المؤرخة {0}",
            Replacement: "المساهمة المؤرخة {0} بعد تصويبها",
            Date: "dd/MM/yyyy"
        ),
        ["zh"] = new(
            Pledge: "认捐",
            Contribution: "捐款",
            Earmarked: "捐款，指定用途：{0}",
            Awaits: "；美元价值待汇率公布后确定",
            Cancelled: "认捐的未缴余额已取消",
            Correction: "按自{0}起生效的汇率重新估值",
            Reversal: "{0}的捐款已撤销",
            Replacement: "{0}的捐款，已更正",
            Date: "yyyy-MM-dd"
        ),
    };

    /// <summary>The language in which a donor of that language is answered: one of the six, English for any other.</summary>
    public static string Spoken(string language) => All.ContainsKey(language) ? language : "en";

    /// <summary>The whole description of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="language">One of the six.</param>
    public static string Describe(DonorStatement.Line line, string language)
    {
        var words = All[Spoken(language)];
        var awaits = line.Usd is null ? words.Awaits : "";
        return line.Kind switch
        {
            LineKinds.Pledge => line.Detail.Length > 0 ? $"{words.Pledge} {line.Detail}" : words.Pledge,
            LineKinds.Contribution => (line.Detail.Length > 0 ? With(words.Earmarked, line.Detail) : words.Contribution)
                + awaits,
            LineKinds.PledgeCancelled => words.Cancelled,
            LineKinds.Correction => With(words.Correction, words.Day(line.Detail)),
            LineKinds.Reversal => With(words.Reversal, words.Day(line.Detail)),
            LineKinds.Replacement => With(words.Replacement, words.Day(line.Detail)) + awaits,
            _ => Named(line.Kind, line.Detail),
        };
    }

    private static string With(string sentence, string value) =>
        sentence.Replace("{0}", value, StringComparison.Ordinal);

    private static string Named(string kind, string detail) =>
        char.ToUpper(kind[0], CultureInfo.InvariantCulture) + kind[1..] + (detail.Length > 0 ? $": {detail}" : "");

    /// <summary>The sentences of one language; {0} is a purpose or a day.</summary>
    private sealed record Words(
        string Pledge,
        string Contribution,
        string Earmarked,
        string Awaits,
        string Cancelled,
        string Correction,
        string Reversal,
        string Replacement,
        string Date
    )
    {
        /// <summary>A day as the language writes it; other text stays as it is.</summary>
        public string Day(string detail) =>
            DateOnly.TryParseExact(detail, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day.ToString(Date, CultureInfo.InvariantCulture)
                : detail;
    }
}
