using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>Why something cannot be done with a session of the Board, its pack or its minutes.</summary>
public static class SessionRefusals
{
    public static Refusal NotBegun() =>
        new(RefusalKind.WrongState, "SESSION_STATE", "The session is not held yet: record first who is there.");

    public static Refusal Over() =>
        new(RefusalKind.WrongState, "SESSION_STATE", "The session is over; nothing in it is changed any more.");

    public static Refusal NotClosed() =>
        new(RefusalKind.WrongState, "SESSION_STATE", "The session is not closed; its minutes are written at its end.");

    public static Refusal NotOnAgenda() =>
        Refusal.OfField("NOT_ON_AGENDA", "proposal_id", "The proposal is not on the agenda of this session.");

    public static Refusal AlreadyRecused() =>
        new(RefusalKind.WrongState, "ALREADY_RECUSED", "This trustee is recused from the proposal already.");

    public static Refusal ItemDecided() =>
        new(
            RefusalKind.WrongState,
            "ITEM_DECIDED",
            "The Board decided on this proposal in this session already; a recusal comes before the item."
        );

    public static Refusal OnlyOneself() =>
        new(RefusalKind.NotAllowed, "ONLY_ONESELF", "A trustee recuses only themselves; staff record it for others.");

    public static Refusal OwnRecusal() =>
        new(
            RefusalKind.WrongState,
            "OWN_RECUSAL",
            "The trustee recused themselves; only what staff recorded for a trustee is taken back."
        );

    public static Refusal Committed() =>
        new(
            RefusalKind.WrongState,
            "DECISION_COMMITTED",
            "The award committed money; it cannot be taken back. The agreement can be ended instead."
        );

    public static Refusal ApplicantTold() =>
        new(
            RefusalKind.WrongState,
            "APPLICANT_TOLD",
            "The applicant has the letter with this decision; it cannot be taken back. Decide anew instead."
        );

    public static Refusal NothingToUndo() =>
        new(
            RefusalKind.WrongState,
            "NOTHING_TO_UNDO",
            "The last decision on this proposal was not taken in this session, or was taken back already."
        );

    public static Refusal AwardsPending(int awards) =>
        new(
            RefusalKind.WrongState,
            "AWARDS_PENDING",
            $"{awards} awards of this session are still being committed; close it when they are done."
        );

    public static Refusal ReserveOrder(int first) =>
        Refusal.OfField(
            "RESERVE_ORDER",
            "departure_reason",
            $"Place {first} of the reserve list comes first; say why the Board departs from its order."
        );

    public static Refusal MinutesApproved() =>
        new(RefusalKind.WrongState, "MINUTES_APPROVED", "The minutes are approved and are not changed any more.");

    public static Refusal WroteThem() =>
        new(
            RefusalKind.NotAllowed,
            "SAME_PERSON",
            "Whoever wrote the minutes does not approve them; somebody else has to."
        );

    public static Refusal NotTheChair() =>
        new(
            RefusalKind.NotAllowed,
            "NOT_THE_CHAIR",
            "Of the trustees only the one who took the chair approves the minutes; otherwise the fund manager does."
        );

    public static Refusal PackNotFinished() =>
        new(
            RefusalKind.WrongState,
            "PACK_NOT_FINISHED",
            "The file is not finished; wait for it or ask for another one."
        );

    public static Refusal PackOutdated() =>
        new(
            RefusalKind.WrongState,
            "PACK_OUTDATED",
            "You were recused from a proposal of this file since it was made; ask for another one."
        );
}
