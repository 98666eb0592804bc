using Fund.Gateway.Portal.Forms;
using Fund.GrantCalls.V1;

namespace Fund.Gateway.Portal.Pages.Organisation;

/// <summary>How a line of a budget is made up, as inputs of a form and back.</summary>
internal static class BudgetForm
{
    public const int MostQuarters = 20;

    private static readonly string[] Inputs =
    [
        "place",
        "indirect",
        "management",
        "directAssistance",
        "unit",
        "shareOfTime",
        "quantity",
        "unitCost",
        "months",
        "charged",
        "otherFunding",
        "remark",
    ];

    /// <summary>True when anything is said about how a line is made up.</summary>
    public static bool IsTyped(FormState form, string name) =>
        Inputs.Any(input => form.Text($"{name}.{input}").Length > 0)
        || Enumerable.Range(0, MostQuarters).Any(i => form.Text($"{name}.quarters.{i}").Length > 0);

    public static void Fill(FormState form, string name, BudgetDetails? details)
    {
        if (details is null)
        {
            return;
        }

        form.Fill($"{name}.place", details.Place).Fill($"{name}.unit", details.Unit);
        form.Fill($"{name}.indirect", details.Indirect ? "yes" : "");
        form.Fill($"{name}.management", details.Management ? "yes" : "");
        form.Fill($"{name}.directAssistance", details.DirectAssistance ? "yes" : "");
        form.FillHundredths($"{name}.shareOfTime", details.ShareOfTime);
        form.FillHundredths($"{name}.quantity", details.Quantity);
        form.FillHundredths($"{name}.months", details.Months);
        form.FillHundredths($"{name}.charged", details.Charged);
        form.FillMoney($"{name}.unitCost", details.UnitCost).FillMoney($"{name}.otherFunding", details.OtherFunding);
        form.Fill($"{name}.remark", details.Remark);
        for (var i = 0; i < details.Quarters.Count; i++)
        {
            form.FillHundredths($"{name}.quarters.{i}", details.Quarters[i]);
        }
    }

    /// <summary>Null when nothing is said.</summary>
    public static BudgetDetails? Read(FormState form, string name, Words words)
    {
        if (!IsTyped(form, name))
        {
            return null;
        }

        var details = new BudgetDetails
        {
            Place = form.Text($"{name}.place"),
            Indirect = form.IsChecked($"{name}.indirect"),
            Management = form.IsChecked($"{name}.management"),
            DirectAssistance = form.IsChecked($"{name}.directAssistance"),
            Unit = form.Text($"{name}.unit"),
            ShareOfTime = Small(form.Hundredths($"{name}.shareOfTime", words["Budget.ShareOfTime"])),
            Quantity = form.Hundredths($"{name}.quantity", words["Budget.Quantity"]) ?? 0,
            UnitCost = form.Money($"{name}.unitCost", words["Budget.UnitCost"], "USD"),
            Months = Small(form.Hundredths($"{name}.months", words["Budget.Months"])),
            Charged = Small(form.Hundredths($"{name}.charged", words["Budget.Charged"])),
            OtherFunding = form.Money($"{name}.otherFunding", words["Budget.OtherFunding"], "USD"),
            Remark = form.Text($"{name}.remark"),
        };
        var quarters = Enumerable
            .Range(0, MostQuarters)
            .Select(i => form.Hundredths($"{name}.quarters.{i}", words["Budget.Quarter", i + 1]) ?? 0)
            .ToList();
        details.Quarters.AddRange(quarters.Take(quarters.FindLastIndex(cents => cents != 0) + 1));
        return details;
    }

    /// <summary>What is far too large is refused by the service, which says what is allowed.</summary>
    private static int Small(long? value) => (int)Math.Clamp(value ?? 0, -1, int.MaxValue);
}
