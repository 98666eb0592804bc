using Fund.Kernel;
using Fund.Projects.Domain;

namespace Fund.Projects.Tests.Domain;

/// <summary>Lifelike objects of the domain, without a database.</summary>
internal static class Sample
{
    public static readonly DateOnly Today = new(2026, 6, 15);
    public static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
    public static readonly Policy Policy = new(Money.UsdCents(5_000_000), 1_500, 1, 5);
    public static readonly Money Amount = Money.UsdCents(3_000_000);

    public static Organisation Organisation() =>
        Fund.Projects.Domain.Organisation.Register(
            new OrganisationProfile("Harbour House", "KE", "OP.218/051/2010", new DateOnly(2010, 3, 1), 2012, true),
            Now
        );

    public static Organisation VerifiedOrganisation()
    {
        var organisation = Organisation();
        organisation.RecordBankAccount("GB82WEST12345698765432", "Harbour House", "ngo", Now);
        organisation.VerifyBankAccount("finance 1", Now);
        organisation.VerifyBankAccount("finance 2", Now);
        organisation.RecordDueDiligence(Flag.None, Today.AddDays(-30), "Fine.", 5, "programme", Now);
        return organisation;
    }

    public static Agreement Draft(Money? amount = null) =>
        Agreement.Draft(
            new Award(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                "P-2026-0001",
                Guid.CreateVersion7(),
                "Shelter and legal aid",
                "KE",
                amount ?? Amount,
                12,
                [new BudgetTerm("E", Money.UsdCents(5)), new BudgetTerm("A", Money.UsdCents(7))],
                Today.AddDays(-40)
            ),
            "VTF-2026-0001",
            Now
        );

    /// <summary>
    /// Three instalments, three reports; the first report's period is over, none is due yet.
    /// </summary>
    public static AgreementTerms Terms(Money? amount = null)
    {
        var cents = (amount ?? Amount).MinorUnits;
        return new AgreementTerms(
            Today.AddDays(-100),
            Today.AddDays(200),
            [new("A", Money.UsdCents(cents / 2)), new("B", Money.UsdCents(cents - cents / 2))],
            [
                new(Money.UsdCents(cents / 2), Today.AddDays(-100)),
                new(Money.UsdCents(cents / 4), Today.AddDays(20)),
                new(Money.UsdCents(cents - cents / 2 - cents / 4), Today.AddDays(40)),
            ],
            [
                new(Today.AddDays(-100), Today.AddDays(-10), Today.AddDays(20)),
                new(Today.AddDays(-9), Today.AddDays(100), Today.AddDays(130)),
                new(Today.AddDays(101), Today.AddDays(200), Today.AddDays(260)),
            ]
        );
    }

    public static Agreement Active(
        Organisation? organisation = null,
        Money? amount = null,
        AgreementTerms? terms = null
    )
    {
        var agreement = Draft(amount);
        agreement.SetTerms(terms ?? Terms(amount), agreement.Version, Policy, "programme", Now);
        agreement.Send("programme", Now);
        agreement.SignForOrganisation(organisation ?? Organisation(), "ngo", Now);
        agreement.SignForFund(organisation ?? Organisation(), "manager", Now);
        return agreement;
    }

    public static readonly Narrative Narrative = new("Shelter nights.", "As planned.", "", "");

    public static SpendingEntry Spent(string category, long cents, string explanation = "") =>
        new(category, new Money(cents * 129, Currency.Parse("KES")), Money.UsdCents(cents), explanation);

    public static void Submit(Agreement agreement, Report report, DateOnly? today = null) =>
        agreement.SubmitReport(
            report.Id,
            Narrative,
            [Spent("A", 100), Spent("B", 50)],
            Policy with
            {
                VariationBasisPoints = 10_000,
            },
            "ngo",
            today ?? Today,
            Now
        );

    public static void Accept(Agreement agreement, int number, DateOnly? today = null)
    {
        var report = agreement.Reports[number - 1];
        Submit(agreement, report, today);
        agreement.NoteReturnAccepted(report.Id);
        agreement.AcceptReport(report.Id, "programme", today ?? Today, Now);
    }

    public static void Pay(Agreement agreement, Organisation organisation, int number, DateOnly? today = null)
    {
        var id = agreement.Instalments[number - 1].Id;
        agreement.RequestInstalment(id, organisation, "finance 1", today ?? Today, Now);
        agreement.ApproveInstalment(id, organisation, Policy, "finance 2", today ?? Today, Now);
        agreement.PayInstalment(id, organisation, "UNO-1", Today, "finance 1", today ?? Today, Now);
    }
}
