using Fund.Common.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal.Access;
using Fund.Gateway.Portal.Shell;
using Fund.Gateway.Portal.Ui;
using Fund.GrantCalls.V1;
using Fund.Hosting;

namespace Fund.Gateway.Portal.Pages.Organisation;

/// <summary>Proposals for open calls that are not submitted: they count for nothing until they are.</summary>
internal sealed class ApplicationTasks(ServiceClients ask, Words words) : ITaskSource
{
    public string Part => "Applications";

    public bool IsFor(Visitor visitor) => visitor.Is(Role.OrganisationMember, Role.AuthorisingOfficer);

    public async Task<IReadOnlyList<TaskItem>> ListAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        if (visitor.Caller.OrganisationId is null)
        {
            return [];
        }

        var calls = await ask.GrantCalls.ListCallsAsync(
            new ListCallsRequest
            {
                State = CallState.Open,
                Page = new PageRequest { PageSize = 100 },
            },
            cancellationToken: cancellationToken
        );
        var own = await ask.GrantCalls.ListProposalsAsync(
            new ListProposalsRequest { Page = new PageRequest { PageSize = 100 } },
            cancellationToken: cancellationToken
        );
        return
        [
            .. from proposal in own.Proposals
            where proposal.State is ProposalState.Draft or ProposalState.Withdrawn
            join call in calls.Calls on proposal.CallId equals call.CallId
            let title = proposal.Content?.Title is { Length: > 0 } named ? named : CallText.Title(call)
            select new TaskItem(
                words["Tasks.FinishProposal", title],
                $"/organisation/proposals/{proposal.ProposalId}",
                Due: call.Terms.ClosesAtLocal.Split('T')[0]
            ),
        ];
    }
}
