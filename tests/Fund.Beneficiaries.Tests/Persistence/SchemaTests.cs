using Fund.Beneficiaries.Persistence;
using Fund.Testing;

namespace Fund.Beneficiaries.Tests.Persistence;

public sealed class SchemaTests
{
    [Fact]
    public async Task The_migrations_make_what_the_model_expects() =>
        Assert.Empty(
            await SchemaDiff.OfAsync<BeneficiariesDb>(
                "only in the migrations: column pseudonym_key.only_one bool not null",
                "only in the migrations: column pseudonym_key.fingerprint bytea not null",
                "only in the migrations: primary key pseudonym_key PRIMARY KEY (only_one)",
                "only in the migrations: CREATE UNIQUE INDEX ON public.pseudonym_key USING btree (only_one)"
            )
        );
}
