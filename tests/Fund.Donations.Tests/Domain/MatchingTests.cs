using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Kernel;

namespace Fund.Donations.Tests.Domain;

public sealed class MatchingTests
{
    private const string Iban = "DE89370400440532013000";
    private static readonly Guid Hope = Guid.CreateVersion7();
    private static readonly Guid Agreement = Guid.CreateVersion7();
    private static readonly Currency Eur = Currency.Parse("EUR");

    [Fact]
    public void A_pledges_reference_in_the_remittance_text_proposes_the_pledge_with_reasons()
    {
        var proposal = Assert.Single(Matching.Propose(Entry(text: "payment ref PL 2026-0042 thanks"), [Donor()]));

        Assert.Equal(Agreement, proposal.PledgeId);
        Assert.Equal(75, proposal.Score);
        Assert.Equal(2, proposal.Reasons.Count);
    }

    [Fact]
    public void A_known_account_and_the_same_name_are_enough_without_a_reference()
    {
        var proposal = Assert.Single(
            Matching.Propose(Entry(name: "STIFTUNG HOFFNUNG", iban: Iban), [Donor(knowsIban: true)])
        );

        Assert.Equal(Hope, proposal.DonorId);
        Assert.Equal(95, proposal.Score);
        Assert.Equal(Agreement, proposal.PledgeId);
    }

    [Fact]
    public void The_amount_alone_proposes_nobody() =>
        Assert.Empty(Matching.Propose(Entry(name: "Somebody Else"), [Donor()]));

    [Fact]
    public void A_pledge_in_another_currency_is_not_proposed()
    {
        var donor = Donor(pledged: new Money(1000_00, Currency.Usd));

        var proposal = Assert.Single(Matching.Propose(Entry(name: "Stiftung Hoffnung"), [donor]));

        Assert.Null(proposal.PledgeId);
    }

    [Fact]
    public void Everything_together_is_a_hundred_at_most()
    {
        var entry = Entry(name: "Stiftung Hoffnung", iban: Iban, text: "PL-2026-0042");

        Assert.Equal(100, Assert.Single(Matching.Propose(entry, [Donor(knowsIban: true)])).Score);
    }

    [Fact]
    public void The_best_come_first_and_only_five()
    {
        var others = Enumerable.Range(0, 10).Select(_ => Donor(Guid.CreateVersion7(), "Stiftung Freude"));

        var proposals = Matching.Propose(Entry(name: "Stiftung Hoffnung"), [.. others, Donor()]);

        Assert.Equal(Matching.Most, proposals.Count);
        Assert.Equal(Hope, proposals[0].DonorId);
    }

    private static PossibleDonor Donor(
        Guid? id = null,
        string name = "Stiftung Hoffnung",
        bool knowsIban = false,
        Money? pledged = null
    ) =>
        new(
            id ?? Hope,
            name,
            knowsIban ? [new KnownRemitter(LessonKind.Iban, Iban, 1, 0, 1)] : [],
            id is null
                ?
                [
                    new OpenPledge(
                        Agreement,
                        Hope,
                        "PL20260042",
                        "PL-2026-0042",
                        pledged ?? new Money(1000_00, Eur),
                        []
                    ),
                ]
                : []
        );

    private static BankEntry Entry(string name = "", string iban = "", string text = "") =>
        new(
            Guid.CreateVersion7(),
            "AT61",
            new ReadEntry
            {
                Fingerprint = Guid.CreateVersion7(),
                Amount = new Money(1000_00, Eur),
                CurrencyCode = "EUR",
                RawAmount = "1000.00",
                IsCredit = true,
                IsReversal = false,
                Status = "BOOK",
                RemitterName = name,
                RemitterIban = iban,
                Reference = text,
            }
        );
}
