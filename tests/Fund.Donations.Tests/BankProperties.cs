using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Tests.Domain;
using Fund.Donations.V1;
using Google.Protobuf;

namespace Fund.Donations.Tests;

/// <summary>Whatever a statement holds and however it is split: nothing is lost, nothing is counted twice.</summary>
public sealed class BankProperties(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    private static readonly string[] Codes = ["EUR", "USD", "JPY", "KWD"];

    private sealed record Gift(string Currency, int[] Parts, int Charge, bool IsCredit);

    [Fact]
    public void The_parts_of_any_entry_are_the_entry() =>
        Prop.ForAll(AnyGifts(), PartsAreTheEntry).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Any_cut_of_any_statement_is_refused() =>
        Prop.ForAll(
                AnyGifts(),
                Gen.Choose(0, 1_000_000).ToArbitrary(),
                (gifts, place) =>
                {
                    var file = File(gifts, "S");
                    var cut = file.AsMemory(0, place % (file.Length - 1));
                    Refused.By(() => ReadStatement.All(cut));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Any_split_of_any_entry_books_exactly_the_entry() =>
        Prop.ForAll(AnyGifts(), gifts => BooksExactlyAsync(gifts).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    [Fact]
    public async Task A_file_cut_anywhere_stores_nothing()
    {
        var file = CamtFile.Of(CamtFile.Statement("Cut", CamtFile.Entry("10.00") + CamtFile.Entry("20.00")));
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            var cut = ByteString.CopyFrom(file, 0, random.Next(1, file.Length - 1));
            await Refused.ByAsync(
                "BAD_FILE",
                fund.Banking.ImportBankStatementAsync(
                    new ImportBankStatementRequest { RequestId = DonationsFixture.NewId(), File = cut }
                )
            );
        }

        foreach (var table in new[] { "bank_statements", "bank_files", "bank_file_parts", "bank_balances" })
        {
            var where = table == "bank_statements" ? "where bank_reference = 'Cut'" : "where false";
            Assert.Equal(0L, await fund.Database.ScalarAsync<long>($"select count(*) from {table} {where}"));
        }
    }

    private static Arbitrary<Gift[]> AnyGifts()
    {
        var gift =
            from currency in Gen.Elements(Codes)
            from parts in Gen.Choose(1, 9_999_999).ArrayOf().Resize(5)
            from charge in Gen.Choose(0, 500)
            from credit in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            select new Gift(currency, parts.Length == 0 ? [charge + 1] : parts, charge, credit);
        return gift.NonEmptyListOf().Select(list => list.Take(8).ToArray()).ToArbitrary();
    }

    private static bool PartsAreTheEntry(Gift[] gifts)
    {
        var statement = Assert.Single(ReadStatement.All(File(gifts, "S")));
        Assert.Empty(statement.Problems);
        foreach (var (i, gift) in gifts.Index())
        {
            var parts = statement.Entries.Where(entry => entry.EntryNumber == i + 1).ToList();
            Assert.Equal(gift.Parts.Sum(part => (long)part), parts.Sum(part => part.Amount!.Value.MinorUnits));
            Assert.All(parts, part => Assert.Equal(gift.IsCredit, part.IsCandidate));
            Assert.All(
                parts,
                part =>
                    Assert.Equal(
                        part.Amount!.Value.MinorUnits + (part.ChargesMinor ?? 0),
                        part.GrossMinor ?? part.Amount!.Value.MinorUnits
                    )
            );
        }

        Assert.Equal(statement.Entries.Count, statement.Entries.Select(entry => entry.Fingerprint).Distinct().Count());
        return true;
    }

    private async Task<bool> BooksExactlyAsync(Gift[] gifts)
    {
        var donors = new[] { (await fund.DonorAsync()).DonorId, (await fund.DonorAsync()).DonorId };
        var imported = await fund.Banking.ImportBankStatementAsync(
            new ImportBankStatementRequest
            {
                RequestId = DonationsFixture.NewId(),
                File = ByteString.CopyFrom(File(gifts, DonationsFixture.NewId()[..35])),
            }
        );
        var entries = await fund.Banking.ListBankEntriesAsync(
            new ListBankEntriesRequest
            {
                BankStatementId = imported.Statements[0].BankStatementId,
                State = V1.BankEntryState.Candidate,
                Page = new() { PageSize = 500 },
            }
        );
        foreach (var entry in entries.Entries)
        {
            await SplitAsync(entry, donors);
            var booked = (
                await fund.Banking.GetBankEntryAsync(new GetBankEntryRequest { BankEntryId = entry.BankEntryId })
            ).Entry;
            var sum = await fund.Database.ScalarAsync<decimal>(
                $"select coalesce(sum(amount_minor), 0) from contributions where bank_entry_id = '{entry.BankEntryId}'"
            );
            Assert.Equal((V1.BankEntryState.Confirmed, (decimal)entry.Amount.MinorUnits), (booked.State, sum));
        }

        await fund.BooksBalanceAsync();
        return true;
    }

    /// <summary>A third to one donor and the rest to another, where there is enough for both.</summary>
    private async Task SplitAsync(V1.BankEntry entry, string[] donors)
    {
        var third = entry.Amount.MinorUnits / 3;
        var request = new ConfirmBankEntryRequest
        {
            RequestId = DonationsFixture.NewId(),
            BankEntryId = entry.BankEntryId,
        };
        if (third > 0)
        {
            request.Parts.Add(Part(donors[0], third, entry.Amount.CurrencyCode));
        }

        request.Parts.Add(Part(donors[1], entry.Amount.MinorUnits - third, entry.Amount.CurrencyCode));
        await fund.Banking.ConfirmBankEntryAsync(request);
    }

    private static EntryPart Part(string donor, long minor, string currency) =>
        new() { DonorId = donor, Amount = DonationsFixture.Amount(minor, currency) };

    private static byte[] File(Gift[] gifts, string id)
    {
        var entries = new StringBuilder();
        foreach (var gift in gifts)
        {
            var details = new StringBuilder();
            foreach (var part in gift.Parts)
            {
                details.Append($"<TxDtls><Amt Ccy=\"{gift.Currency}\">{Text(part, gift.Currency)}</Amt></TxDtls>");
            }

            entries.Append(
                CamtFile.Entry(
                    Text(gift.Parts.Sum(part => (long)part), gift.Currency),
                    gift.Currency,
                    gift.IsCredit ? "CRDT" : "DBIT",
                    details: details.ToString()
                )
            );
        }

        return CamtFile.Of(CamtFile.Statement(id, entries.ToString(), account: "XK" + DonationsFixture.NewId()[^12..]));
    }

    private static string Text(long minor, string code)
    {
        var currency = Kernel.Currency.Parse(code);
        return new Kernel.Money(minor, currency).ToDecimalString().ToString(CultureInfo.InvariantCulture);
    }
}
