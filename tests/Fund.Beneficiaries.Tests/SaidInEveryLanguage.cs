using Fund.Testing.Said;

namespace Fund.Beneficiaries.Tests;

/// <summary>What this service says is wrong with a field can be read in six languages.</summary>
public sealed class SaidInEveryLanguage
{
    [Fact]
    public void A_sentence_about_a_field_has_words_in_every_language()
    {
        var missing = KnownWords.Missing(typeof(Permissions).Assembly);

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }
}
