using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>
/// A month whose closing was asked for. Once closed by another person it takes no entry any more, nor does any month
/// before it, for good. See services/decisions/0026-closing-a-month.md.
/// </summary>
public sealed class AccountingPeriod
{
    /// <summary>Characters a note may have.</summary>
    public const int LongestNote = 500;

    private AccountingPeriod() { }

    public AccountingPeriod(DateOnly month, string requestedBy, string note, DateTimeOffset requestedAt)
    {
        Month = month;
        RequestedBy = requestedBy;
        Note = note;
        RequestedAt = requestedAt;
    }

    /// <summary>First day of the month.</summary>
    public DateOnly Month { get; private set; }

    /// <summary>Subject of who asked.</summary>
    public string RequestedBy { get; private set; } = "";

    public DateTimeOffset RequestedAt { get; private set; }

    public string Note { get; private set; } = "";

    /// <summary>Subject of who closed it: never who asked.</summary>
    public string? ClosedBy { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>When its sums were written down; null until the clock has done so.</summary>
    public DateTimeOffset? SummedAt { get; private set; }

    public bool IsClosed => ClosedAt is not null;

    /// <summary>Last day of a month given by its first.</summary>
    public static DateOnly LastDayOf(DateOnly month) =>
        new(month.Year, month.Month, DateTime.DaysInMonth(month.Year, month.Month));

    /// <summary>First day of the month a date is in.</summary>
    public static DateOnly MonthOf(DateOnly date) => new(date.Year, date.Month, 1);

    /// <summary>A month as people write it: 2026-09.</summary>
    public static string Text(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>A month that may be closed: over, and the next one in order.</summary>
    /// <param name="month">First day of the month.</param>
    /// <param name="closedThrough">Last day closed so far; null when none is.</param>
    /// <param name="today">The day of the books.</param>
    /// <exception cref="RefusedException">MONTH_NOT_OVER, MONTH_CLOSED or MONTH_OUT_OF_ORDER.</exception>
    public static void RequireCloseable(DateOnly month, DateOnly? closedThrough, DateOnly today)
    {
        if (LastDayOf(month) >= today)
        {
            throw PeriodRefusals.MonthNotOver(month, today).AsException();
        }

        if (closedThrough is { } closed && month <= closed)
        {
            throw PeriodRefusals.MonthClosed(month, closed.AddDays(1)).AsException();
        }

        if (closedThrough is { } before && month != before.AddDays(1))
        {
            throw PeriodRefusals.MonthOutOfOrder(month, before.AddDays(1)).AsException();
        }
    }

    /// <summary>Another person asks in the place of who asked first, so that the first may close it.</summary>
    /// <exception cref="RefusedException">MONTH_CLOSED; CLOSING_REQUESTED when the same person asks again.</exception>
    public void RequestAgain(string by, string note, DateTimeOffset at)
    {
        if (IsClosed)
        {
            throw PeriodRefusals.MonthClosed(Month, LastDayOf(Month).AddDays(1)).AsException();
        }

        if (by == RequestedBy)
        {
            throw PeriodRefusals.ClosingRequested(Month).AsException();
        }

        (RequestedBy, Note, RequestedAt) = (by, note, at);
    }

    /// <summary>Closes it.</summary>
    /// <exception cref="RefusedException">MONTH_CLOSED; FOUR_EYES when it is who asked for it.</exception>
    public void Close(string by, DateTimeOffset at)
    {
        if (IsClosed)
        {
            throw PeriodRefusals.MonthClosed(Month, LastDayOf(Month).AddDays(1)).AsException();
        }

        if (by == RequestedBy)
        {
            throw PeriodRefusals.FourEyes(Month).AsException();
        }

        ClosedBy = by;
        ClosedAt = at;
    }

    public void MarkSummed(DateTimeOffset at) => SummedAt ??= at;
}

/// <summary>What is refused about months and closing.</summary>
public static class PeriodRefusals
{
    public static Refusal MonthNotOver(DateOnly month, DateOnly today) =>
        Refusal.OfField(
            "MONTH_NOT_OVER",
            "month",
            $"{AccountingPeriod.Text(month)} is not over on {today:yyyy-MM-dd}; only a month that is over is closed."
        );

    public static Refusal MonthClosed(DateOnly month, DateOnly firstOpen) =>
        new(
            RefusalKind.WrongState,
            "MONTH_CLOSED",
            $"{AccountingPeriod.Text(month)} is closed; the first open day is {firstOpen:yyyy-MM-dd}."
        )
        {
            Facts = Facts(month, firstOpen),
        };

    public static Refusal MonthOutOfOrder(DateOnly month, DateOnly next) =>
        new(
            RefusalKind.WrongState,
            "MONTH_OUT_OF_ORDER",
            $"Months are closed in order: {AccountingPeriod.Text(next)} comes before {AccountingPeriod.Text(month)}."
        )
        {
            Facts = new Dictionary<string, string> { ["next_month"] = AccountingPeriod.Text(next) },
        };

    public static Refusal ClosingNotRequested(DateOnly month) =>
        new(
            RefusalKind.WrongState,
            "CLOSING_NOT_REQUESTED",
            $"Nobody has asked to close {AccountingPeriod.Text(month)} yet; a finance officer does, then a fund manager closes it."
        );

    public static Refusal ClosingRequested(DateOnly month) =>
        new(
            RefusalKind.WrongState,
            "CLOSING_REQUESTED",
            $"The closing of {AccountingPeriod.Text(month)} is asked for already and waits for a fund manager."
        );

    public static Refusal FourEyes(DateOnly month) =>
        new(
            RefusalKind.WrongState,
            "FOUR_EYES",
            $"Who asked to close {AccountingPeriod.Text(month)} cannot close it; another person does."
        );

    /// <summary>An entry was to be posted in a closed month.</summary>
    public static Refusal EntryInClosedMonth(DateOnly entryDate, DateOnly firstOpen) =>
        new(
            RefusalKind.WrongState,
            "MONTH_CLOSED",
            $"Nothing can be posted on {entryDate:yyyy-MM-dd}: {AccountingPeriod.Text(entryDate)} is closed, and the "
                + $"first open day is {firstOpen:yyyy-MM-dd}."
        )
        {
            Facts = Facts(entryDate, firstOpen),
        };

    private static Dictionary<string, string> Facts(DateOnly month, DateOnly firstOpen) =>
        new()
        {
            ["month"] = AccountingPeriod.Text(month),
            ["first_open_date"] = firstOpen.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
}
