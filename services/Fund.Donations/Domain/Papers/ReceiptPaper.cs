using Fund.Kernel;
using Fund.Paper;

namespace Fund.Donations.Domain.Papers;

/// <summary>
/// A receipt on one page of A4. It is made of the receipt and nothing else, so that printed again it is the same; only
/// the marks of a copy and of a reversal are added.
/// </summary>
public static class ReceiptPaper
{
    private const double Size = 10;
    private const double ValueLeft = PageFlow.Margin + 150;

    /// <summary>Makes the file.</summary>
    /// <param name="receipt">What stands on it.</param>
    /// <param name="voidSince">Day on which the contribution was reversed; null while the receipt holds.</param>
    /// <param name="copyOf">Day of the copy; null for the original.</param>
    public static byte[] Make(Receipt receipt, DateOnly? voidSince, DateOnly? copyOf)
    {
        var words = PaperWords.Of(receipt.Language);
        using var file = new MemoryStream();
        var document = Letterhead.Document(file, words, words.Receipt, receipt.Text, receipt.IssuedOn);
        var flow = new PageFlow(document, page => Letterhead.Continue(page, words, receipt.Text));
        if (voidSince is not null)
        {
            flow.Page.Across(words.Void, Ink.Faint);
        }

        Letterhead.Begin(flow, words, words.Receipt);
        if (copyOf is { } day)
        {
            flow.Paragraph(words.CopyOf.With(words.Date(day)), PaperFont.Bold, 12, Ink.Heading);
            flow.Space(6);
        }

        if (voidSince is { } reversed)
        {
            flow.Paragraph(words.VoidSince.With(words.Date(reversed)), PaperFont.Bold, 12);
            flow.Space(6);
        }

        foreach (var (name, value) in Facts(receipt, words))
        {
            Letterhead.Fact(flow, name, value, ValueLeft, Size);
        }

        flow.Space(16);
        flow.Paragraph(words.Thanks, PaperFont.Regular, Size);
        document.Finish();
        return file.ToArray();
    }

    private static IEnumerable<(string Name, string Value)> Facts(Receipt receipt, PaperWords words)
    {
        yield return (words.Number, receipt.Text);
        yield return (words.IssuedOn, words.Date(receipt.IssuedOn));
        yield return (words.Donor, receipt.DonorName);
        yield return (words.AmountReceived, words.Amount(receipt.Amount));
        yield return (words.ValueDate, words.Date(receipt.ValueDate));
        yield return (words.Channel, words.Channels[(int)receipt.Channel - 1]);
        if (receipt.PledgeReference.Length > 0)
        {
            yield return (words.Pledge, receipt.PledgeReference);
        }

        if (receipt.Earmark.Length > 0)
        {
            yield return (words.Earmark, receipt.Earmark);
        }

        if (receipt.UsdValue is not { } usd)
        {
            yield return (words.UsdValue, words.AwaitsRate);
        }
        else if (!receipt.Amount.Currency.Equals(Currency.Usd))
        {
            yield return (words.UsdValue, words.Amount(usd));
            yield return (
                words.Rate,
                words.RateInForce.With(
                    words.Rate(DonationRefusals.Plain(receipt.UnitsPerUsd ?? 0)),
                    receipt.Amount.Currency.Code,
                    words.Date(receipt.RateEffectiveDate ?? receipt.ValueDate)
                )
            );
        }
    }
}
