using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Testing;

namespace Fund.Donations.Tests.Features;

public sealed class DonorTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task A_donor_is_registered_with_its_type_in_the_UN_data_standard()
    {
        var donor = await fund.DonorAsync("République d'Autriche", DonorKind.MemberState);

        var seen = await fund.Finance.GetDonorAsync(new GetDonorRequest { DonorId = donor.DonorId });
        Assert.Equal(donor, seen.Donor);
        Assert.Equal("C01A", seen.Donor.UnDonorType);
        Assert.Equal("en", seen.Donor.Language);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_registration_is_said_at_once()
    {
        var request = new RegisterDonorRequest
        {
            RequestId = DonationsFixture.NewId(),
            Kind = DonorKind.Unspecified,
            Name = new string('x', 201),
            CountryCode = "XX",
            Language = "de",
        };

        await Refused.ByAsync(
            "INVALID_FIELDS",
            fund.Finance.RegisterDonorAsync(request),
            "kind",
            "name",
            "country_code",
            "language"
        );
    }

    [Fact]
    public async Task A_Member_State_has_a_country() =>
        await Refused.ByAsync(
            "COUNTRY_REQUIRED",
            fund.Finance.RegisterDonorAsync(
                new RegisterDonorRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    Kind = DonorKind.MemberState,
                    Name = "Austria",
                }
            ),
            "country_code"
        );

    [Fact]
    public async Task Donors_are_found_without_case_and_accents_and_listed_by_name_page_by_page()
    {
        var tag = DonationsFixture.NewId()[^12..];
        foreach (var name in new[] { "Zoë", "Ángel", "mária" })
        {
            await fund.DonorAsync($"{name} {tag}", DonorKind.Individual);
        }

        var names = new List<string>();
        var token = "";
        do
        {
            var page = await fund.Finance.ListDonorsAsync(
                new ListDonorsRequest
                {
                    Search = tag.ToUpperInvariant(),
                    Page = new PageRequest { PageSize = 2, PageToken = token },
                }
            );
            names.AddRange(page.Donors.Select(donor => donor.Name.Split(' ')[0]));
            token = page.Page.NextPageToken;
        } while (token.Length > 0);

        Assert.Equal(["Ángel", "mária", "Zoë"], names);
    }

    [Fact]
    public async Task A_donor_contact_sees_their_own_donor_only_and_no_account_numbers()
    {
        var (own, other) = (await fund.DonorAsync("Own"), await fund.DonorAsync("Other"));
        var contact = fund.As(TestIdentity.ContactOf(Guid.Parse(own.DonorId)));

        Assert.Equal("Own", (await contact.GetDonorAsync(new GetDonorRequest { DonorId = own.DonorId })).Donor.Name);
        await Refused.ByAsync("NOT_FOUND", contact.GetDonorAsync(new GetDonorRequest { DonorId = other.DonorId }));
        await Refused.ByAsync(
            "NOT_FOUND",
            contact.ListContributionsAsync(new ListContributionsRequest { DonorId = other.DonorId })
        );
        await Refused.ByAsync(
            "NOT_FOUND",
            contact.ListPledgesAsync(new ListPledgesRequest { DonorId = other.DonorId })
        );
        await Refused.ByAsync(
            "NOT_FOUND",
            fund.ReportsAs(TestIdentity.ContactOf(Guid.Parse(own.DonorId)))
                .GetDonorImpactAsync(new GetDonorImpactRequest { DonorId = other.DonorId })
        );
        var foreign = await fund.ContributeAsync(other.DonorId, DonationsFixture.Usd(100));
        await Refused.ByAsync(
            "NOT_FOUND",
            contact.GetContributionAsync(new GetContributionRequest { ContributionId = foreign.ContributionId })
        );
        var mine = await contact.ListContributionsAsync(new ListContributionsRequest());
        Assert.Empty(mine.Contributions);
    }

    [Fact]
    public async Task Other_roles_may_not_touch_money()
    {
        var request = new RegisterDonorRequest { RequestId = DonationsFixture.NewId() };

        await Refused.ByAsync("ROLE_MAY_NOT", fund.As(TestIdentity.Auditor).RegisterDonorAsync(request));
        await Refused.ByAsync("ROLE_MAY_NOT", fund.As(TestIdentity.ProgrammeOfficer).RegisterDonorAsync(request));
        await Refused.ByAsync(
            "ROLE_MAY_NOT",
            fund.Manager.ReserveForCallAsync(new ReserveForCallRequest { RequestId = DonationsFixture.NewId() })
        );
        await Refused.ByAsync("ROLE_MAY_NOT", fund.Ledger.ChangePolicySettingAsync(new ChangePolicySettingRequest()));
    }
}
