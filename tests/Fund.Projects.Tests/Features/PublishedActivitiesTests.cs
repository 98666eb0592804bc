using Fund.Common.V1;
using Fund.Hosting;
using Fund.Projects.V1;
using Grpc.Core;

namespace Fund.Projects.Tests.Features;

public sealed class PublishedActivitiesTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    [Fact]
    public async Task Everybody_reads_what_was_signed_and_paid_and_nothing_else()
    {
        var organisation = await fund.VerifiedOrganisationAsync();
        var agreement = await fund.ActiveAsync(organisation);
        await fund.RequestAsync(agreement.Instalments[0]);
        await fund.ApproveAsync(agreement.Instalments[0]);
        await fund.PayAsync(agreement.Instalments[0]);

        var shown = await OneAsync(agreement);

        Assert.Equal(agreement.Number, shown.AgreementNumber);
        Assert.Equal("KE", shown.CountryCode);
        Assert.Equal(agreement.Amount, shown.Amount);
        Assert.Equal(AgreementState.Active, shown.State);
        Assert.Equal(ProjectsFixture.Day(0), shown.SignedOn);
        Assert.Equal((agreement.StartsOn, agreement.EndsOn), (shown.StartsOn, shown.EndsOn));
        Assert.Equal(agreement.Amount.MinorUnits, shown.Instalments.Sum(part => part.Amount.MinorUnits));
        Assert.Equal([false, true], shown.Instalments.Select(part => part.PaidOn.Length == 0));
        var text = shown.ToString();
        Assert.DoesNotContain("UNO-4711", text, StringComparison.Ordinal);
        Assert.DoesNotContain(organisation.OrganisationId, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_still_negotiated_is_not_published()
    {
        var draft = await fund.DraftAsync(await fund.VerifiedOrganisationAsync());

        Assert.DoesNotContain(draft.AwardId, (await AllAsync()).Select(activity => activity.AwardId));
    }

    [Fact]
    public async Task A_suspended_project_is_shown_as_suspended()
    {
        var agreement = await fund.ActiveAsync(await fund.VerifiedOrganisationAsync());
        await fund.As(ProjectsFixture.ProgrammeOfficer)
            .SuspendAgreementAsync(
                new SuspendAgreementRequest
                {
                    RequestId = ProjectsFixture.NewId(),
                    AgreementId = agreement.AgreementId,
                    Reason = "A question is open.",
                }
            );

        var shown = await OneAsync(agreement);

        Assert.Equal(AgreementState.Suspended, shown.State);
        Assert.DoesNotContain("question", shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_comes_in_pages_and_a_wrong_size_is_refused()
    {
        await fund.ActiveAsync(await fund.VerifiedOrganisationAsync());
        await fund.ActiveAsync(await fund.VerifiedOrganisationAsync());
        var everybody = fund.As(Caller.Anonymous);

        var first = await everybody.ListPublishedActivitiesAsync(new() { Page = new PageRequest { PageSize = 1 } });
        var next = new PageRequest { PageSize = 1, PageToken = first.Page.NextPageToken };
        var second = await everybody.ListPublishedActivitiesAsync(new() { Page = next });

        Assert.NotEqual(Assert.Single(first.Activities).AwardId, Assert.Single(second.Activities).AwardId);
        await Refused.BecauseAsync(
            "PAGE_SIZE",
            StatusCode.InvalidArgument,
            everybody.ListPublishedActivitiesAsync(new() { Page = new PageRequest { PageSize = 501 } })
        );
    }

    private async Task<PublishedActivity> OneAsync(Agreement agreement) =>
        (await AllAsync()).Single(activity => activity.AwardId == agreement.AwardId);

    private async Task<IReadOnlyList<PublishedActivity>> AllAsync()
    {
        var request = new ListPublishedActivitiesRequest { Page = new PageRequest { PageSize = 500 } };
        return (await fund.As(Caller.Anonymous).ListPublishedActivitiesAsync(request)).Activities;
    }
}
