using Fund.Beneficiaries.V1;
using Grpc.Core;
using static Fund.Beneficiaries.Tests.Samples;

namespace Fund.Beneficiaries.Tests.Features;

public sealed class SubmitAggregateReturnTests(BeneficiariesFixture fund) : IClassFixture<BeneficiariesFixture>
{
    [Fact]
    public async Task A_table_is_kept_as_it_was_given()
    {
        var project = await fund.ProjectAsync();
        var request = project.Table(
            1,
            Cell(30),
            Cell(20, gender: "Feminine"),
            Cell(10, gender: "Masculine"),
            Cell(45, "service:Legal")
        );
        var made = await project.SubmitAsync(request);
        Assert.Equal((ReturnKind.Aggregate, ReturnState.Submitted), (made.Kind, made.State));
        Assert.Equal((project.Id, project.Report(1)), (made.AgreementId, made.ReportId));
        Assert.Equal(request.Cells.OrderBy(c => c.ToString()), made.Cells.OrderBy(c => c.ToString()));
        Assert.Equal(made, (await project.Own.GetReturnAsync(new() { ReturnId = made.ReturnId })).BeneficiaryReturn);
    }

    [Fact]
    public async Task Parts_that_do_not_make_the_total_are_refused_with_field_and_numbers_and_nothing_is_written()
    {
        var project = await fund.ProjectAsync();
        var request = project.Table(
            1,
            Cell(20, gender: "Feminine"),
            Cell(100),
            Cell(15, gender: "Masculine"),
            Cell(7, gender: "NonSpecifiedUnknown")
        );
        var refusal = await Refused.FieldsAsync(project.Own.SubmitAggregateReturnAsync(request), "cells[1].count");
        Assert.Equal("PARTS_DO_NOT_MAKE_TOTAL", refusal.Reason);
        Assert.Contains("add up to 42; the total says 100", refusal.Message, StringComparison.Ordinal);
        Assert.Empty((await project.Own.ListReturnsAsync(new() { AgreementId = project.Id })).Returns);
    }

    [Fact]
    public async Task Every_wrong_cell_is_named_at_once()
    {
        var project = await fund.ProjectAsync();
        var request = project.Table(
            1,
            Cell(10),
            Cell(1, "helped"),
            Cell(1, "service:Massage"),
            Cell(1, gender: "female"),
            Cell(1, age: "0-8"),
            Cell(1, form: "Slavery"),
            Cell(-1, gender: "Feminine"),
            Cell(10)
        );
        await Refused.FieldsAsync(
            project.Own.SubmitAggregateReturnAsync(request),
            "cells[1].measure",
            "cells[2].measure",
            "cells[3].gender",
            "cells[4].age_group",
            "cells[5].exploitation",
            "cells[6].count",
            "cells[7]"
        );
    }

    [Fact]
    public async Task A_table_without_total_or_with_more_new_than_assisted_is_refused()
    {
        var project = await fund.ProjectAsync();
        await Refused.BecauseAsync(
            "TOTAL_MISSING",
            StatusCode.InvalidArgument,
            project.Own.SubmitAggregateReturnAsync(project.Table(1))
        );
        await Refused.BecauseAsync(
            "MORE_NEW_THAN_ASSISTED",
            StatusCode.InvalidArgument,
            project.Own.SubmitAggregateReturnAsync(project.Table(2, Cell(3), Cell(4, "new")))
        );
    }

    [Fact]
    public async Task A_report_that_is_unknown_or_of_another_project_is_refused()
    {
        var (project, other) = (await fund.ProjectAsync(), await fund.ProjectAsync());
        var unknown = project.Table(1, Cell(3));
        unknown.ReportId = BeneficiariesFixture.NewId();
        await Refused.BecauseAsync("NOT_FOUND", StatusCode.NotFound, project.Own.SubmitAggregateReturnAsync(unknown));
        var mixed = project.Table(1, Cell(3));
        mixed.ReportId = other.Report(1);
        await Refused.BecauseAsync("NOT_FOUND", StatusCode.NotFound, project.Own.SubmitAggregateReturnAsync(mixed));
        await Refused.FieldsAsync(
            project.Own.SubmitAggregateReturnAsync(
                new()
                {
                    RequestId = "x",
                    AgreementId = "1",
                    ReportId = "",
                }
            ),
            "agreement_id",
            "report_id"
        );
    }

    [Fact]
    public async Task A_period_that_has_not_begun_has_no_return()
    {
        var project = await fund.ProjectAsync();
        await Refused.BecauseAsync(
            "PERIOD_NOT_BEGUN",
            StatusCode.FailedPrecondition,
            project.Own.SubmitAggregateReturnAsync(project.Table(3, Cell(3)))
        );
    }

    [Fact]
    public async Task One_return_stands_for_a_report_and_is_replaced_only_after_a_question()
    {
        var project = await fund.ProjectAsync();
        var first = await project.SubmitAsync(project.Table(1, Cell(30)));
        await Refused.BecauseAsync(
            "RETURN_ALREADY_SUBMITTED",
            StatusCode.FailedPrecondition,
            project.Own.SubmitAggregateReturnAsync(project.Table(1, Cell(31)))
        );
        var asked = await fund.AskAsync(first);
        Assert.Equal((ReturnState.Questioned, "Is the total right?"), (asked.State, asked.Question));
        var again = await project.SubmitAsync(project.Table(1, Cell(31)));
        Assert.Equal((first.ReturnId, ReturnState.Submitted, ""), (again.ReturnId, again.State, again.Question));
        Assert.Equal([Cell(31)], again.Cells);
        await fund.AcceptAsync(again);
        await Refused.BecauseAsync(
            "RETURN_ACCEPTED",
            StatusCode.FailedPrecondition,
            project.Own.SubmitAggregateReturnAsync(project.Table(1, Cell(32)))
        );
        Assert.Equal(31, (await project.CountsAsync()).PeopleAssisted);
    }

    [Fact]
    public async Task A_return_may_change_its_kind_when_it_is_made_again()
    {
        var project = await fund.ProjectAsync();
        await fund.AskAsync(await project.SubmitAsync(project.Cases(1, People(0, 5))));
        var again = await project.SubmitAsync(project.Table(1, Cell(6)));
        Assert.Equal(ReturnKind.Aggregate, again.Kind);
        await fund.AcceptAsync(again);
        Assert.Equal(6, (await project.CountsAsync()).PeopleAssisted);
        Assert.Equal(
            0L,
            await fund.Database.ScalarAsync<long>(
                $"select count(*) from case_records where return_id = '{again.ReturnId}'"
            )
        );
    }

    [Fact]
    public async Task Two_different_submissions_at_once_leave_one_return()
    {
        var project = await fund.ProjectAsync();
        var calls = Enumerable
            .Range(1, 8)
            .Select(async n =>
            {
                try
                {
                    await project.SubmitAsync(project.Table(1, Cell(n)));
                    return StatusCode.OK;
                }
                catch (RpcException e)
                {
                    return e.StatusCode;
                }
            });
        var codes = await Task.WhenAll(calls);
        Assert.Equal(1, codes.Count(code => code == StatusCode.OK));
        Assert.Equal(7, codes.Count(code => code == StatusCode.FailedPrecondition));
        Assert.Single((await project.Own.ListReturnsAsync(new() { AgreementId = project.Id })).Returns);
    }

    [Fact]
    public async Task The_same_request_twice_has_one_effect_and_another_under_its_id_is_refused()
    {
        var project = await fund.ProjectAsync();
        var request = project.Table(1, Cell(30));
        Assert.Equal(await project.SubmitAsync(request), await project.SubmitAsync(request));
        request.Cells[0].Count = 31;
        await Refused.BecauseAsync(
            "REQUEST_ID_REUSED",
            StatusCode.AlreadyExists,
            project.Own.SubmitAggregateReturnAsync(request)
        );
    }

    [Fact]
    public async Task A_contradiction_with_the_period_before_is_a_warning_and_can_be_accepted()
    {
        var project = await fund.ProjectAsync();
        await project.AcceptedAsync(project.Table(1, Cell(20)));
        var second = await project.SubmitAsync(project.Table(2, Cell(40), Cell(5, "new")));
        Assert.Contains("35 people are said to have been helped before", Assert.Single(second.Warnings));
        var accepted = await fund.AcceptAsync(second);
        Assert.Equal(second.Warnings, accepted.Warnings);
        Assert.Equal(25, (await project.CountsAsync()).PeopleAssisted);
    }
}
