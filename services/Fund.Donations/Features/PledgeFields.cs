using Fund.Donations.Domain;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf.Collections;

namespace Fund.Donations.Features;

/// <summary>What requests say of pledges, checked in the same way.</summary>
internal static class PledgeFields
{
    /// <summary>Characters a reference may have.</summary>
    public const int LongestReference = 100;

    private const int MostInstalments = 120;

    /// <summary>A plan of instalments, each due on the day of the pledge or later.</summary>
    public static List<(DateOnly DueDate, Money Amount)> Instalments(
        this Check check,
        RepeatedField<V1.PledgeInstalment> given,
        Currency currency,
        DateOnly pledgedOn
    )
    {
        var instalments = new List<(DateOnly DueDate, Money Amount)>();
        check.That(
            given.Count <= MostInstalments,
            "instalments",
            $"There are {given.Count} instalments; at most {MostInstalments} are taken."
        );
        foreach (var (i, instalment) in given.Take(MostInstalments).Index())
        {
            var field = $"instalments[{i}]";
            var due = check.Date($"{field}.due_date", instalment.DueDate);
            if (due != default && due < pledgedOn)
            {
                check.Add(DonationRefusals.InstalmentBeforePledge($"{field}.due_date", due, pledgedOn));
            }

            var part = check.PositiveMoney($"{field}.amount", instalment.Amount, currency);
            instalments.Add((due, part.Bounded($"{field}.amount", check)));
        }

        return instalments;
    }

    /// <summary>The day for whose end something is asked: today when nothing is said, and never later.</summary>
    public static DateOnly AsOf(this Check check, string given, DateOnly today) =>
        given.Length == 0 ? today : check.PastDate("as_of", given, today);

    /// <summary>A currency to filter by, or null for all.</summary>
    public static Currency? OptionalCurrency(this Check check, string given)
    {
        if (given.Length == 0)
        {
            return null;
        }

        var currency = Currency.Find(given);
        if (currency is null)
        {
            check.Add(Refusals.UnknownCurrency("currency_code", given.Length <= 20 ? given : given[..20] + "…"));
        }

        return currency;
    }
}
