using Fund.Common.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal.Access;
using Fund.Gateway.Portal.Shell;
using Fund.Gateway.Portal.Ui;
using Fund.Hosting;
using Fund.Projects.V1;

namespace Fund.Gateway.Portal.Pages.Projects;

/// <summary>What projects wait for: signatures, reports, payments; for those whose turn it is.</summary>
internal sealed class ProjectTasks(ServiceClients ask, Words words) : ITaskSource
{
    public string Part => "Projects";

    public bool IsFor(Visitor visitor) =>
        visitor.Is(
            Role.ProgrammeOfficer,
            Role.FinanceOfficer,
            Role.FundManager,
            Role.OrganisationMember,
            Role.AuthorisingOfficer
        );

    public async Task<IReadOnlyList<TaskItem>> ListAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        var answer = await ask.Projects.ListAgreementsAsync(
            new ListAgreementsRequest { Page = new PageRequest { PageSize = 200 } },
            cancellationToken: cancellationToken
        );
        return [.. answer.Agreements.SelectMany(agreement => Of(agreement, visitor))];
    }

    private IEnumerable<TaskItem> Of(Agreement agreement, Visitor visitor)
    {
        var path = $"/projects/{agreement.AgreementId}";
        var isOwn = visitor.Is(Role.OrganisationMember, Role.AuthorisingOfficer);
        var signs = agreement.State switch
        {
            AgreementState.Sent => visitor.Is(Role.AuthorisingOfficer),
            AgreementState.Signed => visitor.Is(Role.FundManager),
            _ => false,
        };
        if (signs)
        {
            yield return new TaskItem(words["Tasks.Sign", agreement.Number], path);
        }

        if (agreement.State == AgreementState.Draft && visitor.Is(Role.ProgrammeOfficer))
        {
            yield return new TaskItem(words["Tasks.Draft", agreement.Number], path);
        }

        foreach (var report in agreement.Reports)
        {
            var isTurn = isOwn
                ? report.State is ReportState.Due or ReportState.Overdue or ReportState.SentBack
                : report.State == ReportState.Submitted && visitor.Is(Role.ProgrammeOfficer);
            if (isTurn)
            {
                var key = isOwn ? "Tasks.WriteReport" : "Tasks.ReadReport";
                yield return new TaskItem(
                    words[key, agreement.Number],
                    $"{path}/reports/{report.ReportId}",
                    Due: isOwn ? report.DueOn : null
                );
            }
        }

        foreach (var instalment in agreement.Instalments)
        {
            if (instalment.State == InstalmentState.Requested && visitor.Is(Role.FinanceOfficer, Role.FundManager))
            {
                yield return new TaskItem(
                    words["Tasks.Approve", Figures.Rounded(instalment.Amount), agreement.Number],
                    path
                );
            }
            else if (instalment.State == InstalmentState.Approved && visitor.Is(Role.FinanceOfficer))
            {
                yield return new TaskItem(
                    words["Tasks.Pay", Figures.Rounded(instalment.Amount), agreement.Number],
                    path
                );
            }
        }
    }
}
