using Fund.Donations.V1;
using Fund.Testing;
using Google.Protobuf;
using Grpc.Core;
using static Fund.Donations.Tests.Domain.CamtFile;

namespace Fund.Donations.Tests.Features;

/// <summary>Deciding, undoing, and what is learned from both.</summary>
public sealed class BankDecisionTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task Undoing_a_confirmation_reverses_what_was_booked_and_the_entry_waits_again()
    {
        var donor = await fund.DonorAsync($"Wrong {NewId()}");
        var right = await fund.DonorAsync($"Right {NewId()}");
        var iban = NewIban();
        var entry = await EntryAsync(Entry("100.00", "USD", name: "Nobody known", iban: iban));
        var before = await fund.PositionAsync();
        var booked = await ConfirmAsync(entry, donor.DonorId);

        var undone = await UndoAsync(entry, "The other branch");

        Assert.Equal(BankEntryState.Candidate, undone.Entry.State);
        Assert.Equal([booked.ContributionId], undone.ReversedContributionIds);
        Assert.Equal(before.Received, (await fund.PositionAsync()).Received);
        var seen = await GetAsync(entry);
        Assert.Empty(seen.Entry.ContributionIds);
        Assert.Equal(
            [BankDecisionKind.Confirmed, BankDecisionKind.ConfirmationUndone],
            seen.Decisions.Select(decision => decision.Kind)
        );
        Assert.Equal("The other branch", seen.Decisions[1].Reason);
        var wrong = await fund.Finance.GetDonorAsync(new GetDonorRequest { DonorId = donor.DonorId });
        Assert.Empty(wrong.Donor.KnownIbans);
        Assert.DoesNotContain(seen.Entry.Proposals, proposal => proposal.DonorId == donor.DonorId);

        var again = await ConfirmAsync(entry, right.DonorId);
        Assert.Equal(again.ContributionId, Assert.Single((await GetAsync(entry)).Entry.ContributionIds));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task An_undo_is_done_once_however_often_it_is_asked_for()
    {
        var donor = await fund.DonorAsync();
        var entry = await EntryAsync(Entry("10.00", "USD", iban: NewIban()));
        await ConfirmAsync(entry, donor.DonorId);
        var request = new UndoBankEntryDecisionRequest
        {
            RequestId = NewId(),
            BankEntryId = entry.BankEntryId,
            Reason = "Mistake",
        };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(async _ => await fund.Banking.UndoBankEntryDecisionAsync(request))
        );

        Assert.Single(answers.Distinct());
        await Refused.ByAsync("ENTRY_NOT_DECIDED", Undo(entry, "Mistake"));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Undoing_a_dismissal_lets_the_entry_wait_again()
    {
        var entry = await EntryAsync(Entry("3.50", "USD", iban: NewIban(), name: $"Bank {NewId()}"));
        await DismissAsync(entry, "Bank interest");

        var undone = await UndoAsync(entry, "It was a gift");

        Assert.Equal((BankEntryState.Candidate, ""), (undone.Entry.State, undone.Entry.DismissalReason));
        Assert.Empty(undone.ReversedContributionIds);
    }

    [Fact]
    public async Task A_remitter_that_was_dismissed_is_proposed_for_dismissal()
    {
        var (iban, name) = (NewIban(), $"Interest {NewId()}");
        await DismissAsync(await EntryAsync(Entry("3.50", "USD", iban: iban, name: name)), "Bank interest");

        var next = await EntryAsync(Entry("3.60", "USD", iban: iban, name: name));

        var proposal = Assert.Single(next.Proposals);
        Assert.Equal(("", "Bank interest", 60), (proposal.DonorId, proposal.DismissalReason, proposal.Score));
    }

    [Fact]
    public async Task The_second_person_hears_what_was_decided_and_when()
    {
        var donor = await fund.DonorAsync();
        var entry = await EntryAsync(Entry("10.00", "USD", iban: NewIban()));
        await ConfirmAsync(entry, donor.DonorId);

        var refusal = await Refused.ByAsync("ENTRY_NOT_WAITING", Dismiss(entry, "Mine"));

        Assert.Contains("confirmed already on 2026-10-15 at 12:00 UTC", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_entries_are_confirmed_at_once_each_by_itself()
    {
        var donor = await fund.DonorAsync();
        var good = await EntryAsync(Entry("10.00", "USD", iban: NewIban()));
        var bad = await EntryAsync(Entry("20.00", "USD", iban: NewIban()));
        await DismissAsync(bad, "Not ours");
        var request = new ConfirmBankEntriesRequest
        {
            RequestId = NewId(),
            Choices = { Choice(bad, donor), Choice(good, donor) },
        };

        var response = await fund.Banking.ConfirmBankEntriesAsync(request);
        var repeated = await fund.Banking.ConfirmBankEntriesAsync(request);

        Assert.Equal(["ENTRY_NOT_WAITING", ""], response.Outcomes.Select(outcome => outcome.RefusalReason));
        Assert.Equal("", response.Outcomes[0].ContributionId);
        Assert.Equal(response, repeated);
        Assert.Equal([response.Outcomes[1].ContributionId], (await GetAsync(good)).Entry.ContributionIds);
    }

    [Fact]
    public async Task Several_entries_are_confirmed_all_or_none()
    {
        var donor = await fund.DonorAsync();
        var good = await EntryAsync(Entry("10.00", "USD", iban: NewIban()));
        var bad = await EntryAsync(Entry("20.00", "USD", iban: NewIban()));
        await DismissAsync(bad, "Not ours");
        var request = new ConfirmBankEntriesRequest
        {
            RequestId = NewId(),
            AllOrNone = true,
            Choices = { Choice(good, donor), Choice(bad, donor) },
        };

        await Refused.ByAsync("NONE_CONFIRMED", fund.Banking.ConfirmBankEntriesAsync(request), "choices[1]");
        Assert.Equal(BankEntryState.Candidate, (await GetAsync(good)).Entry.State);

        await UndoAsync(bad, "Ours after all");
        var response = await fund.Banking.ConfirmBankEntriesAsync(request);
        Assert.All(response.Outcomes, outcome => Assert.NotEqual("", outcome.ContributionId));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Naming_one_entry_twice_or_none_at_all_is_refused()
    {
        var donor = await fund.DonorAsync();
        var entry = await EntryAsync(Entry("10.00", "USD", iban: NewIban()));

        await Refused.ByAsync(
            "INVALID_FIELD",
            fund.Banking.ConfirmBankEntriesAsync(
                new ConfirmBankEntriesRequest
                {
                    RequestId = NewId(),
                    Choices = { Choice(entry, donor), Choice(entry, donor) },
                }
            ),
            "choices[1].bank_entry_id"
        );
        await Refused.ByAsync(
            "INVALID_FIELD",
            fund.Banking.ConfirmBankEntriesAsync(new ConfirmBankEntriesRequest { RequestId = NewId() }),
            "choices"
        );
    }

    [Fact]
    public async Task A_reversal_is_linked_to_what_it_takes_back_which_cannot_be_confirmed_any_more()
    {
        var donor = await fund.DonorAsync();
        var (reference, account) = (NewId(), NewIban());
        var gift = Entry("50.00", "USD", text: reference, iban: NewIban());
        var back = Entry("50.00", "USD", text: reference, direction: "DBIT", reversal: true, iban: NewIban());
        var first = await ImportAsync(Statement("A", gift, closing: "50", currency: "USD", account: account));

        var second = await ImportAsync(Statement("B", back, opening: "50", currency: "USD", account: account));

        var entry = Assert.Single(await EntriesAsync(first));
        var reversal = Assert.Single(await EntriesAsync(second));
        Assert.Equal(reversal.BankEntryId, entry.ReversedByBankEntryId);
        Assert.Equal(entry.BankEntryId, reversal.ReversesBankEntryId);
        await Refused.ByAsync("ENTRY_TAKEN_BACK", Confirm(entry, donor.DonorId));
    }

    [Fact]
    public async Task A_reversal_of_what_is_booked_already_warns_on_its_statement()
    {
        var donor = await fund.DonorAsync();
        var (reference, account) = (NewId(), NewIban());
        var first = await ImportAsync(
            Statement("A", Entry("50.00", "USD", text: reference), closing: "50", currency: "USD", account: account)
        );
        await ConfirmAsync(Assert.Single(await EntriesAsync(first)), donor.DonorId);

        await ImportAsync(
            Statement(
                "B",
                Entry("50.00", "USD", text: reference, direction: "DBIT", reversal: true),
                opening: "50",
                currency: "USD",
                account: account
            )
        );

        var statement = await fund.Banking.GetBankStatementAsync(
            new GetBankStatementRequest { BankStatementId = first.BankStatementId }
        );
        Assert.Contains(statement.Statement.Warnings, warning => warning.Contains("undo the confirmations"));
    }

    [Fact]
    public async Task An_entry_without_any_date_asks_for_one()
    {
        var donor = await fund.DonorAsync();
        var undated = Entry("5.00", "USD", iban: NewIban())
            .Replace("<BookgDt><Dt>2026-10-05</Dt></BookgDt><ValDt><Dt>2026-10-05</Dt></ValDt>", "");
        var entry = await EntryAsync(undated);
        var request = Request(entry, donor.DonorId);

        await Refused.ByAsync("ENTRY_WITHOUT_DATE", fund.Banking.ConfirmBankEntryAsync(request), "value_date");
        request.ValueDate = "2026-10-07";
        var booked = await fund.Banking.ConfirmBankEntryAsync(request);

        Assert.Equal("2026-10-07", booked.Contributions[0].ValueDate);
    }

    [Fact]
    public async Task Auditors_read_but_do_not_decide_and_donors_see_nothing()
    {
        var entry = await EntryAsync(Entry("10.00", "USD", iban: NewIban()));
        var donor = await fund.DonorAsync();
        var auditor = fund.BankingAs(TestIdentity.Auditor);
        var contact = fund.BankingAs(TestIdentity.ContactOf(Guid.Parse(donor.DonorId)));
        var get = new GetBankEntryRequest { BankEntryId = entry.BankEntryId };

        Assert.Equal(entry.BankEntryId, (await auditor.GetBankEntryAsync(get)).Entry.BankEntryId);
        await Refused.ByAsync("ROLE_MAY_NOT", auditor.ConfirmBankEntryAsync(Request(entry, donor.DonorId)));
        await Refused.ByAsync("ROLE_MAY_NOT", contact.GetBankEntryAsync(get));
        await Refused.ByAsync("ROLE_MAY_NOT", contact.ListBankStatementsAsync(new ListBankStatementsRequest()));
        await Refused.ByAsync(
            "NOT_FOUND",
            auditor.GetBankEntryAsync(new GetBankEntryRequest { BankEntryId = NewId() })
        );
    }

    private async Task<ImportedStatement> ImportAsync(string statement)
    {
        var response = await fund.Banking.ImportBankStatementAsync(
            new ImportBankStatementRequest { RequestId = NewId(), File = ByteString.CopyFrom(Of(statement)) }
        );
        return Assert.Single(response.Statements);
    }

    private async Task<BankEntry> EntryAsync(string entry) =>
        Assert.Single(
            await EntriesAsync(await ImportAsync(Statement(NewId()[..35], entry, currency: "USD", account: NewIban())))
        );

    private async Task<IReadOnlyList<BankEntry>> EntriesAsync(ImportedStatement statement) =>
        (
            await fund.Banking.ListBankEntriesAsync(
                new ListBankEntriesRequest { BankStatementId = statement.BankStatementId }
            )
        ).Entries;

    private async Task<GetBankEntryResponse> GetAsync(BankEntry entry) =>
        await fund.Banking.GetBankEntryAsync(new GetBankEntryRequest { BankEntryId = entry.BankEntryId });

    private async Task<Contribution> ConfirmAsync(BankEntry entry, string donorId) =>
        Assert.Single((await Confirm(entry, donorId)).Contributions);

    private AsyncUnaryCall<ConfirmBankEntryResponse> Confirm(BankEntry entry, string donorId) =>
        fund.Banking.ConfirmBankEntryAsync(Request(entry, donorId));

    private static ConfirmBankEntryRequest Request(BankEntry entry, string donorId) =>
        new()
        {
            RequestId = NewId(),
            BankEntryId = entry.BankEntryId,
            Parts =
            {
                new EntryPart { DonorId = donorId, Amount = entry.Amount },
            },
        };

    private static EntryChoice Choice(BankEntry entry, Donor donor) =>
        new() { BankEntryId = entry.BankEntryId, DonorId = donor.DonorId };

    private async Task DismissAsync(BankEntry entry, string reason) => await Dismiss(entry, reason);

    private AsyncUnaryCall<DismissBankEntryResponse> Dismiss(BankEntry entry, string reason) =>
        fund.Banking.DismissBankEntryAsync(
            new DismissBankEntryRequest
            {
                RequestId = NewId(),
                BankEntryId = entry.BankEntryId,
                Reason = reason,
            }
        );

    private async Task<UndoBankEntryDecisionResponse> UndoAsync(BankEntry entry, string reason) =>
        await Undo(entry, reason);

    private AsyncUnaryCall<UndoBankEntryDecisionResponse> Undo(BankEntry entry, string reason) =>
        fund.Banking.UndoBankEntryDecisionAsync(
            new UndoBankEntryDecisionRequest
            {
                RequestId = NewId(),
                BankEntryId = entry.BankEntryId,
                Reason = reason,
            }
        );

    private static string NewId() => DonationsFixture.NewId();

    private static string NewIban() => "XK" + NewId().Replace("-", "")[^20..].ToUpperInvariant();
}
