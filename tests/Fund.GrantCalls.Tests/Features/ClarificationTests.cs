using Fund.Events;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Client = Fund.GrantCalls.V1.ClarificationsService.ClarificationsServiceClient;

namespace Fund.GrantCalls.Tests.Features;

public sealed class ClarificationTests(World world) : IClassFixture<World>
{
    private Client As(Caller caller) => world.Service.Client<Client>(caller);

    private Client Officer => As(TestIdentity.ProgrammeOfficer);

    private Client Everybody => As(Caller.Anonymous);

    [Fact]
    public async Task A_question_is_answered_once_and_published_to_everybody_without_who_asked()
    {
        var call = await world.OpenCallAsync();
        var asker = await world.StartAsync(call);
        var other = await world.StartAsync(call);
        var asked = await AskAsync(asker.Organisation, call, "May a grant pay for a vehicle of Harbour House?");
        Assert.Null(asked.PublishedAt);
        Assert.True(asked.IsOwn);
        Assert.Empty(await ListAsync(Everybody, call));
        Assert.Empty(await ListAsync(As(TestIdentity.MemberOf(other.Organisation)), call));
        Assert.Single(await ListAsync(As(TestIdentity.MemberOf(asker.Organisation)), call));
        Assert.Single(await ListAsync(Officer, call, waitingOnly: true));

        world.Clock.Now = world.Clock.Now.AddMinutes(1);
        var answer = Answer(asked, "No: vehicles are not eligible.", "May a grant pay for a vehicle?");
        await Officer.AnswerClarificationAsync(answer);
        await Officer.AnswerClarificationAsync(answer);

        var published = Assert.Single(await ListAsync(Everybody, call));
        Assert.Equal("May a grant pay for a vehicle?", published.Question);
        Assert.Equal("No: vehicles are not eligible.", published.Answer);
        Assert.Equal(world.Clock.Now, published.PublishedAt.ToDateTimeOffset());
        Assert.False(published.IsOwn);
        Assert.DoesNotContain(asker.Organisation.ToString("D"), published.ToString(), StringComparison.Ordinal);
        var refusal = await World.RefusedAsync(
            RefusalKind.WrongState,
            "CLARIFICATION_ANSWERED",
            Officer.AnswerClarificationAsync(Answer(asked, "Yes.", ""))
        );
        Assert.Contains("2026-", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(Officer, call, waitingOnly: true));
    }

    [Fact]
    public async Task Every_organisation_with_a_proposal_and_the_one_that_asked_are_told_once()
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.StartAsync(call);
        var asker = world.Projects.Know(null);
        var asked = await AskAsync(asker, call, "Is co-funding asked for?");
        await Officer.AnswerClarificationAsync(Answer(asked, "It is not.", ""));
        await world.Service.HearsEventsAsync();
        IReadOnlyList<ClarificationPublished> told = [];
        await Eventually.TrueAsync(
            async () =>
            {
                told = await QueueReader.ReadAsync<ClarificationPublished>(
                    world.Broker,
                    "gateway.clarification-published",
                    asked.ClarificationId
                );
                return told.Count >= 2;
            },
            "both organisations were told"
        );
        Assert.Equal(new[] { applicant.Organisation, asker }.Order(), told.Select(fact => fact.OrganisationId).Order());
    }

    [Fact]
    public async Task Only_an_open_call_that_is_known_takes_questions()
    {
        var call = await world.OpenCallAsync();
        var draft = await world.DraftAsync();
        var organisation = world.Projects.Know(null);
        var member = As(TestIdentity.MemberOf(organisation));
        await World.RefusedAsync(RefusalKind.NotFound, "NOT_FOUND", member.AskClarificationAsync(Ask(draft, "What?")));
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            Everybody.ListClarificationsAsync(new ListClarificationsRequest { CallId = draft.CallId })
        );
        await World.RefusedAsync(RefusalKind.BadInput, "REQUIRED", member.AskClarificationAsync(Ask(call, " ")));
        await World.RefusedAsync(
            RefusalKind.BadInput,
            "TOO_LONG",
            member.AskClarificationAsync(Ask(call, new string('a', 2_001)))
        );
        await World.RefusedAsync(
            RefusalKind.NotAllowed,
            "ROLE_MAY_NOT",
            member.AnswerClarificationAsync(new AnswerClarificationRequest { RequestId = Make.Id() })
        );
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            Officer.AnswerClarificationAsync(Answer(new Clarification { ClarificationId = Make.Id() }, "No.", ""))
        );
        world.PassDeadline(call);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "DEADLINE_PASSED",
            member.AskClarificationAsync(Ask(call, "Is it too late?"))
        );
    }

    private async Task<Clarification> AskAsync(Guid organisation, Call call, string question) =>
        (await As(TestIdentity.MemberOf(organisation)).AskClarificationAsync(Ask(call, question))).Clarification;

    private static AskClarificationRequest Ask(Call call, string question) =>
        new()
        {
            RequestId = Make.Id(),
            CallId = call.CallId,
            Question = question,
        };

    private static AnswerClarificationRequest Answer(Clarification asked, string answer, string published) =>
        new()
        {
            RequestId = Make.Id(),
            ClarificationId = asked.ClarificationId,
            Answer = answer,
            PublishedQuestion = published,
        };

    private static async Task<IReadOnlyList<Clarification>> ListAsync(
        Client client,
        Call call,
        bool waitingOnly = false
    ) =>
        (
            await client.ListClarificationsAsync(
                new ListClarificationsRequest { CallId = call.CallId, WaitingOnly = waitingOnly }
            )
        ).Clarifications;
}
