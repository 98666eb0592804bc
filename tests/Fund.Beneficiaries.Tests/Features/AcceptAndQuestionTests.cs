using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Fund.Testing;
using Grpc.Core;
using static Fund.Beneficiaries.Tests.Samples;

namespace Fund.Beneficiaries.Tests.Features;

public sealed class AcceptAndQuestionTests(BeneficiariesFixture fund) : IClassFixture<BeneficiariesFixture>
{
    [Fact]
    public async Task Acceptance_is_announced_once_without_figures()
    {
        var project = await fund.ProjectAsync();
        var made = await project.SubmitAsync(project.Table(1, Cell(30)));
        var request = new AcceptReturnRequest { RequestId = BeneficiariesFixture.NewId(), ReturnId = made.ReturnId };
        var answers = new[]
        {
            await fund.Officer.AcceptReturnAsync(request),
            await fund.Officer.AcceptReturnAsync(request),
        };
        Assert.Equal(answers[0], answers[1]);
        await Refused.BecauseAsync(
            "RETURN_NOT_SUBMITTED",
            StatusCode.FailedPrecondition,
            fund.Officer.AcceptReturnAsync(new() { RequestId = "again", ReturnId = made.ReturnId })
        );
        const string queue = "projects.beneficiary-return-accepted";
        string body;
        do
        {
            // Other tests of the class may have accepted returns before; nobody takes what they told.
            body = await fund.Broker.TakeAsync(queue);
        } while (!body.Contains(made.ReturnId, StringComparison.Ordinal));

        Assert.Contains(made.ReportId, body, StringComparison.Ordinal);
        while (await fund.Broker.TryTakeAsync(queue) is { } other)
        {
            Assert.DoesNotContain(made.ReturnId, other, StringComparison.Ordinal);
        }
    }

    /// <summary>An account keeps its id when it gets another role: who wrote it for the organisation works for the Fund now.</summary>
    [Fact]
    public async Task Who_submitted_a_return_does_not_decide_on_it_in_another_role()
    {
        var project = await fund.ProjectAsync();
        var made = await project.SubmitAsync(project.Table(1, Cell(30)));
        var same = fund.As(Caller.Person(project.Member.Subject, null, null, Role.ProgrammeOfficer));

        await Refused.BecauseAsync(
            "SAME_PERSON",
            StatusCode.PermissionDenied,
            same.AcceptReturnAsync(new() { RequestId = BeneficiariesFixture.NewId(), ReturnId = made.ReturnId })
        );
        await Refused.BecauseAsync(
            "SAME_PERSON",
            StatusCode.PermissionDenied,
            same.QuestionReturnAsync(
                new()
                {
                    RequestId = BeneficiariesFixture.NewId(),
                    ReturnId = made.ReturnId,
                    Question = "Is the total right?",
                }
            )
        );
        await fund.AcceptAsync(made);
    }

    [Fact]
    public async Task A_return_that_does_not_exist_is_not_found() =>
        await Refused.BecauseAsync(
            "NOT_FOUND",
            StatusCode.NotFound,
            fund.Officer.AcceptReturnAsync(new() { RequestId = "none", ReturnId = BeneficiariesFixture.NewId() })
        );

    [Fact]
    public async Task A_question_names_nobody()
    {
        var project = await fund.ProjectAsync();
        var made = await project.SubmitAsync(project.Table(1, Cell(30)));
        QuestionReturnRequest Ask(string question) =>
            new()
            {
                RequestId = BeneficiariesFixture.NewId(),
                ReturnId = made.ReturnId,
                Question = question,
            };
        await Refused.FieldsAsync(fund.Officer.QuestionReturnAsync(Ask("")), "question");
        await Refused.FieldsAsync(fund.Officer.QuestionReturnAsync(Ask(new string('x', 2_001))), "question");
        var refusal = await Refused.FieldsAsync(
            fund.Officer.QuestionReturnAsync(Ask("Ask her at +43 664 1234567.")),
            "question"
        );
        Assert.Equal("PERSONAL_DATA", refusal.Reason);
        Assert.DoesNotContain("664", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ReturnState.Submitted, (await GetAsync(made)).State);
        await fund.AskAsync(made, "Are the 30 people of 2026-01-01 to 2026-03-31 all new?");
        Assert.Equal(ReturnState.Questioned, (await GetAsync(made)).State);
    }

    [Fact]
    public async Task A_questioned_return_is_not_accepted()
    {
        var project = await fund.ProjectAsync();
        var asked = await fund.AskAsync(await project.SubmitAsync(project.Table(1, Cell(30))));
        var refusal = await Refused.BecauseAsync(
            "RETURN_NOT_SUBMITTED",
            StatusCode.FailedPrecondition,
            fund.Officer.AcceptReturnAsync(new() { RequestId = "q", ReturnId = asked.ReturnId })
        );
        Assert.Contains("questioned", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<BeneficiaryReturn> GetAsync(BeneficiaryReturn row) =>
        (await fund.Officer.GetReturnAsync(new() { ReturnId = row.ReturnId })).BeneficiaryReturn;
}
