using Fund.Events;

namespace Fund.Beneficiaries.Domain;

/// <summary>What beneficiary reporting knows of a project: a copy of the facts in AgreementActivated.</summary>
public sealed class Project
{
    private readonly List<ReportPeriod> _periods = [];

    private Project() { }

    /// <summary>The grant agreement; one project has one.</summary>
    public Guid AgreementId { get; private set; }

    public string AgreementNumber { get; private set; } = "";

    /// <summary>Whose people may report for the project.</summary>
    public Guid OrganisationId { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>ISO 3166-1 alpha-2 code of the country where the project works.</summary>
    public string CountryCode { get; private set; } = "";

    public DateOnly StartsOn { get; private set; }

    public DateOnly EndsOn { get; private set; }

    /// <summary>The agreed reporting periods, oldest first.</summary>
    public IReadOnlyList<ReportPeriod> Periods => _periods;

    public static Project Of(AgreementActivated fact)
    {
        var project = new Project
        {
            AgreementId = fact.AgreementId,
            AgreementNumber = fact.AgreementNumber,
            OrganisationId = fact.OrganisationId,
            Title = fact.Title,
            CountryCode = fact.CountryCode,
            StartsOn = fact.StartsOn,
            EndsOn = fact.EndsOn,
        };
        project._periods.AddRange(fact.Reports.Select(report => new ReportPeriod(fact.AgreementId, report)));
        return project;
    }
}

/// <summary>One agreed reporting period of a project.</summary>
public sealed class ReportPeriod
{
    private ReportPeriod() { }

    internal ReportPeriod(Guid agreementId, AgreedReport report)
    {
        ReportId = report.ReportId;
        AgreementId = agreementId;
        Number = report.Number;
        PeriodFrom = report.PeriodFrom;
        PeriodTo = report.PeriodTo;
    }

    public Guid ReportId { get; private set; }

    public Guid AgreementId { get; private set; }

    /// <summary>From 1; in the first period everybody helped is new.</summary>
    public int Number { get; private set; }

    /// <summary>First day.</summary>
    public DateOnly PeriodFrom { get; private set; }

    /// <summary>Last day.</summary>
    public DateOnly PeriodTo { get; private set; }

    public bool IsFirst => Number == 1;
}
