using Fund.Donations.V1;
using Google.Protobuf;
using Grpc.Core;
using static Fund.Donations.Tests.Domain.CamtFile;

namespace Fund.Donations.Tests.Features;

public sealed class BankStatementTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task Every_credit_waits_for_a_person_with_a_proposal_and_nothing_is_booked()
    {
        var name = $"Fondation {DonationsFixture.NewId()}";
        var donor = await fund.DonorAsync(name);
        var pledge = await fund.PledgeAsync(donor.DonorId, DonationsFixture.Usd(500_00), reference: "AGR/2026/17");
        var before = await fund.PositionAsync();

        var statement = await ImportAsync(
            Entry("500.00", "USD", name: name, iban: NewIban(), text: "Ref. agr-2026-17")
        );

        var entry = Assert.Single(await EntriesAsync(statement));
        var proposal = Assert.Single(entry.Proposals);
        Assert.Equal(BankEntryState.Candidate, entry.State);
        Assert.Equal((donor.DonorId, pledge.PledgeId), (proposal.DonorId, proposal.PledgeId));
        Assert.Equal(100, proposal.Score);
        Assert.Equal(3, proposal.Reasons.Count);
        Assert.Equal(before.Received, (await fund.PositionAsync()).Received);
    }

    [Fact]
    public async Task Confirming_books_a_contribution_and_the_account_is_known_from_then_on()
    {
        var donor = await fund.DonorAsync("Cryptic Donor");
        var iban = NewIban();
        var first = Assert.Single(await EntriesAsync(await ImportAsync(Entry("100.00", "USD", iban: iban))));

        var confirmed = await ConfirmAsync(first, (donor.DonorId, 100_00));

        var contribution = Assert.Single(confirmed.Contributions);
        var second = Assert.Single(await EntriesAsync(await ImportAsync(Entry("7.00", "USD", name: "??", iban: iban))));
        var again = Assert.Single(await EntriesAsync(await StatementOfAsync(first)));
        var seen = await fund.Finance.GetDonorAsync(new GetDonorRequest { DonorId = donor.DonorId });
        Assert.Equal((Channel.Bank, "2026-10-05"), (contribution.Channel, contribution.ValueDate));
        Assert.Equal(first.BankEntryId, contribution.BankEntryId);
        Assert.Equal(donor.DonorId, Assert.Single(second.Proposals).DonorId);
        Assert.Equal(BankEntryState.Confirmed, again.State);
        Assert.Equal([contribution.ContributionId], again.ContributionIds);
        Assert.Equal([iban], seen.Donor.KnownIbans);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task An_entry_can_be_split_into_parts_that_add_up()
    {
        var (one, two) = (await fund.DonorAsync("One"), await fund.DonorAsync("Two"));
        var entry = Assert.Single(await EntriesAsync(await ImportAsync(Entry("100.00", "USD", iban: NewIban()))));

        var refusal = await Refused.ByAsync(
            "PARTS_DO_NOT_ADD_UP",
            Confirm(entry, (one.DonorId, 60_00), (two.DonorId, 30_00)),
            "parts"
        );
        var confirmed = await ConfirmAsync(entry, (one.DonorId, 60_00), (two.DonorId, 40_00));

        Assert.Contains("USD 90.00", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([60_00L, 40_00L], confirmed.Contributions.Select(part => part.Amount.MinorUnits));
        var donor = await fund.Finance.GetDonorAsync(new GetDonorRequest { DonorId = one.DonorId });
        Assert.Empty(donor.Donor.KnownIbans);
    }

    [Fact]
    public async Task An_entry_is_decided_once()
    {
        var donor = await fund.DonorAsync();
        var entry = Assert.Single(await EntriesAsync(await ImportAsync(Entry("100.00", "USD"))));
        await ConfirmAsync(entry, (donor.DonorId, 100_00));

        await Refused.ByAsync("ENTRY_NOT_WAITING", Confirm(entry, (donor.DonorId, 100_00)));
        await Refused.ByAsync("ENTRY_NOT_WAITING", Dismiss(entry));
    }

    [Fact]
    public async Task Many_people_confirming_at_once_book_it_once()
    {
        var donor = await fund.DonorAsync();
        var entry = Assert.Single(await EntriesAsync(await ImportAsync(Entry("100.00", "USD"))));

        var tries = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(async _ =>
                {
                    try
                    {
                        await Confirm(entry, (donor.DonorId, 100_00));
                        return true;
                    }
                    catch (RpcException)
                    {
                        return false;
                    }
                })
        );

        Assert.Single(tries, booked => booked);
        var contributions = await fund.Finance.ListContributionsAsync(
            new ListContributionsRequest { DonorId = donor.DonorId }
        );
        Assert.Single(contributions.Contributions);
    }

    [Fact]
    public async Task Wrong_parts_are_refused_and_the_entry_still_waits()
    {
        var (donor, other) = (await fund.DonorAsync(), await fund.DonorAsync("Other"));
        var pledge = await fund.PledgeAsync(other.DonorId, DonationsFixture.Usd(100_00));
        var statement = await ImportAsync(Entry("100.00", "USD"));
        var entry = Assert.Single(await EntriesAsync(statement));
        var euros = Request(entry, (donor.DonorId, 100_00));
        euros.Parts[0].Amount.CurrencyCode = "EUR";
        var foreign = Request(entry, (donor.DonorId, 100_00));
        foreign.Parts[0].PledgeId = pledge.PledgeId;

        await Refused.ByAsync("CURRENCY_MISMATCH", fund.Banking.ConfirmBankEntryAsync(euros));
        await Refused.ByAsync(
            "PLEDGE_OF_OTHER_DONOR",
            fund.Banking.ConfirmBankEntryAsync(foreign),
            "parts[0].pledge_id"
        );
        await Refused.ByAsync("REQUIRED", Confirm(entry), "parts");
        await Refused.ByAsync("NOT_POSITIVE", Confirm(entry, (donor.DonorId, -5)), "parts[0].amount");
        await Refused.ByAsync("NOT_FOUND", Confirm(entry, (DonationsFixture.NewId(), 100_00)));
        Assert.Equal(BankEntryState.Candidate, Assert.Single(await EntriesAsync(statement)).State);
    }

    [Fact]
    public async Task Money_from_before_the_pledge_pays_it_only_when_somebody_means_it()
    {
        var donor = await fund.DonorAsync();
        var pledge = await fund.PledgeAsync(donor.DonorId, DonationsFixture.Usd(100_00), on: "2026-10-06");
        var entry = Assert.Single(await EntriesAsync(await ImportAsync(Entry("100.00", "USD"))));
        var request = Request(entry, (donor.DonorId, 100_00));
        request.Parts[0].PledgeId = pledge.PledgeId;

        var refusal = await Refused.ByAsync(
            "VALUE_DATE_BEFORE_PLEDGE",
            fund.Banking.ConfirmBankEntryAsync(request),
            "parts[0].pledge_id"
        );
        request.Parts[0].BeforePledge = true;
        var confirmed = await fund.Banking.ConfirmBankEntryAsync(request);

        Assert.Contains("2026-10-05", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(pledge.PledgeId, Assert.Single(confirmed.Contributions).PledgeId);
    }

    [Fact]
    public async Task A_dismissed_entry_keeps_its_reason()
    {
        var statement = await ImportAsync(Entry("3.50", "USD"));
        var entry = Assert.Single(await EntriesAsync(statement));

        var dismissed = (await Dismiss(entry)).Entry;

        Assert.Equal((BankEntryState.Dismissed, "Bank interest"), (dismissed.State, dismissed.DismissalReason));
    }

    [Fact]
    public async Task The_same_file_again_and_an_overlapping_one_know_their_entries()
    {
        var account = NewIban();
        var (one, two, three) = (
            Entry("1.00", reference: DonationsFixture.NewId()),
            Entry("2.00", text: DonationsFixture.NewId()),
            Entry("3.00", text: DonationsFixture.NewId())
        );
        await ImportFileAsync(Of(Statement("A", one + two, closing: "3.00", account: account)));

        var again = await ImportFileAsync(Of(Statement("A", one + two, closing: "3.00", account: account), "02"));
        var overlapping = await ImportFileAsync(Of(Statement("B", two + three, closing: "5.00", account: account)));

        Assert.Equal((0, 2), (again.NewEntries, again.KnownEntries));
        Assert.Contains(again.Warnings, warning => warning.Contains("taken in before"));
        Assert.Equal((1, 1), (overlapping.NewEntries, overlapping.KnownEntries));
    }

    [Fact]
    public async Task A_value_date_to_come_cannot_be_booked_yet()
    {
        var donor = await fund.DonorAsync();
        var statement = await ImportAsync(Entry("1.00", "USD", date: "2026-10-20"));

        await Refused.ByAsync(
            "DATE_IN_FUTURE",
            Confirm(Assert.Single(await EntriesAsync(statement)), (donor.DonorId, 1_00)),
            "value_date"
        );
    }

    [Fact]
    public async Task Debits_and_figures_that_cannot_be_held_are_shown_but_cannot_be_booked()
    {
        var donor = await fund.DonorAsync();
        var statement = await ImportAsync(Entry("5.00", "USD", direction: "DBIT") + Entry("1.005", "USD"));

        foreach (var entry in await EntriesAsync(statement))
        {
            Assert.Equal(BankEntryState.Information, entry.State);
            await Refused.ByAsync("ENTRY_NOT_WAITING", Confirm(entry, (donor.DonorId, 5_00)));
        }
    }

    [Fact]
    public async Task A_file_that_is_none_takes_in_nothing() =>
        await Refused.ByAsync(
            "BAD_FILE",
            fund.Banking.ImportBankStatementAsync(
                new ImportBankStatementRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    File = ByteString.CopyFromUtf8(
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"
                    ),
                }
            ),
            "file"
        );

    private async Task<ImportedStatement> ImportAsync(string entries) =>
        await ImportFileAsync(Of(Statement(DonationsFixture.NewId(), entries, currency: "USD", account: NewIban())));

    private async Task<ImportedStatement> ImportFileAsync(byte[] file)
    {
        var response = await fund.Banking.ImportBankStatementAsync(
            new ImportBankStatementRequest { RequestId = DonationsFixture.NewId(), File = ByteString.CopyFrom(file) }
        );
        return Assert.Single(response.Statements);
    }

    private static string NewIban() => "XK" + DonationsFixture.NewId().Replace("-", "")[^20..].ToUpperInvariant();

    private async Task<IReadOnlyList<BankEntry>> EntriesAsync(ImportedStatement statement) =>
        [
            .. (
                await fund.Banking.ListBankEntriesAsync(
                    new ListBankEntriesRequest { BankStatementId = statement.BankStatementId }
                )
            ).Entries,
        ];

    private static Task<ImportedStatement> StatementOfAsync(BankEntry entry) =>
        Task.FromResult(new ImportedStatement { BankStatementId = entry.BankStatementId });

    private async Task<ConfirmBankEntryResponse> ConfirmAsync(
        BankEntry entry,
        params (string DonorId, long Cents)[] parts
    ) => await Confirm(entry, parts);

    private AsyncUnaryCall<ConfirmBankEntryResponse> Confirm(
        BankEntry entry,
        params (string DonorId, long Cents)[] parts
    ) => fund.Banking.ConfirmBankEntryAsync(Request(entry, parts));

    private static ConfirmBankEntryRequest Request(BankEntry entry, params (string DonorId, long Cents)[] parts) =>
        new()
        {
            RequestId = DonationsFixture.NewId(),
            BankEntryId = entry.BankEntryId,
            Parts =
            {
                parts.Select(part => new EntryPart
                {
                    DonorId = part.DonorId,
                    Amount = DonationsFixture.Usd(part.Cents),
                }),
            },
        };

    private AsyncUnaryCall<DismissBankEntryResponse> Dismiss(BankEntry entry) =>
        fund.Banking.DismissBankEntryAsync(
            new DismissBankEntryRequest
            {
                RequestId = DonationsFixture.NewId(),
                BankEntryId = entry.BankEntryId,
                Reason = "Bank interest",
            }
        );
}
