using System.Globalization;
using Fund.Gateway.Portal.Forms;
using Fund.GrantCalls.V1;

namespace Fund.Gateway.Portal.Pages.Organisation;

/// <summary>A draft proposal as inputs of a form and back.</summary>
internal static class ProposalForm
{
    private const int MostLines = 200;

    public static void Fill(FormState form, Proposal proposal, Call call)
    {
        var content = proposal.Content ?? new ProposalContent();
        form.Fill("version", proposal.Version.ToString(CultureInfo.InvariantCulture));
        form.Fill("content.title", content.Title).Fill("content.summary", content.Summary);
        form.Fill("content.countryCode", content.CountryCode).FillMoney("content.requested", content.Requested);
        if (content.DurationMonths > 0)
        {
            form.Fill("content.durationMonths", content.DurationMonths.ToString(CultureInfo.InvariantCulture));
        }

        for (var i = 0; i < call.Terms.Questions.Count; i++)
        {
            var question = call.Terms.Questions[i];
            var value = content.Answers.FirstOrDefault(answer => answer.Key == question.Key)?.Value;
            if (question.Type == QuestionType.Date)
            {
                form.FillDate($"content.answers.{i}", value);
            }
            else
            {
                form.Fill($"content.answers.{i}", value);
            }
        }

        for (var i = 0; i < content.Budget.Count; i++)
        {
            var line = content.Budget[i];
            form.Fill($"content.budget.{i}.category", line.Category);
            form.Fill($"content.budget.{i}.description", line.Description);
            form.FillMoney($"content.budget.{i}.amount", line.Amount);
        }
    }

    public static ProposalContent Read(FormState form, Call call, Words words)
    {
        var content = new ProposalContent
        {
            Title = form.Text("content.title"),
            Summary = form.Text("content.summary"),
            CountryCode = form["content.countryCode"],
            Requested = form.Money("content.requested", words["Proposal.Requested"], "USD"),
            DurationMonths = form.Whole("content.durationMonths", words["Proposal.Months"]) ?? 0,
        };
        for (var i = 0; i < call.Terms.Questions.Count; i++)
        {
            var question = call.Terms.Questions[i];
            var name = $"content.answers.{i}";
            var value = question.Type == QuestionType.Date ? form.Date(name, question.Label) : form.Text(name);
            if (value.Length > 0)
            {
                content.Answers.Add(new Answer { Key = question.Key, Value = value });
            }
        }

        for (var i = 0; i < MostLines; i++)
        {
            var row = $"content.budget.{i}";
            if (
                form.Text(row + ".category").Length
                    + form.Text(row + ".description").Length
                    + form.Text(row + ".amount").Length
                == 0
            )
            {
                continue;
            }

            content.Budget.Add(
                new BudgetLine
                {
                    Category = form[row + ".category"],
                    Description = form.Text(row + ".description"),
                    Amount = form.Money(row + ".amount", words["Proposal.AmountUsd"], "USD"),
                }
            );
        }

        return content;
    }
}
