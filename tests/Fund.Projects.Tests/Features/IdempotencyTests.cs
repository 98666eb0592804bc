using Fund.Hosting;
using Fund.Projects.V1;
using Fund.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Projects.Tests.Features;

/// <summary>Every write sent twice has one effect and one answer; the same id with other input is refused.</summary>
public sealed class IdempotencyTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    [Fact]
    public async Task Every_write_of_the_main_path_can_be_repeated()
    {
        var (programme, finance) = (fund.As(ProjectsFixture.ProgrammeOfficer), fund.As(ProjectsFixture.FinanceOfficer));
        var organisation = (await TwiceAsync(Registration(), programme.RegisterOrganisationAsync)).Organisation;
        var officer = fund.As(ProjectsFixture.Officer(organisation));
        await AccountAsync(organisation, officer);
        await TwiceAsync(
            new RecordDueDiligenceRequest
            {
                RequestId = ProjectsFixture.NewId(),
                OrganisationId = organisation.OrganisationId,
                Flag = Flag.None,
                CheckedOn = ProjectsFixture.Day(0),
            },
            programme.RecordDueDiligenceAsync
        );
        var agreement = await AgreedAsync(organisation, officer);
        var id = agreement.Instalments[0].InstalmentId;
        await TwiceAsync(
            new RequestInstalmentRequest { RequestId = ProjectsFixture.NewId(), InstalmentId = id },
            finance.RequestInstalmentAsync
        );
        var other = fund.As(ProjectsFixture.OtherFinanceOfficer);
        await TwiceAsync(
            new RejectInstalmentRequest
            {
                RequestId = ProjectsFixture.NewId(),
                InstalmentId = id,
                Reason = "Unclear.",
            },
            other.RejectInstalmentAsync
        );
        await fund.RequestAsync(agreement.Instalments[0]);
        await TwiceAsync(
            new ApproveInstalmentRequest { RequestId = ProjectsFixture.NewId(), InstalmentId = id },
            other.ApproveInstalmentAsync
        );
        await TwiceAsync(ProjectsFixture.Payment(agreement.Instalments[0]), finance.PayInstalmentAsync);
        await ReportedAsync(agreement.Reports[0], officer);
        Assert.Equal(1L, await fund.Database.ScalarAsync<long>("select count(*) from payments"));
        await Eventually.TrueAsync(
            async () => await fund.Broker.CountAsync("donations.instalment-paid") > 0,
            "the ledger hears of the payment",
            ProjectsFixture.Patience
        );
    }

    [Fact]
    public async Task A_request_id_is_not_used_for_something_else()
    {
        var request = Registration();
        var client = fund.As(ProjectsFixture.ProgrammeOfficer);
        await client.RegisterOrganisationAsync(request);
        request.Name = "Another name";
        await Refused.BecauseAsync(
            "REQUEST_ID_REUSED",
            StatusCode.AlreadyExists,
            client.RegisterOrganisationAsync(request)
        );
    }

    [Fact]
    public async Task A_write_without_a_request_id_is_refused_with_the_field()
    {
        var request = Registration();
        request.RequestId = "";
        var client = fund.As(ProjectsFixture.ProgrammeOfficer);
        await Refused.FieldsAsync(client.RegisterOrganisationAsync(request), "request_id");
        request.RequestId = new string('x', 101);
        await Refused.FieldsAsync(client.RegisterOrganisationAsync(request), "request_id");
    }

    [Fact]
    public async Task A_refused_request_may_be_sent_again_once_its_reason_is_gone()
    {
        var organisation = await fund.OrganisationAsync();
        var agreement = await fund.ActiveAsync(organisation);
        var request = new RequestInstalmentRequest
        {
            RequestId = ProjectsFixture.NewId(),
            InstalmentId = agreement.Instalments[0].InstalmentId,
        };
        var client = fund.As(ProjectsFixture.FinanceOfficer);
        await Refused.BecauseAsync(
            "INSTALMENT_HELD",
            StatusCode.FailedPrecondition,
            client.RequestInstalmentAsync(request)
        );
        await fund.RecordAccountAsync(organisation);
        await fund.VerifyAccountAsync(organisation, ProjectsFixture.FinanceOfficer);
        await fund.VerifyAccountAsync(organisation, ProjectsFixture.FundManager);
        await fund.CheckAsync(organisation, Flag.None, ProjectsFixture.Day(0));
        var requested = await client.RequestInstalmentAsync(request);
        Assert.Equal(InstalmentState.Requested, requested.Agreement.Instalments[0].State);
    }

    [Fact]
    public async Task The_same_request_fifty_times_at_once_has_one_effect()
    {
        var request = Registration();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(async _ => await fund.As(ProjectsFixture.ProgrammeOfficer).RegisterOrganisationAsync(request))
        );
        Assert.Single(answers.Select(answer => answer.Organisation.OrganisationId).Distinct());
    }

    private static RegisterOrganisationRequest Registration() =>
        new()
        {
            RequestId = ProjectsFixture.NewId(),
            Name = "Harbour House",
            CountryCode = "KE",
            RegistrationNumber = ProjectsFixture.NewId(),
            RegisteredOn = "2010-03-01",
            AssistingSinceYear = 2012,
        };

    private static async Task<TResponse> TwiceAsync<TRequest, TResponse>(
        TRequest request,
        Func<TRequest, Metadata?, DateTime?, CancellationToken, AsyncUnaryCall<TResponse>> call
    )
        where TResponse : IMessage<TResponse>
    {
        var first = await call(request, null, null, CancellationToken.None);
        var second = await call(request, null, null, CancellationToken.None);
        Assert.Equal(first, second);
        return first;
    }

    private async Task AccountAsync(Organisation organisation, ProjectsService.ProjectsServiceClient officer)
    {
        await TwiceAsync(
            new RecordBankAccountRequest
            {
                RequestId = ProjectsFixture.NewId(),
                OrganisationId = organisation.OrganisationId,
                AccountNumber = "0123456789",
                HolderName = organisation.Name,
            },
            officer.RecordBankAccountAsync
        );
        foreach (var person in new[] { ProjectsFixture.FinanceOfficer, ProjectsFixture.FundManager })
        {
            await TwiceAsync(
                new VerifyBankAccountRequest
                {
                    RequestId = ProjectsFixture.NewId(),
                    OrganisationId = organisation.OrganisationId,
                },
                fund.As(person).VerifyBankAccountAsync
            );
        }
    }

    private async Task<Agreement> AgreedAsync(Organisation organisation, ProjectsService.ProjectsServiceClient officer)
    {
        var draft = await fund.DraftAsync(organisation);
        var id = draft.AgreementId;
        var programme = fund.As(ProjectsFixture.ProgrammeOfficer);
        await TwiceAsync(ProjectsFixture.Terms(draft), programme.SetAgreementTermsAsync);
        await TwiceAsync(
            new SendAgreementRequest { RequestId = ProjectsFixture.NewId(), AgreementId = id },
            programme.SendAgreementAsync
        );
        var sign = new SignAgreementRequest { RequestId = ProjectsFixture.NewId(), AgreementId = id };
        await TwiceAsync(sign, officer.SignAgreementAsync);

        // The id was the organisation's own choice; the fund manager may happen to choose the same.
        await TwiceAsync(sign, fund.As(ProjectsFixture.FundManager).SignAgreementAsync);
        var suspend = new SuspendAgreementRequest
        {
            RequestId = ProjectsFixture.NewId(),
            AgreementId = id,
            Reason = "Audit finding open.",
        };
        await TwiceAsync(suspend, programme.SuspendAgreementAsync);
        var resume = new ResumeAgreementRequest { RequestId = ProjectsFixture.NewId(), AgreementId = id };
        return (await TwiceAsync(resume, programme.ResumeAgreementAsync)).Agreement;
    }

    private async Task ReportedAsync(Report report, ProjectsService.ProjectsServiceClient officer)
    {
        var programme = fund.As(ProjectsFixture.ProgrammeOfficer);
        await TwiceAsync(ProjectsFixture.Submission(report), officer.SubmitReportAsync);
        await TwiceAsync(
            new SendBackReportRequest
            {
                RequestId = ProjectsFixture.NewId(),
                ReportId = report.ReportId,
                Reason = "Invoices are missing.",
            },
            programme.SendBackReportAsync
        );
        await officer.SubmitReportAsync(ProjectsFixture.Submission(report));
        await fund.AcceptReturnAsync(report);
        var accept = new AcceptReportRequest { RequestId = ProjectsFixture.NewId(), ReportId = report.ReportId };
        await TwiceAsync(accept, programme.AcceptReportAsync);
    }
}
