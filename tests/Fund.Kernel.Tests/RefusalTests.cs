namespace Fund.Kernel.Tests;

public sealed class RefusalTests
{
    [Fact]
    public void All_field_problems_travel_in_one_refusal()
    {
        FieldProblem[] problems = [new("name", "name is required."), new("amount", "0 is not allowed here.")];
        var refusal = Refusal.OfFields(problems);
        Assert.Equal(RefusalKind.BadInput, refusal.Kind);
        Assert.Equal("INVALID_FIELDS", refusal.Reason);
        Assert.Equal(problems, refusal.Fields);
        Assert.Equal("name is required. 0 is not allowed here.", refusal.Message);
    }

    [Fact]
    public void The_exception_carries_the_refusal_and_its_message()
    {
        var refusal = Refusals.NotFound("agreement", "7");
        var exception = refusal.AsException();
        Assert.Same(refusal, exception.Refusal);
        Assert.Equal(refusal.Message, exception.Message);
    }

    [Fact]
    public void Missing_and_not_yours_read_the_same() =>
        Assert.Equal("There is no report 7, or it is not yours to see.", Refusals.NotFound("report", "7").Message);

    [Fact]
    public void A_reused_request_id_is_a_kind_of_its_own() =>
        Assert.Equal(RefusalKind.AlreadyUsed, Refusals.RequestIdReused("a").Kind);
}
