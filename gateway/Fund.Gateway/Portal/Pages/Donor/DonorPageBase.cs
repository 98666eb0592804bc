using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Portal.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Fund.Gateway.Portal.Pages.Donor;

/// <summary>An instalment that is still to be paid, and its pledge.</summary>
public sealed record DueInstalment(Pledge Pledge, PledgeInstalmentStanding Instalment);

/// <summary>What the pages of a donor's contacts share: which donor, and how its gifts are shown.</summary>
public abstract class DonorPageBase : FundPage
{
    [Inject]
    private Words Words { get; set; } = default!;

    /// <summary>The donor for whom the visitor speaks; nobody else's is ever asked for.</summary>
    protected string DonorId => Visitor.Caller.DonorId?.ToString("D") ?? "";

    protected IReadOnlyList<Column<Contribution>> ContributionColumns =>
        [
            new(Words["Donor.ValueDate"], gift => Text(Figures.Date(gift.ValueDate))) { IsHead = true },
            new(Words["Donor.Channel"], gift => Text(Words[$"Channel.{gift.Channel}"])),
            new(Words["Donor.For"], gift => Text(gift.Earmark.Length > 0 ? gift.Earmark : Words["Donor.Unearmarked"])),
            new(Words["Donor.Amount"], gift => Text(Figures.Exact(gift.Amount))) { IsFigure = true },
            new(Words["Donor.InUsd"], gift => Text(InUsd(gift))) { IsFigure = true },
        ];

    /// <summary>What is outstanding, one sum per currency.</summary>
    protected static IEnumerable<Money> Outstanding(IEnumerable<Pledge> pledges) =>
        pledges
            .GroupBy(pledge => pledge.Outstanding.CurrencyCode)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Money
            {
                CurrencyCode = group.Key,
                MinorUnits = group.Sum(pledge => pledge.Outstanding.MinorUnits),
            });

    /// <summary>
    /// Instalments that are not paid whole, the first due first; what is outstanding of a pledge without a plan stands
    /// after them, without a date.
    /// </summary>
    protected static IReadOnlyList<DueInstalment> Due(IEnumerable<Pledge> pledges) =>
        [
            .. from pledge in pledges
            from instalment in pledge.Instalments.DefaultIfEmpty(
                new PledgeInstalmentStanding { Amount = pledge.Amount, Paid = pledge.Paid }
            )
            where instalment.Paid.MinorUnits < instalment.Amount.MinorUnits
            orderby instalment.DueDate.Length == 0, instalment.DueDate
            select new DueInstalment(pledge, instalment),
        ];

    /// <summary>A pledge by its reference, or by its day where it has none.</summary>
    protected string PledgeName(Pledge pledge) =>
        pledge.Reference.Length > 0 ? pledge.Reference : Words["Donor.PledgeOf", Figures.Date(pledge.PledgedOn)];

    private string InUsd(Contribution gift) =>
        gift switch
        {
            { Reversal: not null } => Words["Donor.Reversed"],
            { ValuationState: ValuationState.AwaitingRate } => Words["Donor.AwaitingRate"],
            _ => Figures.Exact(gift.UsdValue),
        };

    private static RenderFragment Text(string text) => (RenderTreeBuilder builder) => builder.AddContent(0, text);
}
