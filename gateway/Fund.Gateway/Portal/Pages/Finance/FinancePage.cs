using System.Globalization;
using Fund.Gateway.Portal.Forms;
using Fund.Hosting;
using Microsoft.AspNetCore.Components;

namespace Fund.Gateway.Portal.Pages.Finance;

/// <summary>What the pages of the finance part share: who may write, names of donors, rows of a form.</summary>
public abstract class FinancePage : FundPage
{
    private const int MostRows = 60;

    [Inject]
    private protected DonorNames Names { get; set; } = default!;

    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>Auditors read everything and change nothing; the services see to it, the pages don't offer it.</summary>
    protected bool MayWrite => Visitor.Is(Role.FinanceOfficer, Role.FundManager);

    protected DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);

    protected static string Wire(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The address of a file of the API; parameters without a value are left out.</summary>
    protected string FileOf(string path, IReadOnlyDictionary<string, object?> query) =>
        Nav.GetUriWithQueryParameters("/api/v1" + path, query);

    /// <summary>Null for nothing, so that a parameter is left out of an address.</summary>
    protected static string? Or(string text) => text.Length > 0 ? text : null;

    /// <summary>A value as the API writes it: <c>memberState</c>; null for the unspecified one.</summary>
    protected static string? OnWire<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        var name = value.ToString();
        return Convert.ToInt32(value, CultureInfo.InvariantCulture) == 0
            ? null
            : char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>
    /// How many rows a form has: as many as it had when it was sent, one more when that was asked for, and never fewer than
    /// the least. A row is added by sending the form, so that it needs no script.
    /// </summary>
    internal static int RowsOf(FormState form, string name, int least)
    {
        var had = Math.Max(TypedNumber.Digits(form[name + ".rows"]), least);
        return Math.Min(form["action"] == "add-" + name ? had + 1 : had, MostRows);
    }

    /// <summary>True when the form was sent for something else than what it is for: one more row, a look at what was found.</summary>
    protected static bool IsOnlyAsking(FormState form) => form["action"].Length > 0;

    /// <summary>A yes or no of the address.</summary>
    protected bool Asked(string name) => Query(name) is "yes" or "true";
}
