using System.Globalization;
using Fund.Gateway.Portal.Applying;
using Fund.Gateway.Portal.Forms;
using Fund.GrantCalls.V1;

namespace Fund.Gateway.Portal.Pages.Organisation;

/// <summary>One section of a draft proposal as inputs of a form and back.</summary>
internal static class ProposalForm
{
    public const int MostLines = 200;

    /// <summary>The project or the budget as inputs; sections of the form are filled by <see cref="FormAnswers"/>.</summary>
    public static void Fill(FormState form, string section, ProposalContent content)
    {
        if (section == Application.Project)
        {
            form.Fill("content.title", content.Title).Fill("content.summary", content.Summary);
            form.Fill("content.countryCode", content.CountryCode).FillMoney("content.requested", content.Requested);
            if (content.DurationMonths > 0)
            {
                form.Fill("content.durationMonths", content.DurationMonths.ToString(CultureInfo.InvariantCulture));
            }
        }
        else if (section == Application.Budget)
        {
            for (var i = 0; i < content.Budget.Count; i++)
            {
                var line = content.Budget[i];
                form.Fill($"content.budget.{i}.category", line.Category);
                form.Fill($"content.budget.{i}.description", line.Description);
                form.FillMoney($"content.budget.{i}.amount", line.Amount);
                BudgetForm.Fill(form, $"content.budget.{i}.details", line.Details);
            }
        }
    }

    /// <summary>What one section says, and nothing of the others.</summary>
    public static ProposalContent Read(FormState form, string section, Application work, Words words)
    {
        var content = new ProposalContent();
        if (section == Application.Project)
        {
            content.Title = form.Text("content.title");
            content.Summary = form.Text("content.summary");
            content.CountryCode = form["content.countryCode"];
            content.Requested = form.Money("content.requested", words["Proposal.Requested"], "USD");
            content.DurationMonths = form.Whole("content.durationMonths", words["Proposal.Months"]) ?? 0;
        }
        else if (section == Application.Budget)
        {
            content.Budget.AddRange(ReadBudget(form, words));
        }
        else if (work.SectionOf(section) is { } asked)
        {
            content.Answers.AddRange(
                FormAnswers
                    .Read(form, asked, work.Answers)
                    .Select(answer => new Answer { Key = answer.Key, Value = answer.Value })
            );
        }

        return content;
    }

    private static IEnumerable<BudgetLine> ReadBudget(FormState form, Words words)
    {
        for (var i = 0; i < MostLines; i++)
        {
            var row = $"content.budget.{i}";
            var typed = form.Text(row + ".category") + form.Text(row + ".description") + form.Text(row + ".amount");
            var details = BudgetForm.Read(form, row + ".details", words);
            if (typed.Length > 0 || details is not null)
            {
                yield return new BudgetLine
                {
                    Category = form[row + ".category"],
                    Description = form.Text(row + ".description"),
                    Amount = form.Money(row + ".amount", words["Proposal.AmountUsd"], "USD"),
                    Details = details,
                };
            }
        }
    }
}
