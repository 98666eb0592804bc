using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Donations.Tests.Features;

/// <summary>Finding, changing and exporting donors.</summary>
public sealed class DonorSearchTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Theory]
    [InlineData("Zurcher Kantonalverein fur Opferhilfe", "Zürcher Kantonalverein für Opferhilfe")]
    [InlineData("zuercher kantonalverien", "Zürcher Kantonalverein für Opferhilfe")]
    [InlineData("RÉPUBLIQUE DE COTE D'IVOIRE", "République de Côte d’Ivoire")]
    [InlineData("Cote divoire", "République de Côte d’Ivoire")]
    [InlineData("Lumen Textils", "Lumen Textiles plc")]
    public async Task A_donor_is_found_in_spite_of_accents_case_and_small_mistakes(string search, string name)
    {
        await KnownAsync();

        var found = await fund.Finance.ListDonorsAsync(new ListDonorsRequest { Search = search });

        Assert.Equal(name, found.Donors[0].Name);
    }

    [Fact]
    public async Task An_administrator_finds_a_donor_by_its_id_without_contacts_or_accounts()
    {
        var known = await fund.DonorAsync("Numbat Foundation");
        await fund.DonorAsync("Bilby Foundation");
        var administrator = fund.As(TestIdentity.Administrator);
        var found = await administrator.ListDonorsAsync(new ListDonorsRequest { DonorIds = known.DonorId });
        var one = Assert.Single(found.Donors);
        Assert.Equal("Numbat Foundation", one.Name);
        Assert.Empty(one.Contacts);
        Assert.Empty(one.KnownIbans);
    }

    [Fact]
    public async Task What_is_likest_comes_first_and_pages_go_on_in_that_order()
    {
        foreach (var name in new[] { "Quokka Trust", "Quokka Trst", "Wombat Trust", "Quokka Truste Holding" })
        {
            await fund.DonorAsync(name);
        }

        var request = new ListDonorsRequest
        {
            Search = "quokka trust",
            Page = new PageRequest { PageSize = 1 },
        };
        var names = new List<string>();
        do
        {
            var page = await fund.Finance.ListDonorsAsync(request);
            names.AddRange(page.Donors.Select(donor => donor.Name));
            request.Page.PageToken = page.Page.NextPageToken;
        } while (request.Page.PageToken.Length > 0);

        Assert.Equal("Quokka Trust", names[0]);
        Assert.Equal(names.Distinct(), names);
        Assert.Contains("Quokka Trst", names);
        Assert.True(names.IndexOf("Wombat Trust") is -1 or 3);
    }

    [Fact]
    public async Task Donors_of_another_list_are_asked_for_in_one_question()
    {
        var first = (await fund.DonorAsync("First of the named")).DonorId;
        var second = (await fund.DonorAsync("Second of the named")).DonorId;
        await fund.DonorAsync("Third, not named");

        var found = await fund.Finance.ListDonorsAsync(
            new ListDonorsRequest { DonorIds = $"{second}, {first},{Guid.CreateVersion7():D}" }
        );

        Assert.Equal([first, second], found.Donors.Select(donor => donor.DonorId));
    }

    [Fact]
    public async Task What_is_no_id_among_the_named_donors_or_too_many_of_them_are_refused()
    {
        var none = await Assert.ThrowsAsync<RpcException>(async () =>
            await fund.Finance.ListDonorsAsync(new ListDonorsRequest { DonorIds = "nobody" })
        );
        var ids = string.Join(',', Enumerable.Repeat(Guid.CreateVersion7().ToString("D"), 501));
        var many = await Assert.ThrowsAsync<RpcException>(async () =>
            await fund.Finance.ListDonorsAsync(new ListDonorsRequest { DonorIds = ids })
        );

        Assert.Equal((StatusCode.InvalidArgument, "NOT_AN_ID"), (none.StatusCode, none.ToRefusal()!.Reason));
        Assert.Contains("501 donors; at most 500", many.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Donors_are_filtered_by_kind_and_country()
    {
        var austria = await fund.DonorAsync("Austria of the filter", DonorKind.MemberState);
        await fund.DonorAsync("Austria of the filter");

        var found = await fund.Finance.ListDonorsAsync(
            new ListDonorsRequest
            {
                Search = "austria of the filter",
                Kind = DonorKind.MemberState,
                CountryCode = "AT",
            }
        );

        Assert.Equal([austria], found.Donors);
        await Refused.ByAsync(
            "UNKNOWN_COUNTRY",
            fund.Finance.ListDonorsAsync(new ListDonorsRequest { CountryCode = "XX" }),
            "country_code"
        );
    }

    [Fact]
    public async Task A_type_may_be_stated_where_the_kind_leaves_a_choice_and_only_there()
    {
        var request = new RegisterDonorRequest
        {
            RequestId = DonationsFixture.NewId(),
            Kind = DonorKind.IntergovernmentalOrganisation,
            Name = "A Union of States",
            UnDonorType = "C08A",
        };

        Assert.Equal("C08A", (await fund.Finance.RegisterDonorAsync(request)).Donor.UnDonorType);
        request.RequestId = DonationsFixture.NewId();
        request.UnDonorType = "C06";
        var refusal = await Refused.ByAsync("UN_DONOR_TYPE", fund.Finance.RegisterDonorAsync(request), "un_donor_type");
        Assert.Contains("C04, C04A, C04B", refusal.Message, StringComparison.Ordinal);
        request.Kind = DonorKind.Individual;
        request.UnDonorType = "C09";
        await Refused.ByAsync("UN_DONOR_TYPE", fund.Finance.RegisterDonorAsync(request), "un_donor_type");
    }

    [Fact]
    public async Task A_change_replaces_what_was_stated_and_an_older_version_is_refused()
    {
        var donor = await fund.DonorAsync("Before");
        var change = Change(donor);
        change.Name = "After";
        change.Contacts.Add(
            new DonorContact
            {
                Name = "Treasurer",
                Email = "treasurer@example.org",
                Phone = "+43 1 26060",
                GetsNotices = true,
            }
        );

        var changed = (await fund.Finance.ChangeDonorAsync(change)).Donor;

        Assert.Equal(("After", 2), (changed.Name, changed.Version));
        Assert.Equal("treasurer@example.org", Assert.Single(changed.Contacts).Email);
        Assert.Equal(changed, await GetAsync(donor.DonorId));
        Assert.Equal(changed, (await fund.Finance.ChangeDonorAsync(change)).Donor);
        change.RequestId = DonationsFixture.NewId();
        await Refused.ByAsync("CHANGED_MEANWHILE", fund.Finance.ChangeDonorAsync(change));
        change.ExpectedVersion = 2;
        change.Contacts.Clear();
        Assert.Empty((await fund.Finance.ChangeDonorAsync(change)).Donor.Contacts);
    }

    [Fact]
    public async Task Of_changes_at_the_same_time_one_counts()
    {
        var donor = await fund.DonorAsync("Contended");

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async i =>
                {
                    var change = Change(donor);
                    change.Name = $"Contended {i}";
                    try
                    {
                        await fund.Finance.ChangeDonorAsync(change);
                        return StatusCode.OK;
                    }
                    catch (RpcException e)
                    {
                        return e.StatusCode;
                    }
                })
        );

        Assert.Single(outcomes, StatusCode.OK);
        Assert.Equal(5, outcomes.Count(outcome => outcome == StatusCode.Aborted));
    }

    [Fact]
    public async Task What_is_wrong_with_contacts_is_named_by_field_and_not_repeated()
    {
        var change = Change(await fund.DonorAsync("With contacts"));
        change.Contacts.Add(new DonorContact { Email = "not-an-address", Phone = "call me" });
        change.Contacts.Add(
            new DonorContact
            {
                Name = "Desk",
                GetsNotices = true,
                Language = "de",
            }
        );

        var refusal = await Refused.ByAsync(
            "INVALID_FIELDS",
            fund.Finance.ChangeDonorAsync(change),
            "contacts[0].name",
            "contacts[0].email",
            "contacts[0].phone",
            "contacts[1].email",
            "contacts[1].language"
        );

        Assert.DoesNotContain("not-an-address", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("call me", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contacts_are_for_staff_only()
    {
        var donor = await fund.DonorAsync("Private");
        var change = Change(donor);
        change.Contacts.Add(new DonorContact { Name = "Treasurer", Email = "treasurer@example.org" });
        await fund.Finance.ChangeDonorAsync(change);

        var request = new GetDonorRequest { DonorId = donor.DonorId };
        var own = fund.As(TestIdentity.ContactOf(Guid.Parse(donor.DonorId)));
        Assert.Empty((await own.GetDonorAsync(request)).Donor.Contacts);
        Assert.Empty((await fund.As(TestIdentity.Auditor).GetDonorAsync(request)).Donor.Contacts);
        Assert.Single((await fund.Finance.GetDonorAsync(request)).Donor.Contacts);
        var listed = await fund.Finance.ListDonorsAsync(new ListDonorsRequest { Search = "Private" });
        Assert.All(listed.Donors, seen => Assert.Empty(seen.Contacts));
        await Refused.ByAsync("ROLE_MAY_NOT", own.ChangeDonorAsync(change));
    }

    [Fact]
    public async Task Probable_duplicates_are_listed_with_what_speaks_for_them_and_never_two_Member_States()
    {
        var one = await fund.DonorAsync("Fondation Élan pour la dignité");
        var other = await fund.DonorAsync("FONDATION ELAN POUR LA DIGNITE");
        var third = await fund.DonorAsync("Dignité pour la fondation Élan");
        await fund.DonorAsync("Something else altogether");

        var pairs = (
            await fund.Finance.ListDuplicateDonorsAsync(new ListDuplicateDonorsRequest { DonorId = one.DonorId })
        ).Pairs;

        Assert.Equal(new[] { other.DonorId, third.DonorId }.Order(), pairs.Select(pair => pair.Other.DonorId).Order());
        var same = pairs.Single(pair => pair.Other.DonorId == other.DonorId);
        Assert.Equal(100, same.Likeness);
        Assert.Contains("the names are the same but for case and accents", same.Reasons);
        var all = await fund.Finance.ListDuplicateDonorsAsync(new ListDuplicateDonorsRequest());
        Assert.Contains(all.Pairs, pair => (pair.Donor.DonorId, pair.Other.DonorId) == (one.DonorId, other.DonorId));
    }

    [Fact]
    public async Task The_file_has_every_donor_once_and_no_contacts()
    {
        var donor = await fund.DonorAsync("@Export & Co");
        var change = Change(donor);
        change.Contacts.Add(new DonorContact { Name = "Treasurer", Email = "treasurer@example.org" });
        await fund.Finance.ChangeDonorAsync(change);

        var rows = await Files.RowsAsync(fund.Finance.ExportDonors(new ExportDonorsRequest()));

        Assert.Single(
            rows,
            row => row.StartsWith($"{donor.DonorId},Foundation,C05,'@Export & Co,,en,no,", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("treasurer", string.Concat(rows), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_file_of_contacts_is_for_staff_and_has_each_once_by_donor()
    {
        var donor = await fund.DonorAsync("Contacts Ltd");
        var change = Change(donor);
        change.Contacts.Add(
            new DonorContact
            {
                Name = "=Treasurer",
                Email = "money@example.org",
                Phone = "+43 1 1",
                Language = "fr",
                GetsNotices = true,
            }
        );
        change.Contacts.Add(new DonorContact { Name = "Reception" });
        await fund.Finance.ChangeDonorAsync(change);

        var all = await Files.RowsAsync(fund.Finance.ExportDonorContacts(new ExportDonorContactsRequest()));
        var told = await Files.RowsAsync(
            fund.Finance.ExportDonorContacts(
                new ExportDonorContactsRequest { Kind = DonorKind.Foundation, NoticesOnly = true }
            )
        );

        var ours = all.Where(row => row.StartsWith(donor.DonorId, StringComparison.Ordinal));
        Assert.Equal(
            [
                $"{donor.DonorId},Contacts Ltd,Foundation,,'=Treasurer,money@example.org,'+43 1 1,fr,yes",
                $"{donor.DonorId},Contacts Ltd,Foundation,,Reception,,,en,no",
            ],
            ours
        );
        Assert.Contains(told, row => row.Contains("=Treasurer", StringComparison.Ordinal));
        Assert.DoesNotContain(told, row => row.Contains("Reception", StringComparison.Ordinal));
        var contact = fund.As(TestIdentity.ContactOf(Guid.Parse(donor.DonorId)));
        var refused = contact.ExportDonorContacts(new ExportDonorContactsRequest());
        var thrown = await Assert.ThrowsAsync<RpcException>(() =>
            refused.ResponseStream.MoveNext(TestContext.Current.CancellationToken)
        );
        Assert.Equal(StatusCode.PermissionDenied, thrown.StatusCode);
    }

    private async Task KnownAsync()
    {
        foreach (
            var name in new[]
            {
                "Zürcher Kantonalverein für Opferhilfe",
                "République de Côte d’Ivoire",
                "Lumen Textiles plc",
                "Ministry of Foreign Affairs",
            }
        )
        {
            await fund.DonorAsync(name);
        }
    }

    private async Task<Donor> GetAsync(string id) =>
        (await fund.Finance.GetDonorAsync(new GetDonorRequest { DonorId = id })).Donor;

    private static ChangeDonorRequest Change(Donor donor) =>
        new()
        {
            RequestId = DonationsFixture.NewId(),
            DonorId = donor.DonorId,
            ExpectedVersion = donor.Version,
            Kind = donor.Kind,
            Name = donor.Name,
            CountryCode = donor.CountryCode,
            Language = donor.Language,
        };
}
