using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Projects.V1;
using static Fund.Gateway.Tests.Portal.PublicFacts;

namespace Fund.Gateway.Tests.Portal;

/// <summary>What the services tell everybody about projects and the years before.</summary>
internal static class PublicProjects
{
    /// <summary>The end of every month from October 2024 to today.</summary>
    public static GetPositionHistoryResponse History()
    {
        var history = new GetPositionHistoryResponse();
        for (var month = new DateOnly(2024, 8, 1); month <= new DateOnly(2026, 11, 1); month = month.AddMonths(1))
        {
            // Nothing in the first two months: history begins with the first money.
            var n = Math.Max(0, ((month.Year - 2024) * 12) + month.Month - 9);
            history.Points.Add(
                new PositionPoint
                {
                    AsOf = month.AddMonths(1).AddDays(-1).ToString("yyyy-MM-dd"),
                    Received = Usd(n * 250_000_00L),
                    ProgrammeSupportCosts = Usd(n * 20_000_00L),
                    OperatingReserve = Usd(n > 0 ? 10_000_00 : 0),
                    Reserved = Usd(0),
                    Committed = Usd(n * 30_000_00L),
                    Disbursed = Usd(n * 150_000_00L),
                    Refunded = Usd(n > 5 ? 12_000_00 : 0),
                    Available = Usd(n * 50_000_00L),
                }
            );
        }

        return history;
    }

    /// <summary>One project of two years, paid once, under the first award; the second award has no agreement yet.</summary>
    public static ListPublishedActivitiesResponse Activities() =>
        new()
        {
            Activities =
            {
                new PublishedActivity
                {
                    AwardId = "0198f3a2-0000-7000-8000-00000000a001",
                    AgreementNumber = "VTF-2026-0001",
                    Title = "Safe harbour, phase 1",
                    CountryCode = "AL",
                    Amount = Usd(57_000_00),
                    State = AgreementState.Active,
                    SignedOn = "2026-06-20",
                    StartsOn = "2026-07-01",
                    EndsOn = "2027-12-31",
                    Instalments =
                    {
                        Instalment(1, 30_000_00, "2026-07-01", "2026-07-03"),
                        Instalment(2, 20_000_00, "2027-01-15", ""),
                        Instalment(3, 7_000_00, "2028-02-01", ""),
                    },
                },
            },
            Page = new PageResponse(),
        };

    private static PublishedInstalment Instalment(int number, long cents, string due, string paid) =>
        new()
        {
            Number = number,
            Amount = Usd(cents),
            DueOn = due,
            PaidOn = paid,
        };
}
