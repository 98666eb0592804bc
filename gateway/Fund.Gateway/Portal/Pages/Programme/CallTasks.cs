using Fund.Common.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal.Access;
using Fund.Gateway.Portal.Shell;
using Fund.Gateway.Portal.Ui;
using Fund.GrantCalls.V1;
using Fund.Hosting;

namespace Fund.Gateway.Portal.Pages.Programme;

/// <summary>What calls wait for from a programme officer: answers while they are open, screening when they have closed.</summary>
internal sealed class CallTasks(ServiceClients ask, Words words) : ITaskSource
{
    public string Part => "Calls";

    public bool IsFor(Visitor visitor) => visitor.Is(Role.ProgrammeOfficer);

    public async Task<IReadOnlyList<TaskItem>> ListAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        var calls = await ask.GrantCalls.ListCallsAsync(
            new ListCallsRequest { Page = new PageRequest { PageSize = 100 } },
            cancellationToken: cancellationToken
        );
        var tasks = await Task.WhenAll(
            calls.Calls.Select(call =>
                call.State switch
                {
                    CallState.Open => QuestionsAsync(call, cancellationToken),
                    CallState.Closed or CallState.InEvaluation => ScreeningAsync(call, cancellationToken),
                    _ => Task.FromResult<TaskItem?>(null),
                }
            )
        );
        return [.. tasks.OfType<TaskItem>()];
    }

    private async Task<TaskItem?> QuestionsAsync(Call call, CancellationToken cancellationToken)
    {
        var answer = await ask.Clarifications.ListClarificationsAsync(
            new ListClarificationsRequest
            {
                CallId = call.CallId,
                Page = new PageRequest { PageSize = 100 },
            },
            cancellationToken: cancellationToken
        );
        var count = answer.Clarifications.Count(row => row.PublishedAt is null);
        return Of("Tasks.AnswerQuestions", call, $"/calls/{call.CallId}/clarifications", count);
    }

    private async Task<TaskItem?> ScreeningAsync(Call call, CancellationToken cancellationToken)
    {
        var answer = await ask.GrantCalls.ListProposalsAsync(
            new ListProposalsRequest
            {
                CallId = call.CallId,
                Page = new PageRequest { PageSize = 500 },
            },
            cancellationToken: cancellationToken
        );
        var count = answer.Proposals.Count(proposal => proposal.State == ProposalState.Submitted);
        return Of("Tasks.ScreenProposals", call, $"/programme/calls/{call.CallId}", count);
    }

    private TaskItem? Of(string key, Call call, string path, int count) =>
        count == 0 ? null : new TaskItem(words[key, CallText.Title(call)], path, count);
}
