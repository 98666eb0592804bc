using Fund.Events;
using Fund.Hosting;
using Fund.Projects.V1;
using Fund.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Projects.Tests.Consumers;

public sealed class AwardDecidedTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    private IBus Bus => fund.Service.Services.GetRequiredService<IBus>();

    [Fact]
    public async Task An_award_becomes_a_draft_agreement_with_what_was_decided()
    {
        var organisation = await fund.OrganisationAsync();
        var award = ProjectsFixture.AwardTo(organisation);
        await Bus.Publish(award);
        var draft = await DraftAsync(award);
        Assert.Equal(AgreementState.Draft, draft.State);
        Assert.Equal(organisation.OrganisationId, draft.OrganisationId);
        Assert.Equal((award.Title, award.CountryCode, 12), (draft.Title, draft.CountryCode, draft.DurationMonths));
        Assert.Equal(ProjectsFixture.Usd(award.AmountUsdCents), draft.Amount);
        Assert.Equal(["A", "E"], draft.Budget.Select(line => line.Category));
        Assert.Equal(("", ""), (draft.StartsOn, draft.EndsOn));
    }

    [Fact]
    public async Task The_same_message_ten_times_makes_one_agreement()
    {
        var award = ProjectsFixture.AwardTo(await fund.OrganisationAsync());
        var messageId = Guid.CreateVersion7();
        await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Bus.Publish(award, context => context.MessageId = messageId))
        );
        await MustBeOneAsync(award);
        Assert.Equal(
            1L,
            await fund.Database.ScalarAsync<long>($"select count(*) from inbox where message_id = '{messageId}'")
        );
    }

    [Fact]
    public async Task The_same_award_in_ten_messages_makes_one_agreement()
    {
        var award = ProjectsFixture.AwardTo(await fund.OrganisationAsync());
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Bus.Publish(award)));
        await MustBeOneAsync(award);
    }

    [Fact]
    public async Task An_award_to_an_organisation_nobody_knows_is_set_aside_and_holds_nobody_up()
    {
        var unknown = ProjectsFixture.AwardTo(
            new Organisation { OrganisationId = ProjectsFixture.NewId(), Name = "Nobody" }
        );
        var known = ProjectsFixture.AwardTo(await fund.OrganisationAsync());
        await Bus.Publish(unknown);
        await Bus.Publish(known);
        await DraftAsync(known);
        await Eventually.EqualAsync(
            1u,
            () => fund.Broker.CountAsync("projects.award-decided_error"),
            "awards set aside",
            ProjectsFixture.Patience
        );
    }

    private async Task MustBeOneAsync(AwardDecided award)
    {
        await DraftAsync(award);
        await Eventually.EqualAsync(
            0u,
            () => fund.Broker.CountAsync("projects.award-decided"),
            "messages waiting",
            ProjectsFixture.Patience
        );
        Assert.Equal(
            1L,
            await fund.Database.ScalarAsync<long>($"select count(*) from agreements where award_id = '{award.AwardId}'")
        );
        Assert.Equal(
            await fund.Database.ScalarAsync<long>("select count(*) from agreements"),
            await fund.Database.ScalarAsync<long>("select last::bigint from agreement_numbers")
        );
    }

    private async Task<Agreement> DraftAsync(AwardDecided award)
    {
        Agreement? found = null;
        await Eventually.TrueAsync(
            async () =>
            {
                var service = fund.As(Caller.OfService("grantcalls"));
                var all = await service.ListAgreementsAsync(new ListAgreementsRequest());
                found = all.Agreements.SingleOrDefault(row => row.AwardId == award.AwardId.ToString("D"));
                return found is not null;
            },
            "the award became an agreement",
            ProjectsFixture.Patience
        );
        return found!;
    }
}
