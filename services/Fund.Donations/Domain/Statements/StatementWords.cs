using System.Globalization;

namespace Fund.Donations.Domain.Statements;

/// <summary>
/// What the lines of a statement say, per language. A language without words of its own here gets English until the
/// portal has it.
/// </summary>
public static class StatementWords
{
    /// <summary>The language in which a donor of that language is answered: <c>en</c> or <c>fr</c>.</summary>
    public static string Spoken(string language) => language == "fr" ? "fr" : "en";

    /// <summary>The whole description of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="language"><c>en</c> or <c>fr</c>.</param>
    public static string Describe(DonorStatement.Line line, string language) =>
        language == "fr" ? InFrench(line) : InEnglish(line);

    private static string InEnglish(DonorStatement.Line line) =>
        line.Kind switch
        {
            LineKinds.Pledge => line.Detail.Length > 0 ? $"Pledge {line.Detail}" : "Pledge",
            LineKinds.Contribution => (
                line.Detail.Length > 0 ? $"Contribution, earmarked: {line.Detail}" : "Contribution"
            ) + (line.Usd is null ? "; its USD value follows with the rate of exchange" : ""),
            LineKinds.PledgeCancelled => "What was outstanding of the pledge is cancelled",
            LineKinds.Correction => $"Valued anew by the rate in force from {line.Detail}",
            LineKinds.Reversal => $"Contribution of {line.Detail} taken back",
            LineKinds.Replacement => $"Contribution of {line.Detail} as corrected"
                + (line.Usd is null ? "; its USD value follows with the rate of exchange" : ""),
            _ => Named(line.Kind, line.Detail),
        };

    private static string InFrench(DonorStatement.Line line) =>
        line.Kind switch
        {
            LineKinds.Pledge => line.Detail.Length > 0
                ? $"Annonce de contribution {line.Detail}"
                : "Annonce de contribution",
            LineKinds.Contribution => (
                line.Detail.Length > 0 ? $"Contribution affectée à\u00a0: {line.Detail}" : "Contribution"
            ) + (line.Usd is null ? "\u00a0; sa valeur en dollars suivra avec le taux de change" : ""),
            LineKinds.PledgeCancelled => "Le solde de l’annonce de contribution est annulé",
            LineKinds.Correction => $"Réévaluée au taux en vigueur à partir du {Day(line.Detail)}",
            LineKinds.Reversal => $"Contribution du {Day(line.Detail)} annulée",
            LineKinds.Replacement => $"Contribution du {Day(line.Detail)}, rectifiée"
                + (line.Usd is null ? "\u00a0; sa valeur en dollars suivra avec le taux de change" : ""),
            _ => Named(line.Kind, line.Detail),
        };

    /// <summary>A day as French writes it; other text stays as it is.</summary>
    private static string Day(string detail) =>
        DateOnly.TryParseExact(detail, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)
            : detail;

    private static string Named(string kind, string detail) =>
        char.ToUpper(kind[0], CultureInfo.InvariantCulture) + kind[1..] + (detail.Length > 0 ? $": {detail}" : "");
}
