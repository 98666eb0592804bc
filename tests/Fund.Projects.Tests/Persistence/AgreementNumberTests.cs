using System.Globalization;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Projects.Tests.Persistence;

public sealed class AgreementNumberTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    [Fact]
    public async Task Numbers_have_no_gaps_even_when_transactions_fail()
    {
        var organisation = await fund.OrganisationAsync();
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i => i % 3 == 0 ? TakeAndFailAsync() : fund.DraftAsync(organisation, 1_000_000 + i))
        );
        var request = new ListAgreementsRequest();
        var all = await fund.As(ProjectsFixture.ProgrammeOfficer).ListAgreementsAsync(request);
        var expected = Enumerable
            .Range(1, 13)
            .Select(place => string.Create(CultureInfo.InvariantCulture, $"VTF-2026-{place:0000}"));
        Assert.Equal(expected, all.Agreements.Select(agreement => agreement.Number).Order(StringComparer.Ordinal));
    }

    private Task TakeAndFailAsync() =>
        fund.Service.InScopeAsync<IServiceProvider>(async services =>
        {
            var db = services.GetRequiredService<ProjectsDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.NextAgreementNumberAsync(2026, CancellationToken.None);
        });
}
