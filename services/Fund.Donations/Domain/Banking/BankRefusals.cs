using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>Every refusal about bank statements and their entries. None of them names a remitter or an account.</summary>
public static class BankRefusals
{
    public static Refusal EntryIsNoCandidate(Guid entryId, string state) =>
        new(
            RefusalKind.WrongState,
            "ENTRY_NOT_WAITING",
            $"The bank entry {entryId} is {state}; only a credit that waits for a person can be decided."
        );

    public static Refusal EntryTakenBack(Guid entryId, Guid reversalId) =>
        new(
            RefusalKind.WrongState,
            "ENTRY_TAKEN_BACK",
            $"The bank took the entry {entryId} back with the entry {reversalId}; dismiss it instead."
        );

    public static Refusal EntryNotDecided(Guid entryId) =>
        new(
            RefusalKind.WrongState,
            "ENTRY_NOT_DECIDED",
            $"The bank entry {entryId} is neither confirmed nor dismissed, so there is nothing to undo."
        );

    public static Refusal PartsDoNotAddUp(Money sum, Money entry) =>
        Refusal.OfField("PARTS_DO_NOT_ADD_UP", "parts", $"The parts add up to {sum}; the bank entry is {entry}.");

    public static Refusal EntryWithoutDate() =>
        Refusal.OfField(
            "ENTRY_WITHOUT_DATE",
            "value_date",
            "The bank gives the entry no date; say from which day the money counts."
        );

    public static Refusal EntryHasDate(DateOnly bank, DateOnly given) =>
        Refusal.OfField(
            "ENTRY_HAS_DATE",
            "value_date",
            $"The bank gives the entry the date {bank:yyyy-MM-dd}; {given:yyyy-MM-dd} cannot be used instead."
        );

    public static Refusal NoneConfirmed(IReadOnlyList<FieldProblem> problems, int choices) =>
        new(
            RefusalKind.WrongState,
            "NONE_CONFIRMED",
            $"{problems.Count} of {choices} entries cannot be confirmed, so none was."
        )
        {
            Fields = problems,
        };
}
