using System.Collections.Frozen;

namespace Fund.GrantCalls.Domain;

/// <summary>What stands in the places of a letter.</summary>
public sealed record LetterContents(
    string CallTitle,
    string Number,
    string ProjectTitle,
    string Organisation,
    string Amount,
    int Months,
    string Reasons,
    string Conditions
);

/// <summary>
/// The words of the letters in the six languages of the portal. {0} call, {1} number, {2} project, {3} organisation,
/// {4} amount, {5} months, {6} reasons, {7} conditions.
/// </summary>
public static class LetterTexts
{
    public static readonly IReadOnlyList<string> Languages = ["en", "fr", "es", "ar", "ru", "zh"];

    private sealed record Words(
        string Subject,
        string Greeting,
        string Award,
        string Reserve,
        string Decline,
        string Ineligible,
        string Reasons,
        string Conditions,
        string Next,
        string End
    );

    private static readonly FrozenDictionary<string, Words> Books = new Dictionary<string, Words>
    {
        ["en"] = new(
            "Decision on proposal {1}: {2}",
            "To {3}",
            "The Board of Trustees has awarded your project “{2}” (proposal {1}, call “{0}”) a grant of {4} for {5} months.",
            "The Board of Trustees has placed your project “{2}” (proposal {1}, call “{0}”) on the reserve list. It can be "
                + "awarded later if money becomes available.",
            "The Board of Trustees has decided not to fund your project “{2}” (proposal {1}, call “{0}”).",
            "Your proposal {1}, “{2}”, for the call “{0}” does not meet the conditions of the call and was not reviewed.",
            "Reasons: {6}",
            "Conditions: {7}",
            "You will find the draft agreement in the portal.",
            "The secretariat of the Trust Fund"
        ),
        ["fr"] = new(
            "Décision sur la proposition {1} : {2}",
            "À {3}",
            "Le Conseil d’administration a accordé à votre projet « {2} » (proposition {1}, appel « {0} ») une subvention de "
                + "{4} pour {5} mois.",
            "Le Conseil d’administration a placé votre projet « {2} » (proposition {1}, appel « {0} ») sur la liste de "
                + "réserve. Il pourra être financé plus tard si des fonds deviennent disponibles.",
            "Le Conseil d’administration a décidé de ne pas financer votre projet « {2} » (proposition {1}, appel « {0} »).",
            "Votre proposition {1}, « {2} », pour l’appel « {0} » ne remplit pas les conditions de l’appel et n’a pas été "
                + "évaluée.",
            "Motifs : {6}",
            "Conditions : {7}",
            "Vous trouverez le projet d’accord sur le portail.",
            "Le secrétariat du Fonds"
        ),
        ["es"] = new(
            "Decisión sobre la propuesta {1}: {2}",
            "A {3}",
            "La Junta ha concedido a su proyecto «{2}» (propuesta {1}, convocatoria «{0}») una subvención de {4} para {5} "
                + "meses.",
            "La Junta ha incluido su proyecto «{2}» (propuesta {1}, convocatoria «{0}») en la lista de reserva. Podrá "
                + "financiarse más adelante si hay fondos disponibles.",
            "La Junta ha decidido no financiar su proyecto «{2}» (propuesta {1}, convocatoria «{0}»).",
            "Su propuesta {1}, «{2}», para la convocatoria «{0}» no cumple las condiciones y no fue evaluada.",
            "Motivos: {6}",
            "Condiciones: {7}",
            "Encontrará el borrador del acuerdo en el portal.",
            "La secretaría del Fondo"
        ),
        ["ar"] = new(
            "القرار بشأن المقترح {1}: {2}",
            "إلى {3}",
            "قرر مجلس الأمناء منح مشروعكم «{2}» (المقترح {1}، النداء «{0}») منحة قدرها {4} لمدة {5} شهرا.",
            "أدرج مجلس الأمناء مشروعكم «{2}» (المقترح {1}، النداء «{0}») في القائمة الاحتياطية. ويمكن تمويله لاحقا إذا توفر "
                + "المال.",
            "قرر مجلس الأمناء عدم تمويل مشروعكم «{2}» (المقترح {1}، النداء «{0}»).",
            "لا يستوفي مقترحكم {1} «{2}» للنداء «{0}» شروط النداء ولم يُقيَّم.",
            "الأسباب: {6}",
            "الشروط: {7}",
            "تجدون مشروع الاتفاق في البوابة.",
            "أمانة الصندوق"
        ),
        ["ru"] = new(
            "Решение по предложению {1}: {2}",
            "Организации {3}",
            "Попечительский совет присудил вашему проекту «{2}» (предложение {1}, конкурс «{0}») грант {4} на {5} мес.",
            "Попечительский совет внёс ваш проект «{2}» (предложение {1}, конкурс «{0}») в резервный список. Он может быть "
                + "поддержан позже, если появятся средства.",
            "Попечительский совет решил не финансировать ваш проект «{2}» (предложение {1}, конкурс «{0}»).",
            "Ваше предложение {1}, «{2}», на конкурс «{0}» не отвечает условиям конкурса и не оценивалось.",
            "Причины: {6}",
            "Условия: {7}",
            "Проект соглашения находится на портале.",
            "Секретариат Фонда"
        ),
        ["zh"] = new(
            "关于提案 {1} 的决定：{2}",
            "致 {3}",
            "董事会决定向贵方项目“{2}”（提案 {1}，征集“{0}”）提供 {4} 的赠款，为期 {5} 个月。",
            "董事会将贵方项目“{2}”（提案 {1}，征集“{0}”）列入候补名单。如有资金，可在以后获得资助。",
            "董事会决定不资助贵方项目“{2}”（提案 {1}，征集“{0}”）。",
            "贵方就征集“{0}”提交的提案 {1}“{2}”不符合征集条件，未予评审。",
            "理由：{6}",
            "条件：{7}",
            "协议草案可在门户网站查阅。",
            "基金秘书处"
        ),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Subject and text; paragraphs are separated by empty lines.</summary>
    public static (string Subject, string Text) Write(LetterKind kind, string language, LetterContents contents)
    {
        var words = Books[language];
        var paragraphs = new List<string>
        {
            words.Greeting,
            kind switch
            {
                LetterKind.Award => words.Award,
                LetterKind.ReserveList => words.Reserve,
                LetterKind.Decline => words.Decline,
                _ => words.Ineligible,
            },
        };
        if (contents.Reasons.Length > 0)
        {
            paragraphs.Add(words.Reasons);
        }

        if (contents.Conditions.Length > 0)
        {
            paragraphs.Add(words.Conditions);
        }

        if (kind == LetterKind.Award)
        {
            paragraphs.Add(words.Next);
        }

        paragraphs.Add(words.End);
        return (Fill(words.Subject, contents), string.Join("\n\n", paragraphs.Select(text => Fill(text, contents))));
    }

    private static string Fill(string text, LetterContents contents) =>
        string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            text,
            contents.CallTitle,
            contents.Number,
            contents.ProjectTitle,
            contents.Organisation,
            contents.Amount,
            contents.Months,
            contents.Reasons,
            contents.Conditions
        );
}
