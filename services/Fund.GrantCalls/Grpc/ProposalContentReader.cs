using Fund.Forms;
using Fund.GrantCalls.Domain;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.GrantCalls.Grpc;

/// <summary>
/// Reads what a draft says. Anything may be missing or unfinished, so that nothing typed is ever lost; what could never
/// be right (another currency, a question the call does not ask) is refused.
/// </summary>
/// <param name="check">Takes what is wrong.</param>
/// <param name="form">The form in force.</param>
/// <param name="kept">Keys of answers that the draft has from earlier versions of the form.</param>
internal sealed class ProposalContentReader(Check check, FormVersion form, IReadOnlySet<string> kept)
{
    private const int MostLines = 500;
    private const int MostAnswers = 5_000;
    private const int LongestAnswer = 100_000;
    private const int MostMonths = 1_200;
    private const int MostQuarters = 20;
    private const int WholeShare = 10_000;

    /// <summary>A million million units, in hundredths: products with it stay within what a decimal holds.</summary>
    private const long MostQuantity = 100_000_000_000_000;
    private const long MostCents = 1_000_000_000_000_000;

    public ProposalContent Read(V1.ProposalContent? wire)
    {
        wire ??= new V1.ProposalContent();
        check.That(
            wire.CountryCode.Length == 0 || Countries.Exists(wire.CountryCode),
            "content.country_code",
            "This is no ISO 3166-1 country code; write two capital letters such as KE."
        );
        check.That(
            wire.DurationMonths is >= 0 and <= MostMonths,
            "content.duration_months",
            $"{wire.DurationMonths} months are no duration of a project."
        );
        return new ProposalContent(
            check.OptionalText("content.title", wire.Title, 200),
            check.OptionalText("content.summary", wire.Summary, 4_000),
            wire.CountryCode,
            check.OptionalUsd("content.requested", wire.Requested),
            wire.DurationMonths,
            Answers(wire.Answers),
            Budget(wire.Budget)
        );
    }

    private List<Answer> Answers(IReadOnlyList<V1.Answer> answers)
    {
        check.That(
            answers.Count <= MostAnswers,
            "content.answers",
            $"{answers.Count} answers; at most {MostAnswers} are allowed."
        );
        var (read, seen) = (new List<Answer>(), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < answers.Count; i++)
        {
            var (answer, path) = (answers[i], $"content.answers[{i}]");
            check.That(
                form.Asks(answer.Key) || kept.Contains(answer.Key),
                $"{path}.key",
                "The call asks no question with this key."
            );
            check.That(seen.Add(answer.Key), $"{path}.key", "This question is answered twice.");
            read.Add(new Answer(answer.Key, check.OptionalText($"{path}.value", answer.Value, LongestAnswer)));
        }

        return read;
    }

    private List<BudgetItem> Budget(IReadOnlyList<V1.BudgetLine> lines)
    {
        check.That(
            lines.Count <= MostLines,
            "content.budget",
            $"{lines.Count} lines; at most {MostLines} are allowed."
        );
        var read = new List<BudgetItem>();
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, path) = (lines[i], $"content.budget[{i}]");
            check.That(
                line.Category.Length == 0
                    || (
                        line.Category.Length == 1
                        && SubmissionRules.Categories.Contains(line.Category[0], StringComparison.Ordinal)
                    ),
                $"{path}.category",
                "The categories are A to G."
            );
            read.Add(
                new BudgetItem(
                    line.Category,
                    check.OptionalText($"{path}.description", line.Description, 200),
                    check.OptionalUsd($"{path}.amount", line.Amount),
                    line.Details is { } details ? Details($"{path}.details", details) : null
                )
            );
        }

        return read;
    }

    private BudgetDetails Details(string path, V1.BudgetDetails wire)
    {
        Within($"{path}.share_of_time", wire.ShareOfTime, WholeShare);
        Within($"{path}.charged", wire.Charged, WholeShare);
        Within($"{path}.months", wire.Months, MostMonths * 100);
        Within($"{path}.quantity", wire.Quantity, MostQuantity);
        check.That(
            wire.Quarters.Count <= MostQuarters,
            $"{path}.quarters",
            $"{wire.Quarters.Count} quarters; at most {MostQuarters} are allowed."
        );
        for (var i = 0; i < wire.Quarters.Count; i++)
        {
            Within($"{path}.quarters[{i}]", wire.Quarters[i], MostCents);
        }

        var figures = new BudgetFigures
        {
            IsIndirect = wire.Indirect,
            IsManagement = wire.Management,
            IsDirectAssistance = wire.DirectAssistance,
            Quantity = Known(wire.Quantity),
            UnitCost = check.OptionalUsd($"{path}.unit_cost", wire.UnitCost)?.MinorUnits,
            Months = Known(wire.Months),
            ShareOfTime = Known(wire.ShareOfTime),
            Charged = Known(wire.Charged),
            OtherFunding = check.OptionalUsd($"{path}.other_funding", wire.OtherFunding)?.MinorUnits,
            Quarters = [.. wire.Quarters],
        };
        return new BudgetDetails(
            check.OptionalText($"{path}.place", wire.Place, 100),
            check.OptionalText($"{path}.unit", wire.Unit, 40),
            figures,
            check.OptionalText($"{path}.remark", wire.Remark, 500)
        );
    }

    private void Within(string field, long value, long most) =>
        check.That(value >= 0 && value <= most, field, $"{value} is not from 0 to {most}.");

    private static long? Known(long value) => value == 0 ? null : value;
}
