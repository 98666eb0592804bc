using Fund.Kernel;
using Fund.Projects.Domain;

namespace Fund.Projects.Tests.Domain;

public sealed class InstalmentTests
{
    private static readonly Organisation Verified = Sample.VerifiedOrganisation();

    [Fact]
    public void The_first_instalment_follows_the_signatures() =>
        Assert.Empty(Holds(Sample.Active(), 1, Verified, Sample.Today));

    [Fact]
    public void A_later_instalment_waits_for_the_earlier_ones_and_their_reports()
    {
        var agreement = Sample.Active();
        Assert.Equal(
            [
                "Instalment 1 has not been paid yet.",
                "Instalment 2 has not been paid yet.",
                "Report 1 has not been accepted yet.",
                "Report 2 has not been accepted yet.",
            ],
            Holds(agreement, 3, Verified, Sample.Today)
        );
        Sample.Pay(agreement, Verified, 1);
        Sample.Accept(agreement, 1);
        Assert.Empty(Holds(agreement, 2, Verified, Sample.Today));
    }

    [Fact]
    public void Any_report_that_has_fallen_due_holds_a_later_instalment()
    {
        var agreement = Sample.Active();
        Sample.Pay(agreement, Verified, 1);
        Sample.Accept(agreement, 1);
        var due = agreement.Reports[1].DueOn;
        Assert.Empty(Holds(agreement, 2, Verified, due.AddDays(-1)));
        Assert.Equal(
            [$"Report 2 was due on {due:yyyy-MM-dd} and has not been accepted."],
            Holds(agreement, 2, Verified, due)
        );
    }

    [Fact]
    public void A_submitted_report_is_not_an_accepted_one()
    {
        var agreement = Sample.Active();
        Sample.Pay(agreement, Verified, 1);
        Sample.Submit(agreement, agreement.Reports[0]);
        Assert.Equal(["Report 1 has not been accepted yet."], Holds(agreement, 2, Verified, Sample.Today));
    }

    [Fact]
    public void A_suspended_agreement_pays_nothing()
    {
        var agreement = Sample.Active();
        agreement.Suspend("Audit finding open.", "programme", Sample.Now);
        Assert.Equal(["The agreement is suspended."], Holds(agreement, 1, Verified, Sample.Today));
        agreement.Resume("programme", Sample.Now);
        Assert.Empty(Holds(agreement, 1, Verified, Sample.Today));
    }

    [Fact]
    public void An_agreement_that_is_not_signed_pays_nothing()
    {
        var agreement = Sample.Draft();
        agreement.SetTerms(Sample.Terms(), 1, Sample.Policy, "programme", Sample.Now);
        Assert.Equal(["The agreement is not active."], Holds(agreement, 1, Verified, Sample.Today));
    }

    public static TheoryData<bool, bool, bool, bool, bool, bool> Matrix()
    {
        var data = new TheoryData<bool, bool, bool, bool, bool, bool>();
        for (var bits = 0; bits < 64; bits++)
        {
            bool Bit(int place) => (bits >> place & 1) == 1;
            data.Add(Bit(0), Bit(1), Bit(2), Bit(3), Bit(4), Bit(5));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void The_second_instalment_can_be_requested_exactly_when_every_condition_holds(
        bool active,
        bool firstPaid,
        bool reportAccepted,
        bool accountVerified,
        bool checkCurrent,
        bool noRedFlag
    )
    {
        var agreement = Sample.Active();
        if (firstPaid)
        {
            Sample.Pay(agreement, Verified, 1);
        }

        if (reportAccepted)
        {
            Sample.Accept(agreement, 1);
        }

        if (!active)
        {
            agreement.Suspend("Audit finding open.", "programme", Sample.Now);
        }

        var payee = Payee(accountVerified, checkCurrent, noRedFlag);
        bool[] conditions = [active, firstPaid, reportAccepted, accountVerified, checkCurrent, noRedFlag];
        Assert.Equal(conditions.Count(held => !held), Holds(agreement, 2, payee, Sample.Today).Count);
        var id = agreement.Instalments[1].Id;
        if (conditions.All(held => held))
        {
            agreement.RequestInstalment(id, payee, "finance 1", Sample.Today, Sample.Now);
        }
        else
        {
            var refusal = Refused.Because(
                "INSTALMENT_HELD",
                () => agreement.RequestInstalment(id, payee, "finance 1", Sample.Today, Sample.Now)
            );
            Assert.Equal(conditions.Count(held => !held), refusal.Facts.Count);
        }
    }

    [Theory]
    [InlineData(4_999_999, 1)]
    [InlineData(5_000_000, 2)]
    [InlineData(9_000_000, 2)]
    public void Two_approvals_are_needed_from_the_threshold_on(long cents, int approvals)
    {
        var amount = Money.UsdCents(cents * 2);
        var agreement = Sample.Active(amount: amount, terms: Sample.Terms(amount));
        Assert.Equal(cents, agreement.Instalments[0].Amount.MinorUnits);
        Assert.Equal(approvals, agreement.Instalments[0].ApprovalsMissing(Sample.Policy));
    }

    [Fact]
    public void The_second_approval_is_a_third_persons()
    {
        var amount = Money.UsdCents(20_000_000);
        var agreement = Sample.Active(amount: amount, terms: Sample.Terms(amount));
        var instalment = agreement.Instalments[0];
        Request(agreement, "a");
        Refused.Because("SAME_PERSON", () => Approve(agreement, "a"));
        Approve(agreement, "b");
        Assert.Equal((InstalmentState.Requested, 1), (instalment.State, instalment.ApprovalsMissing(Sample.Policy)));
        Refused.Because("WRONG_INSTALMENT_STATE", () => PayFirst(agreement));
        Refused.Because("SAME_PERSON", () => Approve(agreement, "a"));
        Refused.Because("SAME_PERSON", () => Approve(agreement, "b"));
        Approve(agreement, "c");
        Assert.Equal((InstalmentState.Approved, 0), (instalment.State, instalment.ApprovalsMissing(Sample.Policy)));
        Refused.Because("WRONG_INSTALMENT_STATE", () => Approve(agreement, "d"));
    }

    [Fact]
    public void Approvals_of_an_earlier_round_do_not_count()
    {
        var agreement = Sample.Active();
        var instalment = agreement.Instalments[0];
        Request(agreement, "a");
        Approve(agreement, "b");
        Refused.Because("SAME_PERSON", () => agreement.RejectInstalment(instalment.Id, "Wrong.", "a", Sample.Now));
        agreement.RejectInstalment(instalment.Id, "Budget line unclear.", "b", Sample.Now);
        Assert.Equal((InstalmentState.Planned, 1), (instalment.State, instalment.ApprovalsMissing(Sample.Policy)));
        Request(agreement, "b");
        Refused.Because("WRONG_INSTALMENT_STATE", () => PayFirst(agreement));
        Refused.Because("SAME_PERSON", () => Approve(agreement, "b"));
        Approve(agreement, "a");
        PayFirst(agreement);
        Assert.Equal(5, instalment.Steps.Count);
    }

    [Fact]
    public void Conditions_are_looked_at_again_at_approval_and_at_payment()
    {
        var (agreement, organisation) = (Sample.Active(), Sample.VerifiedOrganisation());
        var id = agreement.Instalments[0].Id;
        agreement.RequestInstalment(id, organisation, "a", Sample.Today, Sample.Now);
        agreement.Suspend("Audit finding open.", "programme", Sample.Now);
        Refused.Because("INSTALMENT_HELD", () => Approve(agreement, "b"));
        agreement.Resume("programme", Sample.Now);
        Approve(agreement, "b");
        organisation.RecordDueDiligence(Flag.Red, Sample.Today, "Listed.", 5, "programme", Sample.Now);
        Refused.Because(
            "INSTALMENT_HELD",
            () => agreement.PayInstalment(id, organisation, "UNO-1", Sample.Today, "c", Sample.Today, Sample.Now)
        );
        Assert.Equal(Money.UsdCents(0), agreement.Paid);
    }

    [Fact]
    public void A_payment_is_not_dated_in_the_future()
    {
        var agreement = Sample.Active();
        Request(agreement, "a");
        Approve(agreement, "b");
        var id = agreement.Instalments[0].Id;
        var tomorrow = Sample.Today.AddDays(1);
        Refused.Because(
            "DATE_IN_FUTURE",
            () => agreement.PayInstalment(id, Verified, "UNO-1", tomorrow, "c", Sample.Today, Sample.Now)
        );
    }

    [Fact]
    public void What_is_paid_is_neither_paid_nor_requested_nor_rejected_again()
    {
        var agreement = Sample.Active();
        Sample.Pay(agreement, Verified, 1);
        Refused.Because("WRONG_INSTALMENT_STATE", () => PayFirst(agreement));
        Refused.Because("WRONG_INSTALMENT_STATE", () => Request(agreement, "a"));
        Refused.Because("WRONG_INSTALMENT_STATE", () => Approve(agreement, "b"));
        var id = agreement.Instalments[0].Id;
        Refused.Because("WRONG_INSTALMENT_STATE", () => agreement.RejectInstalment(id, "No.", "b", Sample.Now));
        Assert.Equal(Money.UsdCents(1_500_000), agreement.Paid);
    }

    [Fact]
    public void An_instalment_of_another_agreement_is_not_found() =>
        Refused.Because("NOT_FOUND", () => Sample.Active().Instalment(Guid.CreateVersion7()));

    private static void Request(Agreement agreement, string person) =>
        agreement.RequestInstalment(agreement.Instalments[0].Id, Verified, person, Sample.Today, Sample.Now);

    private static void Approve(Agreement agreement, string person) =>
        agreement.ApproveInstalment(
            agreement.Instalments[0].Id,
            Verified,
            Sample.Policy,
            person,
            Sample.Today,
            Sample.Now
        );

    private static void PayFirst(Agreement agreement) =>
        agreement.PayInstalment(
            agreement.Instalments[0].Id,
            Verified,
            "UNO-1",
            Sample.Today,
            "payer",
            Sample.Today,
            Sample.Now
        );

    private static IReadOnlyList<string> Holds(Agreement agreement, int number, Organisation payee, DateOnly today) =>
        agreement.Holds(agreement.Instalments[number - 1], payee, today);

    private static Organisation Payee(bool accountVerified, bool checkCurrent, bool noRedFlag)
    {
        var payee = Sample.Organisation();
        payee.RecordBankAccount("GB82WEST12345698765432", "Harbour House", "ngo", Sample.Now);
        payee.VerifyBankAccount("finance 1", Sample.Now);
        if (accountVerified)
        {
            payee.VerifyBankAccount("finance 2", Sample.Now);
        }

        var checkedOn = checkCurrent ? Sample.Today : Sample.Today.AddYears(-5).AddDays(-1);
        payee.RecordDueDiligence(noRedFlag ? Flag.Concern : Flag.Red, checkedOn, "", 5, "programme", Sample.Now);
        return payee;
    }
}
