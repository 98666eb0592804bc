using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>A pledge that something is still outstanding of.</summary>
/// <param name="ReferenceKey">Letters and digits of its reference, in capitals.</param>
/// <param name="NextInstalment">Amounts of its instalments.</param>
public sealed record OpenPledge(
    Guid Id,
    Guid DonorId,
    string ReferenceKey,
    string Reference,
    Money Outstanding,
    IReadOnlyList<long> NextInstalment
);

/// <summary>A donor who could have sent an entry.</summary>
/// <param name="Ibans">Accounts known from entries that a person confirmed.</param>
public sealed record PossibleDonor(Guid Id, string Name, IReadOnlySet<string> Ibans, IReadOnlyList<OpenPledge> Pledges);

/// <summary>A proposal for a person to confirm; never booked by itself.</summary>
/// <param name="Score">0 to 100.</param>
/// <param name="Reasons">Why, in words.</param>
public sealed record Proposal(Guid DonorId, Guid? PledgeId, int Score, IReadOnlyList<string> Reasons);

/// <summary>Proposes to whom a bank entry belongs, from its reference, account, name and amount.</summary>
public static class Matching
{
    /// <summary>Proposals shown for an entry.</summary>
    public const int Most = 5;

    /// <summary>Shortest reference that is looked for in an entry; shorter ones occur by chance.</summary>
    public const int ShortestReference = 4;

    private const int ReferenceScore = 60;
    private const int IbanScore = 50;
    private const int NameScore = 30;
    private const int AmountScore = 15;
    private const int LeastLikeness = 50;

    /// <summary>Best first; nothing without a reference, an account or a name that speaks for it.</summary>
    public static IReadOnlyList<Proposal> Propose(BankEntry entry, IEnumerable<PossibleDonor> donors)
    {
        if (entry.State != BankEntryState.Candidate || entry.Amount is not { } amount)
        {
            return [];
        }

        var reference = NameFolding.Key(entry.Reference);
        return
        [
            .. donors
                .Select(donor => Best(entry, amount, reference, donor))
                .OfType<Proposal>()
                .OrderByDescending(proposal => proposal.Score)
                .ThenBy(proposal => proposal.DonorId)
                .Take(Most),
        ];
    }

    private static Proposal? Best(BankEntry entry, Money amount, string reference, PossibleDonor donor)
    {
        var (score, reasons) = OfDonor(entry, donor);
        var best = score > 0 ? new Proposal(donor.Id, null, score, reasons) : null;
        foreach (var pledge in donor.Pledges)
        {
            var (more, why) = OfPledge(amount, reference, pledge);
            if (score + more > (best?.Score ?? 0) && (score > 0 || more >= ReferenceScore))
            {
                best = new Proposal(donor.Id, pledge.Id, Math.Min(100, score + more), [.. reasons, .. why]);
            }
        }

        return best;
    }

    private static (int Score, List<string> Reasons) OfDonor(BankEntry entry, PossibleDonor donor)
    {
        var reasons = new List<string>();
        var score = 0;
        if (entry.RemitterIban.Length > 0 && donor.Ibans.Contains(entry.RemitterIban))
        {
            score += IbanScore;
            reasons.Add("The account is known from an entry confirmed before.");
        }

        var likeness = NameFolding.Likeness(entry.RemitterName, donor.Name);
        if (likeness >= LeastLikeness)
        {
            score += NameScore * likeness / 100;
            reasons.Add(
                likeness == 100
                    ? "The remitter's name is the donor's."
                    : $"The remitter's name is like the donor's ({likeness.ToString(CultureInfo.InvariantCulture)} %)."
            );
        }

        return (score, reasons);
    }

    private static (int Score, List<string> Reasons) OfPledge(Money amount, string reference, OpenPledge pledge)
    {
        var reasons = new List<string>();
        var score = 0;
        if (
            pledge.ReferenceKey.Length >= ShortestReference
            && reference.Contains(pledge.ReferenceKey, StringComparison.Ordinal)
        )
        {
            score += ReferenceScore;
            reasons.Add($"The entry carries the pledge's reference {pledge.Reference}.");
        }

        if (!pledge.Outstanding.Currency.Equals(amount.Currency))
        {
            return (0, []);
        }

        if (pledge.Outstanding == amount)
        {
            score += AmountScore;
            reasons.Add($"The amount is what is outstanding of the pledge: {amount}.");
        }
        else if (pledge.NextInstalment.Contains(amount.MinorUnits))
        {
            score += AmountScore;
            reasons.Add($"The amount is an instalment of the pledge: {amount}.");
        }

        return (score, reasons);
    }
}
