using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>
/// Work that a new rate makes: contributions of its currency from a value date on are looked at in the order of value
/// date and id, in steps. Those that waited get their value, those with another rate a correction.
/// </summary>
public sealed class RateValuation
{
    private RateValuation() { }

    public RateValuation(string currencyCode, DateOnly fromDate, DateTimeOffset createdAt)
    {
        Id = Guid.CreateVersion7();
        CurrencyCode = currencyCode;
        FromDate = fromDate;
        AfterDate = fromDate;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public string CurrencyCode { get; private set; } = "";

    public DateOnly FromDate { get; private set; }

    /// <summary>Value date of the last contribution looked at.</summary>
    public DateOnly AfterDate { get; private set; }

    /// <summary>Id of the last contribution looked at.</summary>
    public Guid AfterId { get; private set; }

    public long Valued { get; private set; }

    public long Corrected { get; private set; }

    /// <summary>What corrections added so far, USD cents.</summary>
    public long DifferenceCents { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Why the last step was refused; empty when it was not.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Counts a step.</summary>
    public void Step(Contribution last, int valued, int corrected, Money difference)
    {
        AfterDate = last.ValueDate;
        AfterId = last.Id;
        Valued += valued;
        Corrected += corrected;
        DifferenceCents += difference.MinorUnits;
        Problem = "";
    }

    public void Finish(DateTimeOffset at)
    {
        FinishedAt = at;
        Problem = "";
    }

    public void Stop(Sentence problem) => Problem = problem.Text;
}
