using Fund.Common.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal.Access;
using Fund.Gateway.Portal.Shell;
using Fund.GrantCalls.V1;
using Fund.Hosting;

namespace Fund.Gateway.Portal.Pages.Reviews;

/// <summary>Proposals that wait for a reviewer's declaration or scores.</summary>
internal sealed class ReviewTasks(ServiceClients ask, Words words) : ITaskSource
{
    public string Part => "Reviews";

    public bool IsFor(Visitor visitor) => visitor.Is(Role.Reviewer);

    public async Task<IReadOnlyList<TaskItem>> ListAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        var answer = await ask.GrantCalls.ListAssignmentsAsync(
            new ListAssignmentsRequest { Page = new PageRequest { PageSize = 200 } },
            cancellationToken: cancellationToken
        );
        return
        [
            .. from assignment in answer.Assignments
            where assignment.State is AssignmentState.Assigned or AssignmentState.Cleared
            let key = assignment.State == AssignmentState.Assigned ? "Tasks.Declare" : "Tasks.Score"
            select new TaskItem(words[key, assignment.ProposalNumber], $"/reviews/{assignment.AssignmentId}"),
        ];
    }
}
