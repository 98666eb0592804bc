using Fund.Kernel;
using Fund.Projects.Domain;

namespace Fund.Projects.Tests.Domain;

public sealed class AgreementTests
{
    [Fact]
    public void A_draft_takes_over_what_was_requested_for_staff_to_settle()
    {
        var draft = Sample.Draft();
        Assert.Equal(AgreementState.Draft, draft.State);
        Assert.Equal(["A", "E"], draft.Budget.Select(line => line.Category));
        Assert.False(draft.HasTerms);
        Assert.Equal(Money.UsdCents(0), draft.Paid);
    }

    [Fact]
    public void Nothing_is_sent_without_terms() =>
        Refused.Because("NO_TERMS", () => Sample.Draft().Send("programme", Sample.Now));

    [Fact]
    public void Setting_terms_again_replaces_them()
    {
        var draft = Sample.Draft();
        draft.SetTerms(Sample.Terms(), 1, Sample.Policy, "programme", Sample.Now);
        draft.SetTerms(Sample.Terms(), 2, Sample.Policy, "programme", Sample.Now);
        Assert.Equal([1, 2, 3], draft.Instalments.Select(instalment => instalment.Number));
        Assert.Equal([false, false, true], draft.Reports.Select(report => report.IsFinal));
        Assert.Equal(2, draft.Budget.Count);
    }

    [Fact]
    public void Somebody_elses_change_is_not_overwritten()
    {
        var draft = Sample.Draft();
        draft.SetTerms(Sample.Terms(), 1, Sample.Policy, "programme", Sample.Now);
        var refusal = Refused.Because(
            "CHANGED_MEANWHILE",
            () => draft.SetTerms(Sample.Terms(), 1, Sample.Policy, "programme", Sample.Now)
        );
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
    }

    [Fact]
    public void Bad_terms_change_nothing()
    {
        var draft = Sample.Draft();
        Refused.Because(
            "INVALID_FIELDS",
            () => draft.SetTerms(Sample.Terms() with { Reports = [] }, 1, Sample.Policy, "programme", Sample.Now)
        );
        Assert.False(draft.HasTerms);
        Assert.Equal(1, draft.Version);
    }

    [Fact]
    public void A_red_flag_stops_both_signatures()
    {
        var (agreement, red) = (Sample.Draft(), Sample.Organisation());
        red.RecordDueDiligence(Flag.Red, Sample.Today, "Listed.", 5, "programme", Sample.Now);
        agreement.SetTerms(Sample.Terms(), 1, Sample.Policy, "programme", Sample.Now);
        agreement.Send("programme", Sample.Now);
        Refused.Because("RED_FLAG", () => agreement.SignForOrganisation(red, "ngo", Sample.Now));
        agreement.SignForOrganisation(Sample.Organisation(), "ngo", Sample.Now);
        Refused.Because("RED_FLAG", () => agreement.SignForFund(red, "manager", Sample.Now));
        Assert.Equal(AgreementState.Signed, agreement.State);
    }

    [Fact]
    public void Who_did_what_is_kept_in_order()
    {
        var agreement = Sample.Active();
        agreement.Suspend("Audit finding open.", "programme", Sample.Now);
        agreement.Resume("programme", Sample.Now);
        Assert.Equal(
            [
                AgreementStepKind.TermsSet,
                AgreementStepKind.Sent,
                AgreementStepKind.SignedByOrganisation,
                AgreementStepKind.SignedByFund,
                AgreementStepKind.Suspended,
                AgreementStepKind.Resumed,
            ],
            agreement.Steps.Select(step => step.Kind)
        );
        Assert.Null(agreement.SuspensionReason);
    }

    public static TheoryData<AgreementState, string, bool> Moves()
    {
        AgreementState[] states =
        [
            AgreementState.Draft,
            AgreementState.Sent,
            AgreementState.Signed,
            AgreementState.Active,
            AgreementState.Suspended,
        ];
        (string Move, AgreementState From)[] allowed =
        [
            ("set terms", AgreementState.Draft),
            ("send", AgreementState.Draft),
            ("sign for organisation", AgreementState.Sent),
            ("sign for fund", AgreementState.Signed),
            ("suspend", AgreementState.Active),
            ("resume", AgreementState.Suspended),
        ];
        var data = new TheoryData<AgreementState, string, bool>();
        foreach (var state in states)
        {
            foreach (var (move, from) in allowed)
            {
                data.Add(state, move, state == from);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void Every_move_is_possible_from_one_state_only(AgreementState state, string move, bool possible)
    {
        var agreement = In(state);
        if (possible)
        {
            Do(agreement, move);
        }
        else
        {
            Refused.Because("WRONG_AGREEMENT_STATE", () => Do(agreement, move));
            Assert.Equal(state, agreement.State);
        }
    }

    private static Agreement In(AgreementState state)
    {
        var agreement = Sample.Draft();
        agreement.SetTerms(Sample.Terms(), 1, Sample.Policy, "programme", Sample.Now);
        string[] way = ["send", "sign for organisation", "sign for fund", "suspend"];
        foreach (var move in way.TakeWhile(_ => agreement.State != state))
        {
            Do(agreement, move);
        }

        return agreement;
    }

    private static void Do(Agreement agreement, string move)
    {
        switch (move)
        {
            case "set terms":
                agreement.SetTerms(Sample.Terms(), agreement.Version, Sample.Policy, "programme", Sample.Now);
                break;
            case "send":
                agreement.Send("programme", Sample.Now);
                break;
            case "sign for organisation":
                agreement.SignForOrganisation(Sample.Organisation(), "ngo", Sample.Now);
                break;
            case "sign for fund":
                agreement.SignForFund(Sample.Organisation(), "manager", Sample.Now);
                break;
            case "suspend":
                agreement.Suspend("Audit finding open.", "programme", Sample.Now);
                break;
            default:
                agreement.Resume("programme", Sample.Now);
                break;
        }
    }
}
