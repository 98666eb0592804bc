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

    /// <summary>Version of the newest save that was acknowledged.</summary>
    public int Version { get; set; }

    /// <summary>What the newest acknowledged save wrote; nothing older may be found afterwards.</summary>
    public int Saved { get; set; }

    /// <summary>True once a submission was acknowledged.</summary>
    public bool Submitted { get; set; }

    /// <summary>One thing at a time, as a page does.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>A whole proposal of some six kilobytes that names the save.</summary>
    public ProposalContent Content(int save)
    {
        var content = new ProposalContent
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"Project {Number}, save {save}"),
            Summary = Paragraph + " " + Paragraph,
            CountryCode = "KE",
            Requested = Usd(30_000_00),
            DurationMonths = 12,
        };
        content.Answers.AddRange(DeadlineRush.Questions.Select(key => new Answer { Key = key, Value = Paragraph }));
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

    public static Money Usd(long cents) => new() { MinorUnits = cents, CurrencyCode = "USD" };
}
