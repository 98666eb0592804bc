using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>Every refusal of this service by name; the shared ones are in <see cref="Refusals"/>.</summary>
public static class ProjectRefusals
{
    public static Refusal OrganisationExists(string countryCode, string registrationNumber)
    {
        Sentence problem = $"An organisation is already registered in {countryCode} under {registrationNumber}.";
        return new Refusal(RefusalKind.WrongState, "ORGANISATION_EXISTS", problem)
        {
            Fields = [new FieldProblem("registration_number", problem)],
        };
    }

    public static Refusal NoBankAccount() =>
        Wrong("NO_BANK_ACCOUNT", "The organisation has no bank account on record; record it first.");

    public static Refusal BankAccountVerifiedAlready() =>
        Wrong("BANK_ACCOUNT_VERIFIED", "Two people have verified this bank account already.");

    public static Refusal RecorderMayNotVerify() =>
        SamePerson("You recorded this bank account; two other people have to verify it.");

    public static Refusal VerifiedByYouAlready() =>
        SamePerson("You have verified this bank account already; a different person has to do it again.");

    public static Refusal NewerCheckExists(DateOnly given, DateOnly latest)
    {
        Sentence problem = $"A check of {latest:yyyy-MM-dd} is on record; one of {given:yyyy-MM-dd} cannot replace it.";
        return new Refusal(RefusalKind.WrongState, "NEWER_CHECK_EXISTS", problem)
        {
            Fields = [new FieldProblem("checked_on", problem)],
        };
    }

    public static Refusal AgreementIs(AgreementState state, string needed) =>
        Wrong("WRONG_AGREEMENT_STATE", $"The agreement is {Word(state)}; it must be {needed} for this.") with
        {
            Facts = new Dictionary<string, string> { ["state"] = Word(state) },
        };

    public static Refusal NoTerms() =>
        Wrong("NO_TERMS", "The agreement has no terms yet; set dates, budget, instalments and reports first.");

    public static Refusal RedFlag() =>
        Wrong("RED_FLAG", "The organisation carries a red flag; nothing is signed or paid until it is lifted.");

    public static Refusal InstalmentIs(int number, InstalmentState state, string needed) =>
        Wrong("WRONG_INSTALMENT_STATE", $"Instalment {number} is {Word(state)}; it must be {needed} for this.") with
        {
            Facts = new Dictionary<string, string> { ["state"] = Word(state) },
        };

    public static Refusal InstalmentHeld(int number, IReadOnlyList<string> holds) =>
        Wrong("INSTALMENT_HELD", $"Instalment {number} cannot be paid now. {string.Join(" ", holds)}") with
        {
            Facts = holds.Select((hold, i) => (Key: $"hold_{i + 1}", hold)).ToDictionary(h => h.Key, h => h.hold),
        };

    public static Refusal RequesterMayNotApprove(int number) =>
        SamePerson($"You requested instalment {number}; somebody else has to decide on it.");

    public static Refusal PreparerMayNotSign(string number) =>
        SamePerson(
            $"You prepared agreement {number} or signed it for the organisation; somebody else signs it for the Fund."
        );

    public static Refusal SubmitterMayNotDecide(int number) =>
        SamePerson($"You submitted report {number}; somebody else has to decide on it.");

    public static Refusal ApprovedByYouAlready(int number) =>
        SamePerson($"You have approved instalment {number} already; the second approval is somebody else's.");

    public static Refusal MoreThanAgreed(Money paid, Money amount, Money agreed) =>
        Wrong("MORE_THAN_AGREED", $"{paid} was paid already; {amount} more would exceed the agreed {agreed}.");

    public static Refusal ReportIs(int number, ReportState state, string needed) =>
        Wrong("WRONG_REPORT_STATE", $"Report {number} is {Word(state)}; it must be {needed} for this.") with
        {
            Facts = new Dictionary<string, string> { ["state"] = Word(state) },
        };

    public static Refusal PeriodNotBegun(int number, DateOnly from) =>
        Wrong(
            "PERIOD_NOT_BEGUN",
            $"The period of report {number} begins on {from:yyyy-MM-dd}; there is nothing to report."
        );

    public static Refusal ReturnNotAccepted(int number) =>
        Wrong(
            "BENEFICIARY_RETURN_NOT_ACCEPTED",
            $"The beneficiary return of the same period has to be accepted before report {number} can be."
        );

    private static Refusal Wrong(string reason, Sentence message) => new(RefusalKind.WrongState, reason, message);

    private static Refusal SamePerson(string message) => new(RefusalKind.NotAllowed, "SAME_PERSON", message);

    private static string Word<T>(T state)
        where T : struct, Enum =>
        string.Concat(
            state
                .ToString()
                .Select(
                    (c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"
                )
        );
}
