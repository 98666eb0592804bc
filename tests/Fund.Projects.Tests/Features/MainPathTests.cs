using Fund.Projects.V1;

namespace Fund.Projects.Tests.Features;

public sealed class MainPathTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    [Fact]
    public async Task An_award_is_agreed_on_paid_reported_on_and_paid_again()
    {
        var organisation = await fund.VerifiedOrganisationAsync();
        var agreement = await fund.ActiveAsync(organisation);
        Assert.Equal(AgreementState.Active, agreement.State);
        Assert.Matches("^VTF-2026-[0-9]{4}$", agreement.Number);
        Assert.Equal(["Report 1 has not been accepted yet."], agreement.Instalments[1].Holds.Skip(1));

        await fund.RequestAsync(agreement.Instalments[0]);
        await fund.ApproveAsync(agreement.Instalments[0]);
        var paid = await fund.PayAsync(agreement.Instalments[0]);
        Assert.Equal(InstalmentState.Paid, paid.Instalments[0].State);
        Assert.Equal("UNO-4711", paid.Instalments[0].PaymentReference);
        Assert.Empty(paid.Instalments[0].Holds);

        var accepted = await fund.AcceptedReportAsync(organisation, agreement.Reports[0]);
        Assert.Equal(ReportState.Accepted, accepted.State);

        await fund.RequestAsync(agreement.Instalments[1]);
        await fund.ApproveAsync(agreement.Instalments[1]);
        var done = await fund.PayAsync(agreement.Instalments[1]);
        Assert.All(done.Instalments, instalment => Assert.Equal(InstalmentState.Paid, instalment.State));
        Assert.Equal(3_000_000, await fund.Database.ScalarAsync<long>("select paid_usd_cents from agreements"));
    }
}
