using System.Collections.Frozen;

namespace Fund.GrantCalls.Domain;

/// <summary>Regions of the United Nations statistics division (M49), as the balance of a call and its statistics use them.</summary>
public enum Region
{
    /// <summary>No country, or one without a region, such as Antarctica.</summary>
    Elsewhere,
    Africa,
    Americas,
    Asia,
    Europe,
    Oceania,
}

/// <summary>Which country is where, and in which of the six languages of the portal its applicants mostly write.</summary>
public static class Geography
{
    private const string Africa =
        "DZ EG LY MA SD TN EH IO BI KM DJ ER ET TF KE MG MW MU YT MZ RE RW SC SO SS UG TZ ZM ZW AO CM CF TD CG CD GQ GA "
        + "ST BW SZ LS NA ZA BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG";
    private const string Americas =
        "AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI BZ CR SV GT HN MX NI PA AR "
        + "BO BV BR CL CO EC FK GF GY PY PE GS SR UY VE BM CA GL PM US";
    private const string Asia =
        "KZ KG TJ TM UZ CN HK MO KP JP MN KR TW BN KH ID LA MY MM PH SG TH TL VN AF BD BT IN IR MV NP PK LK AM AZ BH CY "
        + "GE IQ IL JO KW LB OM QA SA PS SY TR AE YE";
    private const string Europe =
        "BY BG CZ HU PL MD RO RU SK UA AX GG JE DK EE FO FI IS IE IM LV LT NO SJ SE GB AL AD BA HR GI GR VA IT MT ME MK "
        + "PT SM RS SI ES AT BE FR DE LI LU MC NL CH";
    private const string Oceania =
        "AU CX CC HM NZ NF FJ NC PG SB VU GU KI MH FM NR MP PW UM AS CK PF NU PN WS TK TO TV WF";
    private const string Arabic = "DZ EG LY MA SD TN EH DJ SO TD MR BH IQ JO KW LB OM QA SA PS SY AE YE KM";
    private const string French =
        "BI MG RE RW CM CF CG CD GA BJ BF CI GN ML NE SN TG GP HT MQ BL MF GF PM FR BE LU MC CH NC PF WF YT TF GQ";
    private const string Spanish = "BO AR CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV UY VE";
    private const string Russian = "RU BY KZ KG TJ UZ TM AM UA MD";
    private const string Chinese = "CN HK MO TW";

    private static readonly FrozenDictionary<string, Region> Regions = Spread(
        (Region.Africa, Africa),
        (Region.Americas, Americas),
        (Region.Asia, Asia),
        (Region.Europe, Europe),
        (Region.Oceania, Oceania)
    );

    private static readonly FrozenDictionary<string, string> Languages = Spread(
        ("ar", Arabic),
        ("fr", French),
        ("es", Spanish),
        ("ru", Russian),
        ("zh", Chinese)
    );

    /// <summary>Every region's name on the wire, for a refusal.</summary>
    public static string RegionNames { get; } = string.Join(", ", Enum.GetValues<Region>().Select(NameOf));

    /// <summary>The name of a region on the wire.</summary>
    public static string NameOf(Region region) => region.ToString().ToLowerInvariant();

    /// <summary>The region of a name on the wire.</summary>
    public static bool TryRegion(string name, out Region region)
    {
        region = Enum.GetValues<Region>().FirstOrDefault(one => NameOf(one) == name);
        return NameOf(region) == name;
    }

    public static Region RegionOf(string countryCode) => Regions.GetValueOrDefault(countryCode, Region.Elsewhere);

    /// <summary>One of the portal's languages, English where no other is usual.</summary>
    public static string LanguageOf(string countryCode) => Languages.GetValueOrDefault(countryCode, "en");

    private static FrozenDictionary<string, T> Spread<T>(params (T Value, string Codes)[] rows) =>
        rows.SelectMany(row => row.Codes.Split(' ').Select(code => (code, row.Value)))
            .ToFrozenDictionary(row => row.code, row => row.Value, StringComparer.Ordinal);
}
