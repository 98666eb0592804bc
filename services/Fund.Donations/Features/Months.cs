using System.Globalization;
using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>Months as they come in and go out.</summary>
internal static class Months
{
    /// <summary>A required month such as 2026-09, as its first day.</summary>
    public static DateOnly Month(this Check check, string field, string value)
    {
        if (DateOnly.TryParseExact(value, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
        {
            return month;
        }

        var shown = value.Length <= 20 ? value : value[..20] + "…";
        check.Add(
            value.Length == 0
                ? Refusals.Required(field)
                : Refusal.OfField("NOT_A_MONTH", field, $"'{shown}' is not a month; write it as 2026-09.")
        );
        return default;
    }

    public static V1.AccountingPeriod ToWire(this AccountingPeriod period) =>
        new()
        {
            Month = AccountingPeriod.Text(period.Month),
            RequestedBy = period.RequestedBy,
            RequestedAt = period.RequestedAt.ToWire(),
            Note = period.Note,
            Closed = period.IsClosed,
            ClosedBy = period.ClosedBy ?? "",
            ClosedAt = period.ClosedAt?.ToWire(),
        };
}
