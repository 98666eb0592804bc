using Fund.Kernel;
using Fund.Projects.Domain;

namespace Fund.Projects.Tests.Domain;

public sealed class OrganisationTests
{
    private static readonly DateOnly Today = Sample.Today;

    [Fact]
    public void Everything_wrong_with_a_profile_is_told_at_once()
    {
        var profile = new OrganisationProfile("A", "XX", "1", Today.AddDays(1), Today.Year + 1, true);
        Assert.Equal(
            ["country_code", "registered_on", "assisting_since_year"],
            profile.Problems(Today).Select(problem => problem.Field)
        );
    }

    [Fact]
    public void A_registration_of_today_and_assistance_since_this_year_are_fine() =>
        Assert.Empty(new OrganisationProfile("A", "SS", "1", Today, Today.Year, false).Problems(Today));

    [Fact]
    public void An_account_of_another_holder_is_refused()
    {
        var organisation = Sample.Organisation();
        var refusal = Refused.Because(
            "INVALID_FIELDS",
            () => organisation.RecordBankAccount("GB82WEST12345698765431", "Mr Smith", "ngo", Sample.Now)
        );
        Assert.Equal(["account_number", "holder_name"], refusal.Fields.Select(problem => problem.Field));
        Assert.DoesNotContain("WEST", refusal.Message, StringComparison.Ordinal);
        Assert.Null(organisation.BankAccount);
    }

    [Fact]
    public void The_holder_may_be_printed_in_plain_capitals()
    {
        var organisation = Sample.Organisation();
        organisation.RecordBankAccount("0123456789", "HARBOUR  HOUSE", "ngo", Sample.Now);
        Assert.Equal("6789", organisation.BankAccount!.Ending);
    }

    [Fact]
    public void Two_different_people_verify_and_neither_recorded_it()
    {
        var organisation = Sample.Organisation();
        Refused.Because("NO_BANK_ACCOUNT", () => organisation.VerifyBankAccount("finance 1", Sample.Now));
        organisation.RecordBankAccount("0123456789", "Harbour House", "finance 0", Sample.Now);
        Refused.Because("SAME_PERSON", () => organisation.VerifyBankAccount("finance 0", Sample.Now));
        organisation.VerifyBankAccount("finance 1", Sample.Now);
        Refused.Because("SAME_PERSON", () => organisation.VerifyBankAccount("finance 1", Sample.Now));
        Assert.False(organisation.BankAccount!.IsVerified);
        organisation.VerifyBankAccount("finance 2", Sample.Now);
        Assert.True(organisation.BankAccount!.IsVerified);
        Refused.Because("BANK_ACCOUNT_VERIFIED", () => organisation.VerifyBankAccount("finance 3", Sample.Now));
    }

    [Fact]
    public void Another_account_has_to_be_verified_again()
    {
        var organisation = Sample.VerifiedOrganisation();
        Assert.Empty(organisation.Holds(Today));
        organisation.RecordBankAccount("9876543210", "Harbour House", "ngo", Sample.Now);
        Assert.False(organisation.BankAccount!.IsVerified);
        Assert.Contains(
            "verifications missing: 2",
            Assert.Single(organisation.Holds(Today)).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Due_diligence_is_current_for_five_years_to_the_day()
    {
        var organisation = Sample.VerifiedOrganisation();
        organisation.RecordDueDiligence(Flag.Concern, Today, "Late audit.", 5, "programme", Sample.Now);
        Assert.Equal(Today.AddYears(5), organisation.VerifiedUntil);
        Assert.Empty(organisation.Holds(Today.AddYears(5)));
        Assert.Contains("Due diligence", Assert.Single(organisation.Holds(Today.AddYears(5).AddDays(1))).Text);
    }

    [Fact]
    public void An_older_check_does_not_replace_a_newer_one()
    {
        var organisation = Sample.Organisation();
        organisation.RecordDueDiligence(Flag.Red, Today, "Listed.", 5, "programme", Sample.Now);
        Refused.Because(
            "NEWER_CHECK_EXISTS",
            () => organisation.RecordDueDiligence(Flag.None, Today.AddDays(-1), "", 5, "programme", Sample.Now)
        );
        Assert.True(organisation.HasRedFlag);
        organisation.RecordDueDiligence(Flag.None, Today, "A mix-up of names.", 5, "programme", Sample.Now);
        Assert.False(organisation.HasRedFlag);
        Assert.Equal(2, organisation.Checks.Count);
    }

    [Fact]
    public void A_new_organisation_is_held_for_everything_it_lacks() =>
        Assert.Equal(
            [
                "The organisation has no bank account on record.",
                "Due diligence of the organisation has not been recorded.",
            ],
            Sample.Organisation().Holds(Today).Select(hold => hold.Text)
        );

    [Fact]
    public void A_red_flag_holds_every_payment()
    {
        var organisation = Sample.VerifiedOrganisation();
        organisation.RecordDueDiligence(Flag.Red, Today, "Listed.", 5, "programme", Sample.Now);
        Assert.Equal(["The organisation carries a red flag."], organisation.Holds(Today).Select(hold => hold.Text));
    }

    [Fact]
    public void Every_change_counts()
    {
        var organisation = Sample.Organisation();
        var before = organisation.Version;
        organisation.RecordBankAccount("0123456789", "Harbour House", "ngo", Sample.Now);
        organisation.VerifyBankAccount("finance 1", Sample.Now);
        organisation.RecordDueDiligence(Flag.None, Today, "", 5, "programme", Sample.Now);
        Assert.Equal(before + 3, organisation.Version);
        Assert.Equal(RefusalKind.NotAllowed, ProjectRefusals.RecorderMayNotVerify().Kind);
    }
}
