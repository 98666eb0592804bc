using Fund.Events;
using Fund.Projects.V1;
using Fund.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Projects.Tests.Consumers;

public sealed class BeneficiaryReturnAcceptedTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    [Fact]
    public async Task An_accepted_return_opens_the_way_for_its_report_and_for_no_other()
    {
        var agreement = await fund.ActiveAsync(await fund.OrganisationAsync());
        var fact = new BeneficiaryReturnAccepted(
            Guid.CreateVersion7(),
            Guid.Parse(agreement.AgreementId),
            Guid.Parse(agreement.Reports[0].ReportId)
        );
        var bus = fund.Service.Services.GetRequiredService<IBus>();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => bus.Publish(fact)));
        await Eventually.TrueAsync(
            async () => (await ReportsAsync(agreement))[0].BeneficiaryReturnAccepted,
            "the return is noted",
            ProjectsFixture.Patience
        );
        await Eventually.EqualAsync(
            0u,
            () => fund.Broker.CountAsync("projects.beneficiary-return-accepted"),
            "messages waiting",
            ProjectsFixture.Patience
        );
        Assert.Equal(
            [true, false, false],
            (await ReportsAsync(agreement)).Select(report => report.BeneficiaryReturnAccepted)
        );
    }

    private async Task<IList<Report>> ReportsAsync(Agreement agreement)
    {
        var request = new GetAgreementRequest { AgreementId = agreement.AgreementId };
        return (await fund.As(ProjectsFixture.ProgrammeOfficer).GetAgreementAsync(request)).Agreement.Reports;
    }
}
