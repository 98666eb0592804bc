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

    [Fact]
    public void A_structured_reference_says_more_than_an_end_to_end_id_and_that_more_than_a_text()
    {
        var text = Matching.Propose(Entry(text: "PL-2026-0042"), [Donor()])[0].Score;
        var id = Matching.Propose(Entry(endToEnd: "PL-2026-0042"), [Donor()])[0].Score;
        var structured = Matching.Propose(Entry(structured: "PL 2026 0042"), [Donor()])[0].Score;

        Assert.Equal([75, 80, 85], [text, id, structured]);
    }

    [Fact]
    public void A_next_instalment_that_is_due_counts_more_than_a_later_one()
    {
        var plan = new[]
        {
            new OpenInstalment(new DateOnly(2026, 10, 1), 1000_00),
            new OpenInstalment(new DateOnly(2027, 10, 1), 700_00),
        };
        var donor = Donor(pledged: new Money(1700_00, Eur), plan: plan);

        var next = Matching.Propose(Entry(text: "PL-2026-0042"), [donor])[0];
        var later = Matching.Propose(Entry(text: "PL-2026-0042", minor: 700_00), [donor])[0];

        Assert.Equal((80, 70), (next.Score, later.Score));
        Assert.Contains(next.Reasons, reason => reason.Contains("due on 2026-10-01"));
    }

    [Theory]
    [InlineData("STIFTUNG HOFFNUNG", "Stiftung Hoffnung", 100)]
    [InlineData("Hoffnung, Stiftung", "Stiftung Hoffnung", 100)]
    [InlineData("Stiftnug Hofnung", "Stiftung Hoffnung", 80)]
    [InlineData("MINISTERE DES AFFAIRES ETRAN", "Ministère des Affaires étrangères", 93)]
    [InlineData("Société Générale SA", "Societe Generale", 100)]
    [InlineData("Ann Lee", "Bob Lee", 50)]
    [InlineData("Mark", "Marc", 0)]
    [InlineData("", "Stiftung", 0)]
    public void Names_are_alike_in_spite_of_how_banks_write_them(string remitter, string donor, int expected) =>
        Assert.Equal(expected, NameLikeness.Of(remitter, donor));

    [Fact]
    public void An_account_confirmed_for_several_donors_says_less_of_each()
    {
        var one = Donor(Guid.CreateVersion7(), "One", [new KnownRemitter(LessonKind.Iban, Iban, 3, 0, 2)]);
        var two = Donor(Guid.CreateVersion7(), "Two", [new KnownRemitter(LessonKind.Iban, Iban, 1, 0, 2)]);

        var proposals = Matching.Propose(Entry(name: "Platform", iban: Iban), [one, two]);

        Assert.Equal([25, 25], proposals.Select(proposal => proposal.Score));
    }

    [Fact]
    public void A_confirmation_that_was_taken_back_speaks_against_the_donor()
    {
        var undone = Donor(
            Guid.CreateVersion7(),
            "Stiftung Hoffnung",
            [new KnownRemitter(LessonKind.Iban, Iban, 0, 1, 0)]
        );
        var mixed = Donor(Guid.CreateVersion7(), "Other", [new KnownRemitter(LessonKind.Iban, Iban, 2, 1, 1)]);

        var proposal = Assert.Single(Matching.Propose(Entry(name: "Stiftung Hoffnung", iban: Iban), [undone, mixed]));

        Assert.Equal((mixed.Id, 35), (proposal.DonorId, proposal.Score));
    }

    [Fact]
    public void A_name_confirmed_before_is_known_again_though_it_is_not_the_donors()
    {
        var known = Donor(
            Guid.CreateVersion7(),
            "Republic of Examplia",
            [new KnownRemitter(LessonKind.Name, "treasury x y", 1, 0, 1)]
        );

        var proposal = Assert.Single(Matching.Propose(Entry(name: "TREASURY X.Y."), [known]));

        Assert.DoesNotContain(proposal.Reasons, reason => reason.Contains("is like"));
        Assert.Equal(40, proposal.Score);
    }

    [Fact]
    public void A_remitter_dismissed_again_and_again_is_proposed_for_dismissal_with_more_and_more_weight()
    {
        var twice = new DismissedRemitter(LessonKind.Iban, Iban, 2, "Interest");
        var often = twice with { Taught = 50 };

        var first = Assert.Single(Matching.Propose(Entry(iban: Iban), [], [twice]));
        var later = Assert.Single(Matching.Propose(Entry(iban: Iban), [], [often]));

        Assert.Equal((null, 70, "Interest"), (first.DonorId, first.Score, first.DismissalReason));
        Assert.Equal(90, later.Score);
    }

    private static PossibleDonor Donor(Guid id, string name, KnownRemitter[] remitters) => new(id, name, remitters, []);

    private static PossibleDonor Donor(
        Guid? id = null,
        string name = "Stiftung Hoffnung",
        bool knowsIban = false,
        Money? pledged = null,
        OpenInstalment[]? plan = null
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
                        plan ?? []
                    ),
                ]
                : []
        );

    private static BankEntry Entry(
        string name = "",
        string iban = "",
        string text = "",
        string structured = "",
        string endToEnd = "",
        long minor = 1000_00
    ) =>
        new(
            Guid.CreateVersion7(),
            "AT61",
            new ReadEntry
            {
                Amount = new Money(minor, Eur),
                ValueDate = new DateOnly(2026, 10, 5),
                StructuredReference = structured,
                EndToEndId = endToEnd,
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
