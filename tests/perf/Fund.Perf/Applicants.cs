using System.Globalization;
using Fund.Common.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;

namespace Fund.Perf;

/// <summary>One organisation with a draft: what it saved last, and what the service told it.</summary>
internal sealed class Applicant(int number)
{
    private static readonly string Paragraph = string.Join(
        ' ',
        Enumerable.Repeat("Shelter, legal aid and a way back to work for people who were exploited.", 8)
    );

    /// <summary>Signs off for its organisation, and saves as any member of it would.</summary>
    public Caller Caller { get; } =
        Caller.Person(
            Guid.CreateVersion7().ToString("D"),
            Guid.CreateVersion7(),
            null,
            Role.OrganisationMember,
            Role.AuthorisingOfficer
        );

    public int Number { get; } = number;

    public string ProposalId { get; set; } = "";

    /// <summary>How often each of the two sections was saved; its newest acknowledged text names it.</summary>
    public int[] Saved { get; } = [0, 0];

    /// <summary>Which of the two is saved next.</summary>
    public int Turned { get; set; }

    /// <summary>True once a submission was acknowledged.</summary>
    public bool Submitted { get; set; }

    /// <summary>One thing at a time, as a page does.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>What the page of a section saves by itself: the project, or some five kilobytes of answers.</summary>
    /// <param name="section">0 or 1.</param>
    /// <param name="save">How often that section will have been saved; its text names it.</param>
    public ProposalContent Part(int section, int save)
    {
        if (section == 0)
        {
            return new ProposalContent
            {
                Title = TextOf(save),
                Summary = Paragraph + " " + Paragraph,
                CountryCode = "KE",
                Requested = Usd(30_000_00),
                DurationMonths = 12,
            };
        }

        var content = new ProposalContent();
        content.Answers.AddRange(
            DeadlineRush.Questions.Select(
                (key, i) => new Answer { Key = key, Value = i == 0 ? TextOf(save) : Paragraph }
            )
        );
        return content;
    }

    /// <summary>Saved once, before the rush.</summary>
    public static ProposalContent Budget()
    {
        var content = new ProposalContent();
        content.Budget.AddRange(
            "ABCDEF".Select(category => new BudgetLine
            {
                Category = category.ToString(),
                Description = "What is needed for a year",
                Amount = Usd(5_000_00),
            })
        );
        return content;
    }

    public string TextOf(int save) => string.Create(CultureInfo.InvariantCulture, $"Project {Number}, save {save}");

    public static Money Usd(long cents) => new() { MinorUnits = cents, CurrencyCode = "USD" };
}
