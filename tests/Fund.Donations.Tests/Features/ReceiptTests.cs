using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Testing;
using Grpc.Core;
using Npgsql;

namespace Fund.Donations.Tests.Features;

public sealed class ReceiptTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    private StatementsService.StatementsServiceClient Papers => fund.Statements(TestIdentity.FinanceOfficer);

    [Fact]
    public async Task A_contribution_gets_one_receipt_however_often_it_is_asked_for()
    {
        var donor = await fund.DonorAsync("République de Côte d’Ivoire");
        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(1_234_50));

        var first = await IssueAsync(contribution.ContributionId);
        var again = await IssueAsync(contribution.ContributionId, "fr");

        Assert.Matches(@"^R-2026-\d{6}$", first.Number);
        Assert.Equal(first, again);
        Assert.Equal(("République de Côte d’Ivoire", "en"), (first.DonorName, first.Language));
        Assert.Equal((DonationsFixture.Usd(1_234_50), "1"), (first.UsdValue, first.Rate));
        Assert.Equal(ReceiptState.Valid, first.State);
    }

    [Fact]
    public async Task Two_hundred_at_once_get_two_hundred_numbers_without_gaps()
    {
        var donor = await fund.DonorAsync();
        var contributions = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            contributions.Add((await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(1 + i))).ContributionId);
        }

        // Each is asked for twice, so that half of them meet themselves.
        var receipts = await Task.WhenAll(contributions.Concat(contributions).Select(id => IssueAsync(id)));

        var numbers = receipts.Select(receipt => receipt.Number).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(100, numbers.Count);
        await EveryNumberIsThereAsync();
        Assert.All(
            receipts.GroupBy(receipt => receipt.ContributionId),
            same => Assert.Single(same.Select(receipt => receipt.Number).Distinct())
        );
    }

    [Theory]
    [InlineData("es")]
    [InlineData("ar")]
    [InlineData("ru")]
    [InlineData("zh")]
    public async Task A_receipt_is_written_in_every_language_of_donors(string language)
    {
        var donor = await fund.DonorAsync("Société Ö");
        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(1_234_50));

        var receipt = await IssueAsync(contribution.ContributionId, language);

        Assert.Equal(language, receipt.Language);
        Assert.NotEmpty(await PrintAsync(receipt.ReceiptId));
    }

    [Fact]
    public async Task The_database_refuses_a_second_receipt_and_a_changed_one()
    {
        var receipt = await IssuedAsync();
        const string copy = """
            insert into receipts
            select gen_random_uuid(), contribution_id, donor_id, year, number + 1000000, issued_on, issued_at, issued_by,
                language, form, donor_name, donor_search_name, donor_country_code, amount_minor, amount_currency,
                value_date, channel, earmark, pledge_reference, usd_cents, units_per_usd, rate_effective_date, null
            from receipts where id = $1
            """;

        Assert.Equal("23505", await RefusedAsync(copy, receipt));
        Assert.Equal("23001", await RefusedAsync("update receipts set amount_minor = 1 where id = $1", receipt));
        Assert.Equal("23001", await RefusedAsync("delete from receipts where id = $1", receipt));
    }

    [Fact]
    public async Task What_stands_on_it_stays_as_it_was_when_it_was_issued()
    {
        var donor = await fund.DonorAsync("Old Name");
        var waiting = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(1_500, "JPY"));
        var receipt = await IssueAsync(waiting.ContributionId);
        await fund.Database.ScalarAsync<int>(
            $"update donors set name = 'New Name' where id = '{donor.DonorId}' returning 1"
        );
        await RateAsync("JPY", "150");

        var later = await GetAsync(receipt.ReceiptId);
        var text = PdfText.Of(await PrintAsync(receipt.ReceiptId));

        Assert.Equal(receipt, later);
        Assert.Null(later.UsdValue);
        Assert.Contains("Old Name", text, StringComparison.Ordinal);
        Assert.Contains("JPY\u00A01,500", text, StringComparison.Ordinal);
        Assert.Contains("follows with the United Nations operational rate", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_print_says_that_it_is_a_copy_and_of_which_day()
    {
        var receipt = await IssuedAsync("fr");

        var original = await PrintAsync(receipt.ReceiptId);
        var copy = await PrintAsync(receipt.ReceiptId);

        Assert.DoesNotContain("Copie", PdfText.Of(original), StringComparison.Ordinal);
        Assert.Contains("Copie imprimée le 15\u00A0octobre\u00A02026", PdfText.Of(copy), StringComparison.Ordinal);
        Assert.NotNull((await GetAsync(receipt.ReceiptId)).FirstPrintedAt);
        Assert.Equal(copy, await PrintAsync(receipt.ReceiptId));
    }

    [Fact]
    public async Task An_auditor_changes_nothing_and_prints_copies_only()
    {
        var receipt = await IssuedAsync();

        var audited = await PrintAsync(receipt.ReceiptId, TestIdentity.Auditor);
        var original = await PrintAsync(receipt.ReceiptId);

        Assert.Contains("Copy, printed on", PdfText.Of(audited), StringComparison.Ordinal);
        Assert.DoesNotContain("Copy", PdfText.Of(original), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reversal_makes_it_void_and_its_number_is_not_used_again()
    {
        var receipt = await IssuedAsync();
        await fund.Finance.ReverseContributionAsync(
            new ReverseContributionRequest
            {
                RequestId = DonationsFixture.NewId(),
                ContributionId = receipt.ContributionId,
                Reason = "Bounced",
            }
        );

        var voided = await GetAsync(receipt.ReceiptId);
        var text = PdfText.Of(await PrintAsync(receipt.ReceiptId));

        Assert.Equal((ReceiptState.Void, "2026-10-15"), (voided.State, voided.VoidSince));
        Assert.Contains("VOID", text, StringComparison.Ordinal);
        Assert.Contains("Void: the contribution was reversed on", text, StringComparison.Ordinal);
        Assert.Equal(receipt.Number, (await IssueAsync(receipt.ContributionId)).Number);
        var next = await IssuedAsync();
        Assert.NotEqual(receipt.Number, next.Number);
        var found = await ListAsync(new ListReceiptsRequest { Search = receipt.Number, State = ReceiptState.Valid });
        Assert.Empty(found.Receipts);
    }

    [Fact]
    public async Task A_reversed_contribution_gets_none()
    {
        var donor = await fund.DonorAsync();
        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(5_00));
        await fund.Finance.ReverseContributionAsync(
            new ReverseContributionRequest
            {
                RequestId = DonationsFixture.NewId(),
                ContributionId = contribution.ContributionId,
                Reason = "Typed twice",
            }
        );

        await Refused.ByAsync("CONTRIBUTION_REVERSED", Issue(contribution.ContributionId));
    }

    [Fact]
    public async Task A_range_is_issued_oldest_first_and_only_what_has_none()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var late = await fund.ContributeAsync(donor, DonationsFixture.Usd(3_00), "2026-08-20");
        var early = await fund.ContributeAsync(donor, DonationsFixture.Usd(2_00), "2026-08-10");
        var known = await IssueAsync(
            (await fund.ContributeAsync(donor, DonationsFixture.Usd(1_00), "2026-08-01")).ContributionId
        );

        var batch = await BatchAsync(donor);
        var again = await BatchAsync(donor);

        Assert.Equal((2, 0), (batch.Issued, batch.Left));
        Assert.Equal((0, ""), (again.Issued, again.FirstNumber));
        var receipts = await ListAsync(new ListReceiptsRequest { DonorId = donor });
        Assert.Equal(
            [late.ContributionId, early.ContributionId, known.ContributionId],
            receipts.Receipts.Select(receipt => receipt.ContributionId)
        );
        var one = await ListAsync(new ListReceiptsRequest { ContributionId = early.ContributionId });
        Assert.Equal(early.ContributionId, Assert.Single(one.Receipts).ContributionId);
        Assert.Equal(batch.FirstNumber, receipts.Receipts[1].Number);
        Assert.Equal(batch.LastNumber, receipts.Receipts[0].Number);
    }

    [Fact]
    public async Task They_are_found_by_number_and_by_name_without_accents_and_come_in_pages()
    {
        var name = $"Société Générale {DonationsFixture.NewId()}";
        var donor = await fund.DonorAsync(name);
        for (var i = 0; i < 3; i++)
        {
            await IssueAsync((await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(1_00))).ContributionId);
        }

        var byName = await ListAsync(new ListReceiptsRequest { Search = name.ToUpperInvariant().Replace('É', 'e') });
        var byNumber = await ListAsync(
            new ListReceiptsRequest { Search = byName.Receipts[1].Number.ToLowerInvariant() }
        );
        var first = await ListAsync(
            new ListReceiptsRequest
            {
                DonorId = donor.DonorId,
                Page = new Common.V1.PageRequest { PageSize = 2 },
            }
        );
        var second = await ListAsync(
            new ListReceiptsRequest
            {
                DonorId = donor.DonorId,
                Page = new Common.V1.PageRequest { PageSize = 2, PageToken = first.Page.NextPageToken },
            }
        );

        Assert.Equal(3, byName.Receipts.Count);
        Assert.Equal(byName.Receipts[1], Assert.Single(byNumber.Receipts));
        Assert.Equal(byName.Receipts, first.Receipts.Concat(second.Receipts));
        Assert.Equal("", second.Page.NextPageToken);
    }

    [Fact]
    public async Task A_donor_sees_only_their_own()
    {
        var (own, other) = (await IssuedAsync(), await IssuedAsync());
        var contact = TestIdentity.ContactOf(Guid.Parse(own.DonorId));

        var seen = await fund.Statements(contact).ListReceiptsAsync(new ListReceiptsRequest());
        var printed = await PrintAsync(own.ReceiptId, contact);

        Assert.Equal(own.Number, Assert.Single(seen.Receipts).Number);
        Assert.NotEmpty(printed);
        await Refused.ByAsync(
            "NOT_FOUND",
            fund.Statements(contact).GetReceiptAsync(new GetReceiptRequest { ReceiptId = other.ReceiptId })
        );
        var refusal = await Assert.ThrowsAsync<RpcException>(() => PrintAsync(other.ReceiptId, contact));
        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
        var issuing = await Assert.ThrowsAsync<RpcException>(async () =>
            await fund.Statements(contact)
                .IssueReceiptAsync(
                    new IssueReceiptRequest
                    {
                        RequestId = DonationsFixture.NewId(),
                        ContributionId = own.ContributionId,
                    }
                )
        );
        Assert.Equal(StatusCode.PermissionDenied, issuing.StatusCode);
    }

    [Fact]
    public async Task They_follow_a_merge_and_still_say_what_they_said()
    {
        var (survivor, duplicate) = (await fund.DonorAsync("The Survivor"), await fund.DonorAsync("The Duplicate"));
        var contribution = await fund.ContributeAsync(duplicate.DonorId, DonationsFixture.Usd(10_00));
        var receipt = await IssueAsync(contribution.ContributionId);
        await fund.Finance.MergeDonorsAsync(
            new MergeDonorsRequest
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = survivor.DonorId,
                DuplicateId = duplicate.DonorId,
                Reason = "The same",
            }
        );

        var contact = fund.Statements(TestIdentity.ContactOf(Guid.Parse(survivor.DonorId)));
        var seen = Assert.Single((await contact.ListReceiptsAsync(new ListReceiptsRequest())).Receipts);

        Assert.Equal((receipt.Number, "The Duplicate"), (seen.Number, seen.DonorName));
        Assert.Equal(survivor.DonorId, seen.DonorId);
    }

    [Fact]
    public async Task What_is_wrong_with_the_question_is_refused()
    {
        await Refused.ByAsync("NOT_FOUND", Issue(DonationsFixture.NewId()));
        await Refused.ByAsync("UNKNOWN_LANGUAGE", Issue(DonationsFixture.NewId(), "de"), "language");
        await Refused.ByAsync(
            "RANGE_REVERSED",
            Papers.ListReceiptsAsync(new ListReceiptsRequest { FromDate = "2026-02-02", ToDate = "2026-02-01" }),
            "to_date"
        );
    }

    private async Task EveryNumberIsThereAsync()
    {
        var (count, last) = (
            await fund.Database.ScalarAsync<long>("select count(*) from receipts where year = 2026"),
            await fund.Database.ScalarAsync<int>("select max(number) from receipts where year = 2026")
        );
        Assert.Equal(count, last);
    }

    private async Task<string> RefusedAsync(string sql, Receipt receipt)
    {
        await using var command = fund.Database.Source.CreateCommand(sql);
        command.Parameters.AddWithValue(Guid.Parse(receipt.ReceiptId));
        return (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState;
    }

    private async Task<Receipt> IssuedAsync(string language = "")
    {
        var donor = await fund.DonorAsync();
        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(10_00));
        return await IssueAsync(contribution.ContributionId, language);
    }

    private async Task<Receipt> IssueAsync(string contributionId, string language = "") =>
        (await Issue(contributionId, language)).Receipt;

    private AsyncUnaryCall<IssueReceiptResponse> Issue(string contributionId, string language = "") =>
        Papers.IssueReceiptAsync(
            new IssueReceiptRequest
            {
                RequestId = DonationsFixture.NewId(),
                ContributionId = contributionId,
                Language = language,
            }
        );

    private async Task<IssueReceiptsResponse> BatchAsync(string donorId) =>
        await Papers.IssueReceiptsAsync(
            new IssueReceiptsRequest
            {
                RequestId = DonationsFixture.NewId(),
                FromDate = "2026-08-01",
                ToDate = "2026-08-31",
                DonorId = donorId,
            }
        );

    private async Task<Receipt> GetAsync(string receiptId) =>
        (await Papers.GetReceiptAsync(new GetReceiptRequest { ReceiptId = receiptId })).Receipt;

    private async Task<ListReceiptsResponse> ListAsync(ListReceiptsRequest request) =>
        await Papers.ListReceiptsAsync(request);

    private async Task<byte[]> PrintAsync(string receiptId, Caller? caller = null) =>
        (
            await Download.OfAsync(
                fund.Statements(caller ?? TestIdentity.FinanceOfficer)
                    .PrintReceipt(new PrintReceiptRequest { ReceiptId = receiptId })
            )
        ).Content;

    private async Task RateAsync(string code, string rate) =>
        await fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = DonationsFixture.NewId(),
                CurrencyCode = code,
                EffectiveDate = "2026-01-01",
                UnitsPerUsd = rate,
            }
        );
}
