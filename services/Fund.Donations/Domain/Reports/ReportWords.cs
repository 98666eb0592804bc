using System.Text.Json;

namespace Fund.Donations.Domain.Reports;

/// <summary>Words of reports and of the public register, in the six languages of the United Nations.</summary>
public static class ReportWords
{
    private static readonly IReadOnlyDictionary<DonorKind, Words> Kinds = new Dictionary<DonorKind, Words>
    {
        [DonorKind.MemberState] = new(
            "Member State",
            "État Membre",
            "Estado Miembro",
            "دولة عضو",
            "Государство-член",
            "会员国"
        ),
        [DonorKind.IntergovernmentalOrganisation] = new(
            "Intergovernmental organisation",
            "Organisation intergouvernementale",
            "Organización intergubernamental",
            "منظمة حكومية دولية",
            "Межправительственная организация",
            "政府间组织"
        ),
        [DonorKind.PrivateSector] = new(
            "Private sector",
            "Secteur privé",
            "Sector privado",
            "القطاع الخاص",
            "Частный сектор",
            "私营部门"
        ),
        [DonorKind.Foundation] = new("Foundation", "Fondation", "Fundación", "مؤسسة", "Фонд", "基金会"),
        [DonorKind.Individual] = new("Individual", "Particulier", "Particular", "فرد", "Частное лицо", "个人"),
        [DonorKind.Campaign] = new("Campaign", "Campagne", "Campaña", "حملة", "Кампания", "筹款活动"),
    };

    private static readonly IReadOnlyDictionary<Channel, Words> Channels = new Dictionary<Channel, Words>
    {
        [Channel.Bank] = new("Bank", "Banque", "Banco", "المصرف", "Банк", "银行"),
        [Channel.Campaign] = new("Campaign", "Campagne", "Campaña", "حملة", "Кампания", "筹款活动"),
        [Channel.Cheque] = new("Cheque", "Chèque", "Cheque", "شيك", "Чек", "支票"),
        [Channel.InPerson] = new("In person", "En main propre", "En mano", "باليد", "Лично", "当面"),
    };

    private static readonly Words Anonymous = new(
        "Anonymous donor",
        "Donateur anonyme",
        "Donante anónimo",
        "جهة مانحة مجهولة",
        "Анонимный донор",
        "匿名捐助方"
    );

    private static readonly Words People = new(
        "Individuals",
        "Particuliers",
        "Particulares",
        "أفراد",
        "Частные лица",
        "个人"
    );

    private static readonly Words NotStated = new(
        "Not stated",
        "Sans indication",
        "Sin indicar",
        "غير مذكور",
        "Не указано",
        "未注明"
    );

    private static readonly Words NoEarmark = new(
        "Un-earmarked",
        "Sans affectation",
        "Sin destino específico",
        "غير مخصص",
        "Без целевого назначения",
        "非指定用途"
    );

    /// <summary>A kind in words; English for a language that is none of the six.</summary>
    public static string KindName(DonorKind kind, string language) => Kinds[kind].In(language);

    /// <summary>A channel in words; English for a language that is none of the six.</summary>
    public static string ChannelName(Channel channel, string language) => Channels[channel].In(language);

    /// <summary>All donors who asked not to be named.</summary>
    public static string AnonymousDonor(string language) => Anonymous.In(language);

    /// <summary>All individuals.</summary>
    public static string Individuals(string language) => People.In(language);

    /// <summary>What stands where there is no key.</summary>
    public static string None(string language) => NotStated.In(language);

    /// <summary>Un-earmarked, in words.</summary>
    public static string Unearmarked(string language) => NoEarmark.In(language);

    /// <summary>A member of an enum as the API writes it: <c>memberState</c>.</summary>
    public static string Key<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private sealed record Words(
        string English,
        string French,
        string Spanish,
        string Arabic,
        string Russian,
        string Chinese
    )
    {
        public string In(string language) =>
            language switch
            {
                "fr" => French,
                "es" => Spanish,
                "ar" => Arabic,
                "ru" => Russian,
                "zh" => Chinese,
                _ => English,
            };
    }
}
