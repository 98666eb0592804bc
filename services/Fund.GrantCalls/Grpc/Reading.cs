using Fund.GrantCalls.Domain;
using Fund.Hosting;
using Fund.Kernel;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.GrantCalls.Grpc;

/// <summary>What this service reads in more than one place.</summary>
internal static class Reading
{
    /// <summary>Ten trillion dollars: sums of a whole list of such amounts still fit 64 bits of cents.</summary>
    private const long MostCents = 1_000_000_000_000_000;

    /// <summary>A required amount of US dollars above zero.</summary>
    public static Money Usd(this Check check, string field, WireMoney? value)
    {
        var amount = check.PositiveMoney(field, value, Currency.Usd);
        if (amount.MinorUnits > MostCents)
        {
            check.Add(Refusals.AmountTooLarge(field, amount.ToString()));
        }

        return amount;
    }

    /// <summary>An amount of US dollars above zero, or null when absent.</summary>
    public static Money? OptionalUsd(this Check check, string field, WireMoney? value) =>
        value is null ? null : check.Usd(field, value);

    /// <summary>Names, each once whatever the case, at most as many as given.</summary>
    public static List<string> Names(this Check check, string field, IReadOnlyList<string> names)
    {
        var read = new List<string>();
        for (var i = 0; i < names.Count; i++)
        {
            var name = check.Text($"{field}[{i}]", names[i], 200);
            check.That(
                !read.Contains(name, StringComparer.OrdinalIgnoreCase),
                $"{field}[{i}]",
                $"'{Shown.Of(name)}' is named twice."
            );
            read.Add(name);
        }

        return read;
    }
}
