using System.Collections.Frozen;

namespace Fund.Beneficiaries.Domain;

/// <summary>
/// Code lists of the Human Trafficking Case Data Standard 2.0 (IOM), byte for byte as its field standard spells them,
/// the standard's own slips included. A test compares every list with the published spreadsheet.
/// </summary>
public static class Htcds
{
    /// <summary><c>prs_Gender</c>: expression of gender of the person.</summary>
    public static CodeList Gender { get; } =
        new(
            "prs_Gender",
            "Feminine Masculine TransgenderFeminine TransgenderMasculine NonConforming NonSpecifiedUnknown"
        );

    /// <summary><c>vic_TraffickingStatus</c>.</summary>
    public static CodeList TraffickingStatus { get; } =
        new("vic_TraffickingStatus", "PossibleVictimOfTrafficking ActualVictimOfTrafficking NotAVictimOfTrafficking");

    /// <summary><c>vic_TypeOfExploitation</c>: a person may have been exploited in several ways.</summary>
    public static CodeList TypeOfExploitation { get; } =
        new(
            "vic_TypeOfExploitation",
            "ForcedLabour SexualExploitation ChildLabour ForcedMarriage Servitude ForcedMilitaryByNonStateActors "
                + "OrganRemoval ForcedBegging ForcedAdoption Surrogacy Other"
        );

    /// <summary><c>vic_TypeOfSexExploitation</c>.</summary>
    public static CodeList TypeOfSexExploitation { get; } =
        new("vic_TypeOfSexExploitation", "Prostitution Pornography RemoteInteractiveServices PrivateSexualServices");

    /// <summary><c>vic_ForcedLabourIndustry</c>: sections of ISIC revision 4.</summary>
    public static CodeList ForcedLabourIndustry { get; } =
        new(
            "vic_ForcedLabourIndustry",
            "A_AgricultureForestryAndFishing B_MiningAndQuarrying C_Manufacturing "
                + "D_ElectricityGasSteamAndAirConditioningSupply E_WaterSupplySewerageWasteManagement F_Construction "
                + "G_WholesaleAndRetailTradeRepairOfMotorVehicles H_TransportationAndStorage "
                + "I_AccommodationAndFoodServiceActivities J_InformationAndCommunication "
                + "K_FinancialAndInsuranceActivities L_RealEstateActivities "
                + "M_ProfessionalScientificAndTechnicalActivities N_AdministrativeAndSupportServiceActivities "
                + "O_PublicAdministrationAndDefence P_Education Q_HumanHealthAndSocialWorkActivities "
                + "R_ArtsEntertainmentAndRecreation S_OtherServiceActivities T_ActivitiesOfHouseholdsAsEmployers "
                + "U_ActivitiesOfExtraterritorialOrganizations"
        );

    /// <summary><c>vic_MethodsOfControl</c>.</summary>
    public static CodeList MethodsOfControl { get; } =
        new(
            "vic_MethodsOfControl",
            "PhysicalThreats ThreatsLawEnforcement ThreatensChildrenFamily DebtBondage FalsePromises PhysicalAbuse "
                + "SexualAbuse TakesEarnings RestrictsFinancialAccess RestrictsMedicalCare WithholdsNecessities "
                + "PsychologicalAbuse PsychoactiveSubstance ExcessiveWorkingHours WithholdsDocuments Other"
        );

    /// <summary><c>vic_RelationshipToTrafficker</c>; the third code is spelt this way in the standard.</summary>
    public static CodeList RelationshipToTrafficker { get; } =
        new("vic_RelationshipToTrafficker", "Familial Acquainted Unaquainted");

    /// <summary>
    /// <c>hte_Type</c>: the part of the trafficking that the event was. Domestic or cross-border is not a field of the
    /// standard; it follows from citizenship and country of exploitation.
    /// </summary>
    public static CodeList EventType { get; } = new("hte_Type", "Recruitment Transit Exploitation");

    /// <summary><c>spl_Type</c>: what kind of support was given.</summary>
    public static CodeList SupportType { get; } =
        new(
            "spl_Type",
            "Education Financial Health LabourExploitationRehabilitation Legal Livelihood RightsBasedTraining "
                + "SexualExploitationRehabilitation SocialCare"
        );

    /// <summary><c>con_Consent</c> is a checkbox in the standard, without value names: true or false.</summary>
    public static CodeList Consent { get; } = new("con_Consent", "true false");

    /// <summary>Every picklist of the standard that the Fund uses.</summary>
    public static IReadOnlyList<CodeList> Picklists { get; } =
    [
        Gender,
        TraffickingStatus,
        TypeOfExploitation,
        TypeOfSexExploitation,
        ForcedLabourIndustry,
        MethodsOfControl,
        RelationshipToTrafficker,
        EventType,
        SupportType,
    ];
}

/// <summary>The codes of one field, in the standard's order.</summary>
public sealed class CodeList
{
    private readonly FrozenSet<string> _codes;

    internal CodeList(string field, string codes)
    {
        Field = field;
        Codes = codes.Split(' ');
        _codes = Codes.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Name of the field including its prefix, such as <c>prs_Gender</c>.</summary>
    public string Field { get; }

    /// <summary>The codes, exactly as they are written.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>True for a code of the list; case and blanks matter.</summary>
    public bool Has(string code) => _codes.Contains(code);

    /// <summary>
    /// What is allowed, for a refusal. The value given is never repeated: in a file whose columns have slipped it may
    /// be a name.
    /// </summary>
    public string Allowed => $"{Field} is one of: {string.Join(", ", Codes)}.";
}
