using System.Globalization;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>Result of one criterion.</summary>
public enum CriterionOutcome
{
    Met,
    NotMet,

    /// <summary>Waits for a person.</summary>
    Undetermined,
}

/// <summary>The organisation as the projects service described it at the screening.</summary>
/// <param name="VerifiedUntil">Last day of the due diligence; null when never done.</param>
public sealed record OrganisationSnapshot(
    string Name,
    DateOnly RegisteredOn,
    int AssistingSinceYear,
    bool BankAccountVerified,
    bool RedFlag,
    DateOnly? VerifiedUntil,
    string CountryCode = "",
    bool HasPseaPolicy = false
);

/// <summary>What a rule found, and why.</summary>
public sealed record Finding(CriterionOutcome Outcome, Sentence Reason);

/// <summary>The eligibility rules: one per kind of criterion, each with a reason that contains the figures.</summary>
public static class Eligibility
{
    /// <summary>Judges one criterion.</summary>
    /// <param name="criterion">What is asked.</param>
    /// <param name="call">Its grants, lengths and the date of its deadline.</param>
    /// <param name="proposal">What is requested.</param>
    /// <param name="organisation">Who applies.</param>
    /// <param name="today">Date of the screening, for what must be current.</param>
    public static Finding Judge(
        Criterion criterion,
        Call call,
        Proposal proposal,
        OrganisationSnapshot organisation,
        DateOnly today
    )
    {
        var onDate = criterion.Date ?? DateOnly.FromDateTime(call.ClosesAtLocal);
        return criterion.Kind switch
        {
            CriterionKind.YearsRegistered => YearsRegistered(criterion.Number, organisation.RegisteredOn, onDate),
            CriterionKind.YearsOfAssistance => YearsOfAssistance(
                criterion.Number,
                organisation.AssistingSinceYear,
                onDate
            ),
            CriterionKind.AmountInRange => Amount(call, proposal.Requested),
            CriterionKind.DurationInRange => Duration(call, proposal.DurationMonths),
            CriterionKind.OwnBankAccount => organisation.BankAccountVerified
                ? Met("The organisation's own bank account was verified by two people.")
                : NotMet("The organisation's own bank account is not verified by two people."),
            CriterionKind.DueDiligence => DueDiligence(organisation, today),
            CriterionKind.PseaPolicy => organisation.HasPseaPolicy
                ? Met("A policy against sexual exploitation and abuse is in force.")
                : NotMet(
                    "The organisation has not said that a policy against sexual exploitation and abuse is in force."
                ),
            CriterionKind.RegisteredInCountry => InCountry(organisation.CountryCode, proposal.CountryCode),
            CriterionKind.OneApplication => Met("The system takes one application per organisation and call."),
            CriterionKind.WholeApplication => Met("The system takes no submission that is not whole."),
            _ => new Finding(CriterionOutcome.Undetermined, $"Waits for a person: {criterion.Text}"),
        };
    }

    private static Finding InCountry(string registered, string project) =>
        registered == project
            ? Met($"Registered in {registered}, where the project is.")
            : new Finding(
                CriterionOutcome.Undetermined,
                $"Registered in {registered}; the project is in {project}. A person decides."
            );

    /// <summary>
    /// Judges one criterion for an organisation that has not applied yet: what depends on a proposal stays open until
    /// that says enough.
    /// </summary>
    /// <param name="proposal">Its draft; null when there is none.</param>
    public static Finding Foresee(
        Criterion criterion,
        Call call,
        Proposal? proposal,
        OrganisationSnapshot organisation,
        DateOnly today
    ) =>
        criterion.Kind switch
        {
            CriterionKind.AmountInRange when proposal?.Requested is null => new Finding(
                CriterionOutcome.Undetermined,
                $"{call.MinimumGrant} to {call.MaximumGrant} can be requested."
            ),
            CriterionKind.DurationInRange when proposal is null or { DurationMonths: 0 } => new Finding(
                CriterionOutcome.Undetermined,
                $"{call.MinimumMonths} to {call.MaximumMonths} months are allowed."
            ),
            CriterionKind.RegisteredInCountry when proposal is null or { CountryCode: "" } => new Finding(
                CriterionOutcome.Undetermined,
                $"Registered in {organisation.CountryCode}; it depends on where the project is."
            ),
            _ => Judge(criterion, call, proposal!, organisation, today),
        };

    private static Finding YearsRegistered(int asked, DateOnly registeredOn, DateOnly onDate)
    {
        var years = FullYears(registeredOn, onDate);
        Sentence reason = $"Registered on {Iso(registeredOn)}: {years} full years on {Iso(onDate)}, {asked} are asked.";
        return years >= asked ? Met(reason) : NotMet(reason);
    }

    private static Finding YearsOfAssistance(int asked, int sinceYear, DateOnly onDate)
    {
        var years = Math.Max(0, onDate.Year - sinceYear);
        Sentence reason = $"Direct assistance since {sinceYear}: {years} years in {onDate.Year}, {asked} are asked.";
        return years >= asked ? Met(reason) : NotMet(reason);
    }

    private static Finding Amount(Call call, Money? requested)
    {
        Sentence reason = $"{requested} is requested; {call.MinimumGrant} to {call.MaximumGrant} is allowed.";
        return requested >= call.MinimumGrant && requested <= call.MaximumGrant ? Met(reason) : NotMet(reason);
    }

    private static Finding Duration(Call call, int months)
    {
        Sentence reason = $"{months} months; {call.MinimumMonths} to {call.MaximumMonths} months are allowed.";
        return months >= call.MinimumMonths && months <= call.MaximumMonths ? Met(reason) : NotMet(reason);
    }

    private static Finding DueDiligence(OrganisationSnapshot organisation, DateOnly today) =>
        organisation switch
        {
            { RedFlag: true } => NotMet("The due diligence ended with a red flag."),
            { VerifiedUntil: null } => NotMet("No due diligence was done."),
            { VerifiedUntil: { } until } when until < today => NotMet(
                $"The due diligence was current until {Iso(until)}; today is {Iso(today)}."
            ),
            { VerifiedUntil: { } until } => Met(
                $"The due diligence is current until {Iso(until)}, without a red flag."
            ),
        };

    /// <summary>Whole years between two dates; somebody registered on 29 February has a birthday on the 28th.</summary>
    public static int FullYears(DateOnly from, DateOnly to)
    {
        var years = to.Year - from.Year;
        return Math.Max(0, from.AddYears(years) > to ? years - 1 : years);
    }

    private static Finding Met(Sentence reason) => new(CriterionOutcome.Met, reason);

    private static Finding NotMet(Sentence reason) => new(CriterionOutcome.NotMet, reason);

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
