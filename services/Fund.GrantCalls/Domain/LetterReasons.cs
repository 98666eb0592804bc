using System.Collections.Frozen;
using System.Globalization;

namespace Fund.GrantCalls.Domain;

/// <summary>
/// Why a proposal does not meet the conditions, in the language of its letter: what a rule found is said in our words,
/// what a person decided in theirs. {0} is the number that the criterion asks for.
/// </summary>
public static class LetterReasons
{
    private static readonly FrozenDictionary<(CriterionKind Kind, string Language), string> Words = Read([
        (
            CriterionKind.YearsRegistered,
            [
                "L’organisation n’est pas enregistrée depuis {0} ans.",
                "La organización no lleva {0} años registrada.",
                "لم تمضِ على تسجيل المنظمة المدة المطلوبة ({0} سنوات).",
                "Организация зарегистрирована менее {0} лет.",
                "该组织注册未满{0}年。",
            ]
        ),
        (
            CriterionKind.YearsOfAssistance,
            [
                "L’organisation n’aide pas directement les victimes depuis {0} ans.",
                "La organización no lleva {0} años asistiendo directamente a víctimas.",
                "لم تمضِ على عمل المنظمة في المساعدة المباشرة المدة المطلوبة ({0} سنوات).",
                "Организация оказывает прямую помощь менее {0} лет.",
                "该组织从事直接援助未满{0}年。",
            ]
        ),
        (
            CriterionKind.AmountInRange,
            [
                "Le montant demandé est hors des limites de l’appel.",
                "El importe solicitado está fuera de los límites de la convocatoria.",
                "المبلغ المطلوب خارج حدود الدعوة.",
                "Запрошенная сумма выходит за пределы конкурса.",
                "申请金额超出征集规定的范围。",
            ]
        ),
        (
            CriterionKind.DurationInRange,
            [
                "La durée du projet est hors des limites de l’appel.",
                "La duración del proyecto está fuera de los límites de la convocatoria.",
                "مدة المشروع خارج حدود الدعوة.",
                "Срок проекта выходит за пределы конкурса.",
                "项目期限超出征集规定的范围。",
            ]
        ),
        (
            CriterionKind.OwnBankAccount,
            [
                "Le compte bancaire de l’organisation n’est pas vérifié.",
                "La cuenta bancaria de la organización no está verificada.",
                "لم يُتحقق من الحساب المصرفي للمنظمة.",
                "Банковский счёт организации не подтверждён.",
                "该组织的银行账户未经核实。",
            ]
        ),
        (
            CriterionKind.DueDiligence,
            [
                "La vérification de l’organisation n’est pas à jour ou a relevé un obstacle.",
                "La verificación de la organización no está vigente o halló un impedimento.",
                "التحقق من المنظمة غير سارٍ أو أظهر مانعاً.",
                "Проверка организации не действует или выявила препятствие.",
                "该组织的尽职调查已失效或发现障碍。",
            ]
        ),
        (
            CriterionKind.PseaPolicy,
            [
                "L’organisation n’a pas déclaré de politique contre l’exploitation et les abus sexuels.",
                "La organización no ha declarado una política contra la explotación y los abusos sexuales.",
                "لم تصرّح المنظمة بسياسة لمنع الاستغلال والانتهاك الجنسيين.",
                "Организация не заявила о политике против сексуальной эксплуатации и насилия.",
                "该组织未声明有防止性剥削和性虐待的政策。",
            ]
        ),
    ]);

    /// <summary>Every reason of a proposal that is not eligible, one after the other.</summary>
    /// <param name="call">Whose criteria they are.</param>
    /// <param name="results">What was found and decided.</param>
    /// <param name="language">Code of the letter's language; English has the rule's own words with their figures.</param>
    public static string Of(Call call, IEnumerable<CriterionResult> results, string language) =>
        string.Join(
            " ",
            results.Where(row => row.Outcome == CriterionOutcome.NotMet).Select(row => Say(call, row, language))
        );

    private static string Say(Call call, CriterionResult result, string language)
    {
        var criterion = result.DecidedBy is null ? call.Criteria.FirstOrDefault(row => row.Key == result.Key) : null;
        return criterion is not null && Words.TryGetValue((criterion.Kind, language), out var words)
            ? string.Format(CultureInfo.InvariantCulture, words, criterion.Number)
            : result.Reason;
    }

    /// <summary>Words in French, Spanish, Arabic, Russian and Chinese, by what they are about.</summary>
    private static FrozenDictionary<(CriterionKind, string), string> Read(
        IEnumerable<(CriterionKind Kind, string[] Words)> rows
    ) =>
        rows.SelectMany(row => LetterTexts.Languages.Skip(1).Zip(row.Words, (code, text) => ((row.Kind, code), text)))
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.text);
}
