using Fund.GrantCalls.Persistence;
using Fund.Testing;

namespace Fund.GrantCalls.Tests.Persistence;

public sealed class SchemaTests
{
    [Fact]
    public async Task The_migrations_make_what_the_model_expects() =>
        Assert.Empty(await SchemaDiff.OfAsync<GrantCallsDb>());
}
