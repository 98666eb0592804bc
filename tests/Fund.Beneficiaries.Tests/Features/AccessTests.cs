using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Fund.Testing;
using Grpc.Core;
using static Fund.Beneficiaries.Tests.Samples;

namespace Fund.Beneficiaries.Tests.Features;

public sealed class AccessTests(BeneficiariesFixture fund) : IClassFixture<BeneficiariesFixture>
{
    [Fact]
    public async Task A_stranger_finds_nothing_of_another_organisation()
    {
        var (project, stranger) = (await fund.ProjectAsync(), (await fund.ProjectAsync()).Own);
        var made = await project.SubmitAsync(project.Table(1, Cell(30)));
        await NotFoundAsync(stranger.SubmitAggregateReturnAsync(project.Table(2, Cell(1))));
        await NotFoundAsync(stranger.SubmitCaseReturnAsync(project.Cases(2, Person(1))));
        await NotFoundAsync(stranger.GetReturnAsync(new() { ReturnId = made.ReturnId }));
        await NotFoundAsync(stranger.ListReturnsAsync(new() { AgreementId = project.Id }));
        await NotFoundAsync(stranger.GetProjectCountsAsync(new() { AgreementId = project.Id }));
        Assert.DoesNotContain(made, (await stranger.ListReturnsAsync(new())).Returns);
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_not_yours_look_the_same()
    {
        var (project, stranger) = (await fund.ProjectAsync(), (await fund.ProjectAsync()).Own);
        var made = await project.SubmitAsync(project.Table(1, Cell(30)));
        var id = BeneficiariesFixture.NewId();
        var missing = await NotFoundAsync(stranger.GetReturnAsync(new() { ReturnId = id }));
        var theirs = await NotFoundAsync(stranger.GetReturnAsync(new() { ReturnId = made.ReturnId }));
        Assert.Equal(
            missing.Message.Replace(id, "", StringComparison.Ordinal),
            theirs.Message.Replace(made.ReturnId, "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Staff_cannot_report_in_place_of_an_organisation()
    {
        var project = await fund.ProjectAsync();
        var status = await StatusAsync(fund.Officer.SubmitAggregateReturnAsync(project.Table(1, Cell(1))));
        Assert.Equal(StatusCode.PermissionDenied, status);
    }

    [Fact]
    public async Task Programme_staff_and_auditors_read_every_return()
    {
        var project = await fund.ProjectAsync();
        var made = await project.SubmitAsync(project.Table(1, Cell(30)));
        foreach (var reader in new[] { TestIdentity.ProgrammeOfficer, TestIdentity.FundManager, TestIdentity.Auditor })
        {
            var client = fund.As(reader);
            Assert.Equal(made, (await client.GetReturnAsync(new() { ReturnId = made.ReturnId })).BeneficiaryReturn);
            Assert.Equal([made], (await client.ListReturnsAsync(new() { AgreementId = project.Id })).Returns);
        }
    }

    [Fact]
    public async Task Everybody_else_reads_nothing_but_published_figures()
    {
        Caller?[] others =
        [
            TestIdentity.Administrator,
            TestIdentity.FinanceOfficer,
            TestIdentity.Trustee,
            TestIdentity.Reviewer(),
            TestIdentity.ContactOf(Guid.CreateVersion7()),
            Caller.Anonymous,
            Caller.OfService("donations"),
        ];
        var id = BeneficiariesFixture.NewId();
        foreach (var other in others)
        {
            var client = fund.As(other);
            Assert.Equal(
                StatusCode.PermissionDenied,
                await StatusAsync(client.GetReturnAsync(new() { ReturnId = id }))
            );
            Assert.Equal(StatusCode.PermissionDenied, await StatusAsync(client.ListReturnsAsync(new())));
            Assert.Equal(
                StatusCode.PermissionDenied,
                await StatusAsync(client.GetProjectCountsAsync(new() { AgreementId = id }))
            );
            Assert.Equal(
                StatusCode.PermissionDenied,
                await StatusAsync(client.AcceptReturnAsync(new() { ReturnId = id }))
            );
            Assert.Equal(
                StatusCode.PermissionDenied,
                await StatusAsync(client.PublishFiguresAsync(new() { UpTo = "2026-01-01" }))
            );
            Assert.Equal(StatusCode.OK, await StatusAsync(client.GetPublishedFiguresAsync(new())));
        }

        Assert.Equal(StatusCode.Unauthenticated, await StatusAsync(fund.As(null).ListReturnsAsync(new())));
    }

    [Fact]
    public async Task An_organisation_cannot_accept_or_question_or_publish()
    {
        var project = await fund.ProjectAsync();
        var made = await project.SubmitAsync(project.Table(1, Cell(30)));
        var own = fund.As(TestIdentity.AuthorisingOfficerOf(project.Fact.OrganisationId));
        Assert.Equal(
            StatusCode.PermissionDenied,
            await StatusAsync(own.AcceptReturnAsync(new() { RequestId = "a", ReturnId = made.ReturnId }))
        );
        Assert.Equal(
            StatusCode.PermissionDenied,
            await StatusAsync(
                own.QuestionReturnAsync(
                    new()
                    {
                        RequestId = "b",
                        ReturnId = made.ReturnId,
                        Question = "Why?",
                    }
                )
            )
        );
        Assert.Equal(
            StatusCode.PermissionDenied,
            await StatusAsync(own.PublishFiguresAsync(new() { RequestId = "c", UpTo = "2026-01-01" }))
        );
    }

    [Fact]
    public async Task Returns_are_listed_newest_first_and_page_by_page()
    {
        var organisation = Guid.CreateVersion7();
        var made = new List<BeneficiaryReturn>();
        for (var i = 0; i < 5; i++)
        {
            var project = await fund.ProjectAsync(organisation);
            made.Insert(0, await project.SubmitAsync(project.Table(1, Cell(i))));
        }

        var client = fund.As(TestIdentity.MemberOf(organisation));
        var seen = new List<BeneficiaryReturn>();
        var token = "";
        do
        {
            var page = await client.ListReturnsAsync(
                new()
                {
                    Page = new() { PageSize = 2, PageToken = token },
                }
            );
            Assert.True(page.Returns.Count <= 2);
            seen.AddRange(page.Returns);
            token = page.Page.NextPageToken;
        } while (token.Length > 0);

        Assert.Equal(made, seen);
        await Refused.FieldsAsync(client.ListReturnsAsync(new() { Page = new() { PageSize = 501 } }), "page.page_size");
    }

    private static Task<Kernel.Refusal> NotFoundAsync<T>(AsyncUnaryCall<T> call) =>
        Refused.BecauseAsync("NOT_FOUND", StatusCode.NotFound, call);

    private static async Task<StatusCode> StatusAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
