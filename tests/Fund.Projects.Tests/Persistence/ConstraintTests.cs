using Fund.Projects.V1;
using Npgsql;

namespace Fund.Projects.Tests.Persistence;

/// <summary>The database itself keeps what must never happen from happening, whoever writes to it.</summary>
public sealed class ConstraintTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    public static TheoryData<string> History() =>
        [
            "instalment_steps",
            "payments",
            "report_steps",
            "agreement_steps",
            "bank_accounts",
            "bank_account_verifications",
            "due_diligence_checks",
        ];

    [Theory]
    [MemberData(nameof(History))]
    public async Task History_is_neither_changed_nor_deleted(string table)
    {
        await PaidAsync();
        await MustFailAsync($"delete from {table}", PostgresErrorCodes.RestrictViolation);
        await MustFailAsync($"update {table} set id = id", PostgresErrorCodes.RestrictViolation);
    }

    [Fact]
    public async Task An_agreement_in_force_adds_up_when_the_transaction_ends()
    {
        var agreement = await PaidAsync();
        var id = agreement.AgreementId;
        await MustFailAsync($"update instalments set amount_usd_cents = 1 where agreement_id = '{id}' and number = 2");
        await MustFailAsync($"delete from instalments where agreement_id = '{id}' and number = 2");
        await MustFailAsync($"delete from budget_lines where agreement_id = '{id}' and category = 'A'");
        await MustFailAsync($"update agreements set amount_usd_cents = 4000000 where id = '{id}'");
    }

    [Fact]
    public async Task Paid_is_the_sum_of_the_payments_and_never_more_than_agreed()
    {
        var agreement = await PaidAsync();
        var id = agreement.AgreementId;
        await MustFailAsync($"update agreements set paid_usd_cents = paid_usd_cents + 1 where id = '{id}'");
        await MustFailAsync($"update agreements set paid_usd_cents = amount_usd_cents + 1 where id = '{id}'");
        await MustFailAsync(
            $"""
            insert into payments select gen_random_uuid(), i.id, i.agreement_id, 1, 'x', current_date, 'x', now()
            from instalments i where i.agreement_id = '{id}' and i.number = 2
            """
        );
        await MustFailAsync(
            $"""
            insert into payments select gen_random_uuid(), instalment_id, agreement_id, 1, 'x', current_date, 'x', now()
            from payments where agreement_id = '{id}'
            """,
            PostgresErrorCodes.UniqueViolation
        );
    }

    [Fact]
    public async Task One_person_is_not_two_pairs_of_eyes()
    {
        var agreement = await PaidAsync();
        var instalment = agreement.Instalments[0].InstalmentId;
        await MustFailAsync(
            $"""
            insert into instalment_steps
            select gen_random_uuid(), instalment_id, round, 'approved', person, now(), null
            from instalment_steps where instalment_id = '{instalment}' and kind = 'requested'
            """,
            PostgresErrorCodes.UniqueViolation
        );
        await MustFailAsync(
            $"""
            insert into bank_account_verifications
            select gen_random_uuid(), id, recorded_by, recorded_by, now() from bank_accounts
            """
        );
        await MustFailAsync(
            """
            insert into bank_account_verifications
            select gen_random_uuid(), id, 'somebody else', recorded_by, now() from bank_accounts
            """,
            PostgresErrorCodes.ForeignKeyViolation
        );
    }

    [Fact]
    public async Task No_report_is_accepted_without_its_beneficiary_return()
    {
        var agreement = await PaidAsync();
        await MustFailAsync($"update reports set stage = 'accepted' where agreement_id = '{agreement.AgreementId}'");
    }

    private async Task<Agreement> PaidAsync()
    {
        var organisation = await fund.VerifiedOrganisationAsync();
        var agreement = await fund.ActiveAsync(organisation);
        await fund.RequestAsync(agreement.Instalments[0]);
        await fund.ApproveAsync(agreement.Instalments[0]);
        await fund.As(ProjectsFixture.Officer(organisation))
            .SubmitReportAsync(ProjectsFixture.Submission(agreement.Reports[0]));
        return await fund.PayAsync(agreement.Instalments[0]);
    }

    private async Task MustFailAsync(string sql, string state = PostgresErrorCodes.CheckViolation)
    {
        var failure = await Assert.ThrowsAsync<PostgresException>(() => fund.Database.ExecuteAsync(sql));
        Assert.Equal(state, failure.SqlState);
    }
}
