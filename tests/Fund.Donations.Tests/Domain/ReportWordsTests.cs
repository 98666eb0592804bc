using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;

namespace Fund.Donations.Tests.Domain;

/// <summary>What a person reads in a report is in the person's language.</summary>
public sealed class ReportWordsTests
{
    public static TheoryData<string> Others { get; } = [.. Donor.Languages.Where(language => language != "en")];

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_word_of_a_report_is_in_the_language_asked_for(string language)
    {
        Assert.All(All(language).Zip(All("en")), words => Assert.NotEqual(words.Second, words.First));
    }

    [Fact]
    public void A_language_that_is_none_of_the_six_gets_English() =>
        Assert.Equal("Member State", ReportWords.KindName(DonorKind.MemberState, "de"));

    /// <summary>Without what is the same in two languages, such as a cheque in English and Spanish.</summary>
    private static IEnumerable<string> All(string language) =>
        Enum.GetValues<DonorKind>()
            .Select(kind => ReportWords.KindName(kind, language))
            .Append(ReportWords.ChannelName(Channel.Bank, language))
            .Append(ReportWords.ChannelName(Channel.Campaign, language))
            .Append(ReportWords.ChannelName(Channel.InPerson, language))
            .Append(ReportWords.AnonymousDonor(language))
            .Append(ReportWords.Individuals(language))
            .Append(ReportWords.None(language))
            .Append(ReportWords.Unearmarked(language));
}
