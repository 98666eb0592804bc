using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Changes the words of minutes that are not approved.</summary>
public sealed class SaveMinutes(GrantCallsDb db)
{
    private const int MostSections = 3_100;

    public Task<V1.SaveMinutesResponse> HandleAsync(
        V1.SaveMinutesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        check.Id("board_session_id", request.BoardSessionId);
        check.That(
            request.Sections.Count is >= 1 and <= MostSections,
            "sections",
            $"{request.Sections.Count} sections are given; 1 to {MostSections} are allowed."
        );
        var sections = request
            .Sections.Select(
                (row, i) =>
                    new MinutesSection(
                        check.OptionalId($"sections[{i}].proposal_id", row.ProposalId),
                        check.Text($"sections[{i}].heading", row.Heading, 300),
                        check.OptionalText($"sections[{i}].text", row.Text, 20_000)
                    )
            )
            .ToList();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                check.ThrowIfAny();
                var session = await db.LockSessionAsync(Guid.Parse(request.BoardSessionId), token);
                var (_, minutes) = await db.MinutesAsync(request.BoardSessionId, token);
                var hidden = await db.RecusedFromAsync(caller, token);
                RefuseOthers(sections, session, hidden);
                minutes.Save(sections, hidden, request.Version, caller.Subject);
                return new V1.SaveMinutesResponse { Minutes = minutes.ToWire(hidden) };
            },
            cancellationToken
        );
    }

    /// <summary>A section about a proposal is about one of the agenda: its readers are found by that.</summary>
    private static void RefuseOthers(IReadOnlyList<MinutesSection> sections, BoardSession session, HashSet<Guid> hidden)
    {
        var known = session.Proposals.Where(id => !hidden.Contains(id)).ToHashSet();
        var check = new Check();
        for (var i = 0; i < sections.Count; i++)
        {
            check.That(
                sections[i].ProposalId is not { } id || known.Contains(id),
                $"sections[{i}].proposal_id",
                "The proposal is not on the agenda of this session."
            );
        }

        check.That(
            known.All(id => sections.Any(section => section.ProposalId == id)),
            "sections",
            "Every proposal of the agenda keeps its section."
        );
        check.ThrowIfAny();
    }
}
