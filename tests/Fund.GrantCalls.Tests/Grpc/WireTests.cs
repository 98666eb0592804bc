using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;

namespace Fund.GrantCalls.Tests.Grpc;

public sealed class WireTests
{
    [Fact]
    public void Every_state_and_kind_of_the_domain_has_its_name_on_the_wire()
    {
        All<CallState, V1.CallState>();
        All<ProposalState, V1.ProposalState>();
        All<AssignmentState, V1.AssignmentState>();
        All<CriterionKind, V1.CriterionKind>();
        All<CriterionOutcome, V1.CriterionOutcome>();
        All<QuestionType, V1.QuestionType>();
    }

    private static void All<TDomain, TWire>()
        where TDomain : struct, Enum
        where TWire : struct, Enum
    {
        var wire = Enum.GetValues<TDomain>().Select(Wire.Same<TDomain, TWire>).ToHashSet();

        // Everything but UNSPECIFIED is reached, so nothing on the wire is without a meaning here.
        Assert.Equal(Enum.GetValues<TWire>().Length - 1, wire.Count);
    }
}
