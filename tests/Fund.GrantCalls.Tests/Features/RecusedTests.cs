using System.Reflection;
using Fund.Audit.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Testing;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Fund.GrantCalls.Tests.Features;

/// <summary>
/// Whoever is recused from a proposal reaches nothing of it by any read there is: every RPC that reads is asked, found by
/// the descriptors so that one that is new is asked as well, with every id of the scene in every field that takes one.
/// </summary>
public sealed class RecusedTests(World world) : IClassFixture<World>
{
    private const string Title = "Lighthouse on the river";

    /// <summary>What is published of an award is there for everybody, and so for somebody recused.</summary>
    private static readonly string[] Public = ["ListAwards"];

    /// <summary>All that a person who could otherwise read everything may be.</summary>
    private static readonly Hosting.Role[] Roles =
    [
        Hosting.Role.Reviewer,
        Hosting.Role.ProgrammeOfficer,
        Hosting.Role.FundManager,
        Hosting.Role.Trustee,
        Hosting.Role.Auditor,
    ];

    [Fact]
    public async Task Nothing_of_a_proposal_reaches_whoever_is_recused_from_it_by_any_read()
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.StartAsync(call, organisation => organisation.Name = "Harbour House of Kisumu");
        await applicant.SaveAsync(Make.Content(100_000, Title));
        await applicant.SubmitAsync();
        world.PassDeadline(call);
        await world.ScreenAsync(applicant);
        await world.ReviewAsync(applicant, 80, 84);
        var person = TestIdentity.Staff(Roles);
        var own = await world.AssignAsync(applicant, person);
        await world.DeclareAsync(own, person, conflict: true);
        var session = await world.SessionAsync(call);
        await world.Officer.DecideProposalAsync(
            World.Award(new Decidable(call, [applicant], session), applicant, 90_000)
        );
        var letters = world.Service.Client<LettersService.LettersServiceClient>(TestIdentity.ProgrammeOfficer);
        await letters.PrepareLettersAsync(new PrepareLettersRequest { RequestId = Make.Id(), CallId = call.CallId });
        var letter = Assert.Single((await letters.ListLettersAsync(new() { CallId = call.CallId })).Letters);
        var assignments = await world.Officer.ListAssignmentsAsync(new() { CallId = call.CallId });
        string[] ids =
        [
            call.CallId,
            applicant.Id,
            letter.LetterId,
            session,
            .. assignments.Assignments.Select(row => row.AssignmentId),
        ];

        var asked = 0;
        var leaks = new List<string>();
        foreach (var (client, rpc) in Reads(person))
        {
            foreach (var id in ids)
            {
                asked++;
                var text = await AskAsync(client, rpc, id);
                if (
                    text.Contains(Title, StringComparison.Ordinal)
                    || text.Contains("With evidence.", StringComparison.Ordinal)
                )
                {
                    leaks.Add($"{rpc.Name} with {id} shows the proposal: {text[..Math.Min(300, text.Length)]}");
                }
            }
        }

        Assert.True(asked > 60, $"{asked} questions are too few to be all reads.");
        Assert.Empty(leaks);

        // The same questions by somebody who is not recused do find it: they are the right ones.
        var found = 0;
        foreach (var (client, rpc) in Reads(TestIdentity.Staff(Roles)))
        {
            foreach (var id in ids)
            {
                found += (await AskAsync(client, rpc, id)).Contains(Title, StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.True(found >= 4, $"{found} reads show the proposal to others.");
    }

    [Fact]
    public async Task The_trail_tells_whoever_is_recused_nothing_and_nobody_what_a_proposal_says()
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.StartAsync(call);
        await applicant.SaveAsync(Make.Content(123_457, Title));
        await applicant.SubmitAsync();
        var request = new ListRecordEntriesRequest { RecordKind = "proposal", RecordId = applicant.Id };
        var sealed_ = await Trail(TestIdentity.ProgrammeOfficer).ListRecordEntriesAsync(request);
        Assert.NotEmpty(sealed_.Entries);
        Assert.Contains("title", sealed_.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Title, sealed_.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("12345700", sealed_.ToString(), StringComparison.Ordinal);

        world.PassDeadline(call);
        await world.ScreenAsync(applicant);
        var person = TestIdentity.Staff(Roles);
        var own = await world.AssignAsync(applicant, person);
        await world.DeclareAsync(own, person, conflict: true);
        Assert.Empty((await Trail(person).ListRecordEntriesAsync(request)).Entries);
        var all = await Trail(person).ListAuditEntriesAsync(new ListAuditEntriesRequest());
        Assert.DoesNotContain(applicant.Id, all.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty((await Trail(TestIdentity.Auditor).ListRecordEntriesAsync(request)).Entries);
    }

    private AuditService.AuditServiceClient Trail(Caller caller) =>
        world.Service.Client<AuditService.AuditServiceClient>(caller);

    private IEnumerable<(ClientBase Client, MethodDescriptor Rpc)> Reads(Caller caller)
    {
        var services = typeof(GrantCallsService)
            .Assembly.GetTypes()
            .Where(type => type.Namespace == "Fund.GrantCalls.V1" && typeof(ClientBase).IsAssignableFrom(type));
        foreach (var type in services)
        {
            var descriptor = (ServiceDescriptor)
                type.DeclaringType!.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)!
                    .GetValue(null)!;
            var client = (ClientBase)
                typeof(RunningService)
                    .GetMethods()
                    .Single(method =>
                        method.Name == "Client" && method.GetParameters()[0].ParameterType == typeof(Caller)
                    )
                    .MakeGenericMethod(type)
                    .Invoke(world.Service, [caller])!;
            foreach (var rpc in descriptor.Methods.Where(IsRead).Where(rpc => !Public.Contains(rpc.Name)))
            {
                yield return (client, rpc);
            }
        }
    }

    private static bool IsRead(MethodDescriptor rpc) =>
        !rpc.IsServerStreaming && rpc.InputType.FindFieldByName("request_id") is null;

    private static async Task<string> AskAsync(ClientBase client, MethodDescriptor rpc, string id)
    {
        var request = (IMessage)Activator.CreateInstance(rpc.InputType.ClrType)!;
        foreach (var field in rpc.InputType.Fields.InFieldNumberOrder())
        {
            if (
                field.FieldType == FieldType.String
                && !field.IsRepeated
                && field.Name.EndsWith("_id", StringComparison.Ordinal)
            )
            {
                field.Accessor.SetValue(request, id);
            }
        }

        var method = client.GetType().GetMethod(rpc.Name + "Async", [rpc.InputType.ClrType, typeof(CallOptions)])!;
        try
        {
            dynamic call = method.Invoke(client, [request, new CallOptions()])!;
            var answer = (IMessage)await call.ResponseAsync;
            return answer.ToString()!;
        }
        catch (RpcException e)
        {
            return e.Status.Detail;
        }
    }
}
