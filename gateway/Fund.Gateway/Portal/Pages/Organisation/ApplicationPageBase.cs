using Fund.Gateway.Portal.Applying;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Microsoft.AspNetCore.Components;

namespace Fund.Gateway.Portal.Pages.Organisation;

/// <summary>What the pages of one application share: the proposal, its call and its form, read together.</summary>
public abstract class ApplicationPageBase : OwnPageBase
{
    [Inject]
    private protected Words Spoken { get; set; } = default!;

    [Inject]
    private protected PeopleAtSections Colleagues { get; set; } = default!;

    [Parameter]
    public string ProposalId { get; set; } = "";

    /// <summary>Null until it is read, or when it is not there.</summary>
    private protected Application? Work { get; private set; }

    /// <summary>The files of the proposal; null when they cannot be read at the moment.</summary>
    private protected ProposalFileList? Files { get; private set; }

    private protected IReadOnlyList<SectionState> States { get; private set; } = [];

    /// <summary>True when the service cannot answer at the moment.</summary>
    protected bool IsServiceDown { get; private set; }

    protected async Task LoadAsync()
    {
        var application = await ReadAsync(
            Ask.Applications.GetApplicationAsync(new GetApplicationRequest { ProposalId = ProposalId }, Until)
        );
        if (application.Content is not { Proposal: { } proposal } found)
        {
            IsServiceDown = application.IsDown;
            return;
        }

        var call = ReadAsync(Ask.GrantCalls.GetCallAsync(new GetCallRequest { CallId = proposal.CallId }, Until));
        var form = await ReadAsync(
            Ask.CallForms.GetCallFormAsync(
                new GetCallFormRequest { CallId = proposal.CallId, Number = proposal.FormNumber },
                Until
            )
        );
        IsServiceDown = (await call).IsDown || form.IsDown;
        if ((await call).Content?.Call is { } known && form.Content?.Form is { } asked)
        {
            States = found.Sections;
            Files = await ReadFilesAsync(ProposalId, asked);
            Work = new Application(proposal, known, asked, Spoken, Files);
        }
    }

    /// <summary>The state of one section; that of none when nobody saved it yet.</summary>
    protected SectionState StateOf(string section) =>
        States.FirstOrDefault(state => state.Key == section) ?? new SectionState { Key = section };

    /// <summary>Whether it was the visitor who saved.</summary>
    protected bool IsVisitor(string account) => account == Visitor.Caller.Subject;
}
