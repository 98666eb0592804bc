using System.Globalization;
using System.Text.RegularExpressions;
using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>
/// Confirms one contribution to its donor. Everything on it was copied when it was issued and never changes. Issued by
/// the database in one statement, so that numbers have no gaps (Persistence/Statements/ReceiptIssue.cs).
/// </summary>
public sealed partial class Receipt
{
    /// <summary>Wording and layout of receipts issued now. Another wording is another number; old ones stay.</summary>
    public const int CurrentForm = 1;

    private Receipt() { }

    public Guid Id { get; private set; }

    public Guid ContributionId { get; private set; }

    /// <summary>Who gave, when it was issued.</summary>
    public Guid DonorId { get; private set; }

    /// <summary>Year it was issued in.</summary>
    public int Year { get; private set; }

    /// <summary>From 1 within the year.</summary>
    public int Number { get; private set; }

    public DateOnly IssuedOn { get; private set; }

    public DateTimeOffset IssuedAt { get; private set; }

    /// <summary>Account that issued it.</summary>
    public string IssuedBy { get; private set; } = "";

    /// <summary><c>en</c> or <c>fr</c>.</summary>
    public string Language { get; private set; } = "en";

    public int Form { get; private set; }

    public string DonorName { get; private set; } = "";

    /// <summary>The name without case and accents, for searching.</summary>
    public string DonorSearchName { get; private set; } = "";

    public string? DonorCountryCode { get; private set; }

    public Money Amount { get; private set; }

    public DateOnly ValueDate { get; private set; }

    public Channel Channel { get; private set; }

    public string Earmark { get; private set; } = "";

    public string PledgeReference { get; private set; } = "";

    /// <summary>Null when the contribution waited for a rate; then the receipt is in the original currency only.</summary>
    public long? UsdCents { get; private set; }

    public decimal? UnitsPerUsd { get; private set; }

    public DateOnly? RateEffectiveDate { get; private set; }

    /// <summary>When the original was printed; whatever is printed after it is a copy.</summary>
    public DateTimeOffset? FirstPrintedAt { get; private set; }

    public Money? UsdValue => UsdCents is { } cents ? Money.UsdCents(cents) : null;

    /// <summary>As it stands on it: <c>R-2026-000001</c>.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"R-{Year:0000}-{Number:000000}");

    /// <summary>Year and number of a text such as <c>r-2026-17</c>; null when it is none.</summary>
    public static (int Year, int Number)? Parse(string text)
    {
        var match = NumberPattern().Match(text.Trim());
        return match.Success
            ? (
                int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)
            )
            : null;
    }

    [GeneratedRegex(@"^R-(\d{4})-(\d{1,9})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
