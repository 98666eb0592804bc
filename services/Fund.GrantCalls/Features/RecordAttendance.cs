using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Records which trustees are there, by account; the session is held from then on.</summary>
public sealed class RecordAttendance(GrantCallsDb db, BoardSessionView view, TimeProvider time)
{
    public Task<V1.RecordAttendanceResponse> HandleAsync(
        V1.RecordAttendanceRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("board_session_id", request.BoardSessionId);
        var heldOn = check.Date("held_on", request.HeldOn);
        var attendees = Read(check, request.Attendees);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                var session = await db.LockSessionAsync(id, token);
                var members = await db.SettingAsync(Setting.BoardMembers, token);
                var today = time.GetUtcNow().DateIn("UTC").AddDays(1);
                var bounds = new Check();
                if (heldOn > today)
                {
                    bounds.Add(Refusals.DateInFuture("held_on", heldOn, today));
                }

                bounds.That(
                    attendees.Count <= members,
                    "attendees",
                    $"{attendees.Count} trustees are named; the Board has {members} members."
                );
                bounds.ThrowIfAny();
                session.Attend(heldOn, attendees, await db.SettingAsync(Setting.BoardQuorum, token));
                return new V1.RecordAttendanceResponse { Session = await view.OfAsync(session, caller, token) };
            },
            cancellationToken
        );
    }

    private static List<Attendee> Read(Check check, IReadOnlyList<V1.Attendee> given)
    {
        check.That(given.Count > 0, "attendees", "Name the trustees who are there.");
        var attendees = new List<Attendee>();
        for (var i = 0; i < given.Count; i++)
        {
            var account = check.Id($"attendees[{i}].trustee_id", given[i].TrusteeId);
            var name = check.Text($"attendees[{i}].name", given[i].Name, 200);
            check.That(
                attendees.All(other => other.AccountId != account),
                $"attendees[{i}].trustee_id",
                "The trustee is named twice."
            );
            check.That(
                attendees.All(other => !string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)),
                $"attendees[{i}].name",
                $"'{Shown.Of(name)}' is named twice."
            );
            attendees.Add(new Attendee(account, name, given[i].IsChair));
        }

        check.That(
            given.Count == 0 || attendees.Count(attendee => attendee.IsChair) == 1,
            "attendees",
            "One of those who are there takes the chair."
        );
        return attendees;
    }
}
