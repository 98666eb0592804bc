using FsCheck;
using FsCheck.Fluent;
using Fund.Donations.V1;
using Fund.Hosting;

namespace Fund.Donations.Tests;

/// <summary>What may happen to donors, pledges and contributions: done to a running service, and to the plain model.</summary>
internal sealed class DonationsSteps(DonationsFixture fund, DonationsModel model)
{
    private static readonly string[] Currencies = ["USD", "EUR", "JPY", "KWD"];

    public enum Kind
    {
        Donor,
        Pledge,
        Contribute,
        Pay,
        PayMore,
        Reverse,
        Correct,
        Cancel,
        Replan,
        Merge,
        Undo,
        Rate,
        Night,
    }

    public sealed record Step(Kind Kind, int Which, int Other, int Amount, int Day);

    private DateOnly Today => DateOnly.FromDateTime(fund.Clock.Now.UtcDateTime);

    public static Gen<Step> Any() =>
        from kind in Gen.Frequency(
            (2, Gen.Constant(Kind.Donor)),
            (6, Gen.Constant(Kind.Pledge)),
            (6, Gen.Constant(Kind.Contribute)),
            (9, Gen.Constant(Kind.Pay)),
            (3, Gen.Constant(Kind.PayMore)),
            (5, Gen.Constant(Kind.Reverse)),
            (6, Gen.Constant(Kind.Correct)),
            (2, Gen.Constant(Kind.Cancel)),
            (3, Gen.Constant(Kind.Replan)),
            (2, Gen.Constant(Kind.Merge)),
            (2, Gen.Constant(Kind.Undo)),
            (3, Gen.Constant(Kind.Rate)),
            (6, Gen.Constant(Kind.Night))
        )
        from which in Gen.Choose(0, 1000)
        from other in Gen.Choose(0, 1000)
        from amount in Gen.OneOf(Gen.Choose(1, 200), Gen.Choose(1, 5_000_000))
        from day in Gen.Choose(0, 30)
        select new Step(kind, which, other, amount, day);

    public Task DoAsync(Step step) =>
        step.Kind switch
        {
            Kind.Donor => AddDonorAsync(),
            Kind.Pledge => PledgeAsync(step),
            Kind.Contribute => ContributeAsync(step, null, step.Amount),
            Kind.Pay => ContributeAsync(step, Pick(model.Pledges, step.Which), 1 + (step.Amount / 3)),
            Kind.PayMore => ContributeAsync(step, Pick(model.Pledges, step.Which), step.Amount * 2L),
            Kind.Reverse => ReverseAsync(step),
            Kind.Correct => CorrectAsync(step),
            Kind.Cancel => CancelAsync(step),
            Kind.Replan => ReplanAsync(step),
            Kind.Merge => MergeAsync(step),
            Kind.Undo => UndoAsync(step),
            Kind.Rate => RateAsync(step),
            _ => Task.Run(() => fund.Clock.Advance(TimeSpan.FromDays(1 + (step.Day % 3)))),
        };

    public async Task AddDonorAsync() =>
        model.Donors.Add(new DonationsModel.Donor((await fund.DonorAsync($"Donor {model.Donors.Count}")).DonorId));

    private async Task PledgeAsync(Step step)
    {
        var (donor, on) = (Pick(model.Donors, step.Which)!, Day(step));
        var money = DonationsFixture.Amount(step.Amount, Currencies[step.Other % Currencies.Length]);
        var pledge = await fund.PledgeAsync(donor.Now.Id, money, on.ToWire());
        model.Pledges.Add(new DonationsModel.Pledge(pledge.PledgeId, donor.Now, step.Amount, money.CurrencyCode, on));
    }

    private async Task ContributeAsync(Step step, DonationsModel.Pledge? pledge, long minor)
    {
        var donor = pledge?.Owner.Now ?? Pick(model.Donors, step.Which)!.Now;
        var currency = pledge?.Currency ?? Currencies[step.Other % Currencies.Length];
        var made = await fund.ContributeAsync(
            donor.Id,
            DonationsFixture.Amount(minor, currency),
            Day(step).ToWire(),
            pledge?.Id ?? ""
        );
        model.Contributions.Add(
            new DonationsModel.Contribution(made.ContributionId, donor, minor, currency, Day(step), Day(step), pledge)
        );
    }

    private async Task ReverseAsync(Step step)
    {
        if (Pick(model.Contributions, step.Which) is { } row)
        {
            await fund.Finance.ReverseContributionAsync(
                new ReverseContributionRequest
                {
                    RequestId = NewId(),
                    ContributionId = row.Id,
                    Reason = "Sent back",
                }
            );
            row.ReversedOn = Today;
        }
    }

    private async Task CorrectAsync(Step step)
    {
        if (Pick(model.Contributions, step.Which) is not { } row)
        {
            return;
        }

        // Another donor, another pledge, another amount or another date.
        var pledge = step.Other % 3 == 0 ? Pick(model.Pledges, step.Other) : row.Pledge;
        var donor = pledge?.Owner.Now ?? (step.Other % 2 == 0 ? Pick(model.Donors, step.Other)!.Now : row.Owner.Now);
        var currency = pledge?.Currency ?? row.Currency;
        var date = step.Other % 5 == 0 ? Day(step) : row.ValueDate;
        var answer = await fund.Finance.CorrectContributionAsync(
            new CorrectContributionRequest
            {
                RequestId = NewId(),
                ContributionId = row.Id,
                Reason = "Typed wrongly",
                DonorId = donor.Id,
                Amount = DonationsFixture.Amount(step.Amount, currency),
                ValueDate = date.ToWire(),
                Channel = Channel.Bank,
                PledgeId = pledge?.Id ?? "",
            }
        );
        row.ReversedOn = Today;
        var id = answer.Contribution.ContributionId;
        model.Contributions.Add(new DonationsModel.Contribution(id, donor, step.Amount, currency, date, Today, pledge));
    }

    private async Task CancelAsync(Step step)
    {
        if (Pick(model.Pledges, step.Which) is { } pledge)
        {
            await fund.Finance.CancelPledgeAsync(
                new CancelPledgeRequest
                {
                    RequestId = NewId(),
                    PledgeId = pledge.Id,
                    Reason = "Budget",
                }
            );
            pledge.CancelledOn = Today;
        }
    }

    private async Task ReplanAsync(Step step)
    {
        if (Pick(model.Pledges, step.Which) is { } pledge)
        {
            var first = Math.Max(1, pledge.Minor / 2);
            var parts = new[] { first, pledge.Minor - first }.Where(minor => minor > 0);
            await fund.Finance.ChangePledgePlanAsync(
                new ChangePledgePlanRequest
                {
                    RequestId = NewId(),
                    PledgeId = pledge.Id,
                    Reason = "Asked for",
                    Instalments =
                    {
                        parts.Select(
                            (minor, i) =>
                                new PledgeInstalment
                                {
                                    DueDate = pledge.On.AddDays(step.Day * (i + 1)).ToWire(),
                                    Amount = DonationsFixture.Amount(minor, pledge.Currency),
                                }
                        ),
                    },
                }
            );
        }
    }

    private async Task MergeAsync(Step step)
    {
        var (survivor, duplicate) = (Pick(model.Donors, step.Which)!, Pick(model.Donors, step.Other)!);
        var answer = await fund.Finance.MergeDonorsAsync(
            new MergeDonorsRequest
            {
                RequestId = NewId(),
                DonorId = survivor.Id,
                DuplicateId = duplicate.Id,
                Reason = "The same",
            }
        );
        duplicate.MergedInto = survivor;
        duplicate.MergeId = answer.Donor.MergedFrom.Single(from => from.DonorId == duplicate.Id).MergeId;
    }

    private async Task UndoAsync(Step step)
    {
        var merged = model.Donors.Where(donor => donor.MergeId is not null).ToList();
        if (Pick(merged, step.Which) is { } duplicate)
        {
            await fund.Finance.UndoMergeAsync(
                new UndoMergeRequest
                {
                    RequestId = NewId(),
                    MergeId = duplicate.MergeId,
                    Reason = "Two after all",
                }
            );
            (duplicate.MergedInto, duplicate.MergeId) = (null, null);
        }
    }

    private async Task RateAsync(Step step) =>
        await fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = NewId(),
                CurrencyCode = Currencies[1 + (step.Which % 3)],
                EffectiveDate = Day(step).ToWire(),
                UnitsPerUsd = $"{1 + (step.Amount % 40)}.{step.Other % 100:00}",
            }
        );

    /// <summary>A day of the past month or so.</summary>
    private DateOnly Day(Step step) => Today.AddDays(-step.Day);

    private static T? Pick<T>(List<T> from, int which)
        where T : class => from.Count == 0 ? null : from[which % from.Count];

    private static string NewId() => DonationsFixture.NewId();
}
