using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>What is asked of a statement: a range of days, and perhaps a language.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, not before the first.</param>
/// <param name="Language">One of the six, or empty for the donor's own.</param>
internal readonly record struct StatementQuestion(DateOnly From, DateOnly To, string Language)
{
    /// <summary>Reads the question; what is wrong with it is noted.</summary>
    public static StatementQuestion Of(Check check, string fromDate, string toDate, string language)
    {
        var from = check.Date("from_date", fromDate);
        var to = check.Date("to_date", toDate);
        if (check.IsFine && to < from)
        {
            check.Add(DonationRefusals.RangeReversed(from, to));
        }

        return new StatementQuestion(from, to, LanguageOf(check, language));
    }

    /// <summary>The language of the answer for a donor: the one asked for, or the donor's, as far as it is spoken.</summary>
    public string Spoken(string donorLanguage) => StatementWords.Spoken(Language.Length > 0 ? Language : donorLanguage);

    /// <summary>A language that may be left out.</summary>
    public static string LanguageOf(Check check, string language)
    {
        if (language.Length > 0 && !Donor.Languages.Contains(language))
        {
            check.Add(DonationRefusals.UnknownLanguage("language", language.Length <= 50 ? language : language[..50]));
        }

        return language;
    }
}
