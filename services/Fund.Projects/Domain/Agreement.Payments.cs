using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>Instalments: conditions, request, approval and payment.</summary>
public sealed partial class Agreement
{
    /// <summary>
    /// What keeps an instalment from being paid today, in sentences; empty when nothing does, or when it is paid.
    /// Source: an instalment is paid only when the agreement is signed and not suspended, reports due so far are
    /// accepted and the organisation's verification is current.
    /// </summary>
    public IReadOnlyList<string> Holds(Instalment instalment, Organisation organisation, DateOnly today) =>
        instalment.State == InstalmentState.Paid
            ? []
            :
            [
                .. AgreementHolds()
                    .Concat(OrderHolds(instalment))
                    .Concat(ReportHolds(instalment, today))
                    .Concat(organisation.Holds(today))
                    .Select(hold => hold.Text),
            ];

    /// <summary>Asks for an instalment to be paid.</summary>
    public void RequestInstalment(Guid id, Organisation organisation, string person, DateOnly today, DateTimeOffset now)
    {
        var instalment = Instalment(id);
        instalment.RequireState(InstalmentState.Planned, "planned");
        RequireNoHolds(instalment, organisation, today);
        instalment.Request(person, now);
        Version++;
    }

    /// <summary>Approves a request of somebody else; what held at the request must still hold.</summary>
    public void ApproveInstalment(
        Guid id,
        Organisation organisation,
        Policy policy,
        string person,
        DateOnly today,
        DateTimeOffset now
    )
    {
        var instalment = Instalment(id);
        instalment.RequireState(InstalmentState.Requested, "requested");
        RequireNoHolds(instalment, organisation, today);
        instalment.Approve(person, policy, now);
        Version++;
    }

    /// <summary>Sends a request of somebody else back; it may be requested again.</summary>
    public void RejectInstalment(Guid id, string reason, string person, DateTimeOffset now)
    {
        Instalment(id).Reject(person, reason, now);
        Version++;
    }

    /// <summary>Records the bank's payment; what held at the approval must still hold.</summary>
    /// <exception cref="RefusedException">DATE_IN_FUTURE, WRONG_INSTALMENT_STATE, INSTALMENT_HELD, MORE_THAN_AGREED.</exception>
    public void PayInstalment(
        Guid id,
        Organisation organisation,
        string reference,
        DateOnly paidOn,
        string person,
        DateOnly today,
        DateTimeOffset now
    )
    {
        var instalment = Instalment(id);
        instalment.RequireState(InstalmentState.Approved, "approved");
        RequireNoHolds(instalment, organisation, today);
        if (paidOn > today)
        {
            throw Refusals.DateInFuture("paid_on", paidOn, today).AsException();
        }

        if (Paid + instalment.Amount > Amount)
        {
            throw ProjectRefusals.MoreThanAgreed(Paid, instalment.Amount, Amount).AsException();
        }

        instalment.Pay(person, reference, paidOn, now);
        Paid += instalment.Amount;
        Version++;
    }

    /// <summary>The instalment with an id.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public Instalment Instalment(Guid id) =>
        _instalments.Find(instalment => instalment.Id == id)
        ?? throw Refusals.NotFound("instalment", id.ToString("D")).AsException();

    private IEnumerable<Sentence> AgreementHolds()
    {
        if (State == AgreementState.Suspended)
        {
            yield return "The agreement is suspended.";
        }
        else if (State != AgreementState.Active)
        {
            yield return "The agreement is not active.";
        }
    }

    private IEnumerable<Sentence> OrderHolds(Instalment instalment) =>
        _instalments
            .Where(earlier => earlier.Number < instalment.Number && earlier.State != InstalmentState.Paid)
            .OrderBy(earlier => earlier.Number)
            .Select(earlier => NotPaid(earlier.Number));

    private static Sentence NotPaid(int number) => $"Instalment {number} has not been paid yet.";

    /// <summary>The first instalment follows the signatures, every other one the reports.</summary>
    private IEnumerable<Sentence> ReportHolds(Instalment instalment, DateOnly today)
    {
        if (instalment.Number == 1)
        {
            yield break;
        }

        foreach (var report in _reports.Where(report => !report.IsAccepted).OrderBy(report => report.Number))
        {
            if (report.DueOn <= today)
            {
                yield return $"Report {report.Number} was due on {report.DueOn:yyyy-MM-dd} and has not been accepted.";
            }
            else if (report.Number < instalment.Number)
            {
                yield return $"Report {report.Number} has not been accepted yet.";
            }
        }
    }

    private void RequireNoHolds(Instalment instalment, Organisation organisation, DateOnly today)
    {
        var holds = Holds(instalment, organisation, today);
        if (holds.Count > 0)
        {
            throw ProjectRefusals.InstalmentHeld(instalment.Number, holds).AsException();
        }
    }
}
