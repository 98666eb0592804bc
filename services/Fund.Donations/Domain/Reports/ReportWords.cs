using System.Text.Json;

namespace Fund.Donations.Domain.Reports;

/// <summary>Words of reports and of the public register.</summary>
public static class ReportWords
{
    private static readonly IReadOnlyDictionary<DonorKind, (string English, string French)> Kinds = new Dictionary<
        DonorKind,
        (string, string)
    >
    {
        [DonorKind.MemberState] = ("Member State", "État Membre"),
        [DonorKind.IntergovernmentalOrganisation] = (
            "Intergovernmental organisation",
            "Organisation intergouvernementale"
        ),
        [DonorKind.PrivateSector] = ("Private sector", "Secteur privé"),
        [DonorKind.Foundation] = ("Foundation", "Fondation"),
        [DonorKind.Individual] = ("Individual", "Particulier"),
        [DonorKind.Campaign] = ("Campaign", "Campagne"),
    };

    private static readonly IReadOnlyDictionary<Channel, (string English, string French)> Channels = new Dictionary<
        Channel,
        (string, string)
    >
    {
        [Channel.Bank] = ("Bank", "Banque"),
        [Channel.Campaign] = ("Campaign", "Campagne"),
        [Channel.Cheque] = ("Cheque", "Chèque"),
        [Channel.InPerson] = ("In person", "En main propre"),
    };

    private static readonly IReadOnlyDictionary<string, string> Anonymous = new Dictionary<string, string>
    {
        ["en"] = "Anonymous donor",
        ["fr"] = "Donateur anonyme",
        ["es"] = "Donante anónimo",
        ["ar"] = "جهة مانحة مجهولة",
        ["ru"] = "Анонимный донор",
        ["zh"] = "匿名捐助方",
    };

    private static readonly IReadOnlyDictionary<string, string> People = new Dictionary<string, string>
    {
        ["en"] = "Individuals",
        ["fr"] = "Particuliers",
        ["es"] = "Particulares",
        ["ar"] = "أفراد",
        ["ru"] = "Частные лица",
        ["zh"] = "个人",
    };

    /// <summary>A kind in words, French for French and English for every other language.</summary>
    public static string KindName(DonorKind kind, string language) => Either(Kinds[kind], language);

    /// <summary>A channel in words, French for French and English for every other language.</summary>
    public static string ChannelName(Channel channel, string language) => Either(Channels[channel], language);

    /// <summary>All donors who asked not to be named.</summary>
    public static string AnonymousDonor(string language) => Anonymous.GetValueOrDefault(language) ?? Anonymous["en"];

    /// <summary>All individuals.</summary>
    public static string Individuals(string language) => People.GetValueOrDefault(language) ?? People["en"];

    /// <summary>What stands where there is no key.</summary>
    public static string None(string language) => language == "fr" ? "Sans indication" : "Not stated";

    /// <summary>Un-earmarked, in words.</summary>
    public static string Unearmarked(string language) => language == "fr" ? "Sans affectation" : "Un-earmarked";

    /// <summary>A member of an enum as the API writes it: <c>memberState</c>.</summary>
    public static string Key<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Either((string English, string French) words, string language) =>
        language == "fr" ? words.French : words.English;
}
