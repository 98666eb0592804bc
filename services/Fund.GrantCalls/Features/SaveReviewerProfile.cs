using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Records what a reviewer can be given; again to change it. A reviewer's own, or anybody's for staff.</summary>
public sealed class SaveReviewerProfile(GrantCallsDb db, TimeProvider time)
{
    private const int MostWords = 20;

    public Task<V1.SaveReviewerProfileResponse> HandleAsync(
        V1.SaveReviewerProfileRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var reviewer = check.Id("reviewer_id", request.ReviewerId);
        check.That(
            request.Languages.Count <= 20,
            "languages",
            $"{request.Languages.Count} languages are given; at most 20 are allowed."
        );
        var languages = check.Names("languages", [.. request.Languages.Take(20)]);
        for (var i = 0; i < request.Countries.Count; i++)
        {
            var code = request.Countries[i];
            check.That(
                Countries.Exists(code),
                $"countries[{i}]",
                $"'{Shown.Of(code)}' is not a country; use two capital letters of ISO 3166-1, such as KE."
            );
        }

        check.That(
            request.Expertise.Count <= MostWords,
            "expertise",
            $"{request.Expertise.Count} are given; at most {MostWords} are allowed."
        );
        var expertise = request
            .Expertise.Take(MostWords)
            .Select((text, i) => check.Text($"expertise[{i}]", text, 100))
            .ToList();
        check.That(
            request.MostProposals is >= 0 and <= 1_000,
            "most_proposals",
            $"{request.MostProposals} is not allowed; give 0 for no limit, or 1 to 1000."
        );
        check.ThrowIfAny();
        if (!caller.Is(Role.ProgrammeOfficer) && caller.AccountId() != reviewer)
        {
            throw Refusals.NotFound("reviewer", request.ReviewerId).AsException();
        }

        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var profile = await db.ReviewerProfiles.SingleOrDefaultAsync(row => row.ReviewerId == reviewer, token);
                if (profile is null)
                {
                    profile = new ReviewerProfile(reviewer, time.GetUtcNow());
                    db.Add(profile);
                }

                profile.Change(languages, [.. request.Countries.Distinct()], expertise, request.MostProposals);
                var loads = await db.LoadsAsync([reviewer], token);
                return new V1.SaveReviewerProfileResponse
                {
                    Profile = profile.ToWire(loads.GetValueOrDefault(reviewer)),
                };
            },
            cancellationToken
        );
    }
}
