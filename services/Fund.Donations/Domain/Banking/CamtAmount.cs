using System.Globalization;
using System.Xml.Linq;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>An amount as a bank wrote it: never negative, the sign stands beside it.</summary>
internal readonly record struct CamtAmount(string Raw, decimal Value, string Currency)
{
    /// <summary>ISO 20022 amounts have at most 18 digits.</summary>
    private const decimal Limit = 1_000_000_000_000_000_000m;

    /// <summary>Reads an Amt element.</summary>
    /// <exception cref="RefusedException">BAD_FILE when it is missing, negative or no number.</exception>
    public static CamtAmount Read(XElement? amount, FilePlace place)
    {
        var raw = amount.Text();
        var plain = decimal.TryParse(raw, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        return plain && value < Limit
            ? new CamtAmount(raw, value, amount?.Attribute("Ccy")?.Value ?? "")
            : throw DonationRefusals
                .NotAFile(
                    amount is null ? "An amount (Amt) is missing." : $"'{Shown(raw)}' is not an amount.",
                    place.Line,
                    place.Position
                )
                .AsException();
    }

    /// <exception cref="RefusedException">BAD_FILE when the direction is missing or unknown.</exception>
    public static bool IsCredit(XElement element) =>
        element.Child("CdtDbtInd").Text() switch
        {
            "CRDT" => true,
            "DBIT" => false,
            var other => throw DonationRefusals
                .NotAFile(
                    $"'{Shown(other)}' is no direction; CdtDbtInd is CRDT or DBIT.",
                    element.Place().Line,
                    element.Place().Position
                )
                .AsException(),
        };

    /// <summary>The exact amount, or null when the currency is unknown here or has fewer decimals.</summary>
    public Money? ToMoney()
    {
        if (Kernel.Currency.Find(Currency) is not { } currency)
        {
            return null;
        }

        var scaled = Value * currency.MinorUnitsPerUnit;
        return scaled == decimal.Truncate(scaled) && scaled <= long.MaxValue ? new Money((long)scaled, currency) : null;
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
