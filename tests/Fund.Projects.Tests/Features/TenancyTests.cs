using Fund.Hosting;
using Fund.Projects.V1;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Projects.Tests.Features;

/// <summary>Every RPC that takes an id, asked by people of another organisation and for ids that don't exist.</summary>
public sealed class TenancyTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    /// <summary>What an organisation's people may ask for by id, of something and as somebody.</summary>
    private static readonly Dictionary<string, Func<ProjectsService.ProjectsServiceClient, Ids, Task>> ByOwnPeople =
        new()
        {
            ["GetOrganisation"] = async (client, ids) =>
                await client.GetOrganisationAsync(new GetOrganisationRequest { OrganisationId = ids.Organisation }),
            ["RecordBankAccount"] = async (client, ids) =>
                await client.RecordBankAccountAsync(
                    new RecordBankAccountRequest
                    {
                        RequestId = ProjectsFixture.NewId(),
                        OrganisationId = ids.Organisation,
                        AccountNumber = "0123456789",
                        HolderName = "Harbour House",
                    }
                ),
            ["GetAgreement"] = async (client, ids) =>
                await client.GetAgreementAsync(new GetAgreementRequest { AgreementId = ids.Agreement }),
            ["SignAgreement"] = async (client, ids) =>
                await client.SignAgreementAsync(
                    new SignAgreementRequest { RequestId = ProjectsFixture.NewId(), AgreementId = ids.Agreement }
                ),
            ["ListReports"] = async (client, ids) =>
                await client.ListReportsAsync(new ListReportsRequest { AgreementId = ids.Agreement }),
            ["GetReport"] = async (client, ids) =>
                await client.GetReportAsync(new GetReportRequest { ReportId = ids.Report }),
            ["SubmitReport"] = async (client, ids) =>
                await client.SubmitReportAsync(ProjectsFixture.Submission(new Report { ReportId = ids.Report })),
        };

    /// <summary>What only staff may do by id.</summary>
    private static readonly Dictionary<string, Func<ProjectsService.ProjectsServiceClient, Ids, Task>> ByStaff = new()
    {
        ["VerifyBankAccount"] = async (client, ids) =>
            await client.VerifyBankAccountAsync(
                new VerifyBankAccountRequest { RequestId = ProjectsFixture.NewId(), OrganisationId = ids.Organisation }
            ),
        ["RecordDueDiligence"] = async (client, ids) =>
            await client.RecordDueDiligenceAsync(
                new RecordDueDiligenceRequest
                {
                    RequestId = ProjectsFixture.NewId(),
                    OrganisationId = ids.Organisation,
                    Flag = Flag.None,
                    CheckedOn = ProjectsFixture.Day(0),
                }
            ),
        ["SetAgreementTerms"] = async (client, ids) =>
            await client.SetAgreementTermsAsync(
                new SetAgreementTermsRequest { RequestId = ProjectsFixture.NewId(), AgreementId = ids.Agreement }
            ),
        ["SendAgreement"] = async (client, ids) =>
            await client.SendAgreementAsync(
                new SendAgreementRequest { RequestId = ProjectsFixture.NewId(), AgreementId = ids.Agreement }
            ),
        ["SuspendAgreement"] = async (client, ids) =>
            await client.SuspendAgreementAsync(
                new SuspendAgreementRequest
                {
                    RequestId = ProjectsFixture.NewId(),
                    AgreementId = ids.Agreement,
                    Reason = "Audit finding open.",
                }
            ),
        ["ResumeAgreement"] = async (client, ids) =>
            await client.ResumeAgreementAsync(
                new ResumeAgreementRequest { RequestId = ProjectsFixture.NewId(), AgreementId = ids.Agreement }
            ),
        ["RequestInstalment"] = async (client, ids) =>
            await client.RequestInstalmentAsync(
                new RequestInstalmentRequest { RequestId = ProjectsFixture.NewId(), InstalmentId = ids.Instalment }
            ),
        ["ApproveInstalment"] = async (client, ids) =>
            await client.ApproveInstalmentAsync(
                new ApproveInstalmentRequest { RequestId = ProjectsFixture.NewId(), InstalmentId = ids.Instalment }
            ),
        ["RejectInstalment"] = async (client, ids) =>
            await client.RejectInstalmentAsync(
                new RejectInstalmentRequest
                {
                    RequestId = ProjectsFixture.NewId(),
                    InstalmentId = ids.Instalment,
                    Reason = "Budget line unclear.",
                }
            ),
        ["PayInstalment"] = async (client, ids) =>
            await client.PayInstalmentAsync(ProjectsFixture.Payment(new Instalment { InstalmentId = ids.Instalment })),
        ["AcceptReport"] = async (client, ids) =>
            await client.AcceptReportAsync(
                new AcceptReportRequest { RequestId = ProjectsFixture.NewId(), ReportId = ids.Report }
            ),
        ["SendBackReport"] = async (client, ids) =>
            await client.SendBackReportAsync(
                new SendBackReportRequest
                {
                    RequestId = ProjectsFixture.NewId(),
                    ReportId = ids.Report,
                    Reason = "Invoices are missing.",
                }
            ),
    };

    private static readonly Caller EveryStaffRole = TestIdentity.Staff(
        Role.ProgrammeOfficer,
        Role.FinanceOfficer,
        Role.FundManager
    );

    public static TheoryData<string> OwnPeopleRpcs() => [.. ByOwnPeople.Keys];

    public static TheoryData<string> StaffRpcs() => [.. ByStaff.Keys];

    [Fact]
    public void Every_rpc_that_takes_an_id_is_tried_here()
    {
        string[] withoutId = ["RegisterOrganisation", "ListOrganisations", "ListAgreements", "ListPublishedActivities"];
        string[] ofTheTrail = [.. Fund.Audit.V1.AuditService.Descriptor.Methods.Select(method => method.Name)];
        Assert.Equal(
            Permissions.Table.Keys.Except([.. withoutId, .. ofTheTrail]).Order(),
            ByOwnPeople.Keys.Concat(ByStaff.Keys).Order()
        );
    }

    [Theory]
    [MemberData(nameof(OwnPeopleRpcs))]
    public async Task What_is_another_organisations_is_not_there(string rpc)
    {
        var theirs = await IdsAsync();
        var stranger = ProjectsFixture.Officer(await fund.OrganisationAsync());
        await MustBe(StatusCode.NotFound, ByOwnPeople[rpc](fund.As(stranger), theirs));
    }

    [Theory]
    [MemberData(nameof(OwnPeopleRpcs))]
    [MemberData(nameof(StaffRpcs))]
    public async Task What_does_not_exist_is_not_there_for_staff_either(string rpc)
    {
        var ask = ByStaff.GetValueOrDefault(rpc) ?? ByOwnPeople[rpc];
        var nobody = TestIdentity.AuthorisingOfficerOf(Guid.CreateVersion7());
        await MustBe(StatusCode.NotFound, ask(fund.As(rpc == "SubmitReport" ? nobody : EveryStaffRole), Ids.Unknown));
    }

    [Theory]
    [MemberData(nameof(OwnPeopleRpcs))]
    [MemberData(nameof(StaffRpcs))]
    public async Task What_is_no_id_is_refused(string rpc)
    {
        var ask = ByStaff.GetValueOrDefault(rpc) ?? ByOwnPeople[rpc];
        var caller = rpc == "SubmitReport" ? TestIdentity.AuthorisingOfficerOf(Guid.CreateVersion7()) : EveryStaffRole;
        await MustBe(StatusCode.InvalidArgument, ask(fund.As(caller), Ids.Nonsense));
    }

    [Theory]
    [MemberData(nameof(StaffRpcs))]
    public async Task Staffs_work_is_not_for_the_organisation_itself(string rpc)
    {
        var organisation = await fund.OrganisationAsync();
        var officer = ProjectsFixture.Officer(organisation);
        await MustBe(StatusCode.PermissionDenied, ByStaff[rpc](fund.As(officer), Ids.Unknown));
    }

    [Theory]
    [MemberData(nameof(OwnPeopleRpcs))]
    [MemberData(nameof(StaffRpcs))]
    public async Task Donors_reviewers_and_administrators_have_no_business_here(string rpc)
    {
        var ask = ByStaff.GetValueOrDefault(rpc) ?? ByOwnPeople[rpc];
        Caller[] others =
        [
            TestIdentity.ContactOf(Guid.CreateVersion7()),
            TestIdentity.Reviewer(),
            TestIdentity.Administrator,
            Caller.Anonymous,
        ];
        foreach (var caller in others)
        {
            await MustBe(StatusCode.PermissionDenied, ask(fund.As(caller), Ids.Unknown));
        }

        await MustBe(StatusCode.Unauthenticated, ask(fund.As(null), Ids.Unknown));
    }

    [Theory]
    [MemberData(nameof(StaffRpcs))]
    public async Task An_auditor_changes_nothing(string rpc) =>
        await MustBe(StatusCode.PermissionDenied, ByStaff[rpc](fund.As(TestIdentity.Auditor), Ids.Unknown));

    [Fact]
    public async Task An_organisations_person_who_is_also_an_auditor_still_writes_for_nobody_else()
    {
        var theirs = await IdsAsync();
        var both = Caller.Person(
            ProjectsFixture.NewId(),
            Guid.CreateVersion7(),
            null,
            Role.OrganisationMember,
            Role.AuthorisingOfficer,
            Role.Auditor
        );
        await MustBe(StatusCode.NotFound, ByOwnPeople["RecordBankAccount"](fund.As(both), theirs));
        await MustBe(StatusCode.NotFound, ByOwnPeople["SubmitReport"](fund.As(both), theirs));
        await MustBe(StatusCode.PermissionDenied, ByOwnPeople["SignAgreement"](fund.As(both), theirs));
    }

    private static async Task MustBe(StatusCode status, Task call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(status, exception.StatusCode);
    }

    private async Task<Ids> IdsAsync()
    {
        var agreement = await fund.ActiveAsync(await fund.OrganisationAsync());
        return new Ids(
            agreement.OrganisationId,
            agreement.AgreementId,
            agreement.Instalments[0].InstalmentId,
            agreement.Reports[0].ReportId
        );
    }

    private sealed record Ids(string Organisation, string Agreement, string Instalment, string Report)
    {
        public static Ids Unknown { get; } = Of(ProjectsFixture.NewId());

        public static Ids Nonsense { get; } = Of("../../etc/passwd");

        private static Ids Of(string id) => new(id, id, id, id);
    }
}
