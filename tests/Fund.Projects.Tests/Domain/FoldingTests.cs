using Fund.Projects.Domain;

namespace Fund.Projects.Tests.Domain;

public sealed class FoldingTests
{
    [Theory]
    [InlineData("Fundación Ñandú", "FUNDACION NANDU")]
    [InlineData("  Maison   de l'Étoile ", "MAISON DE L'ETOILE")]
    [InlineData("harbour house", "Harbour House")]
    [InlineData("Ｈarbour", "Harbour")]
    public void Accents_case_and_spaces_do_not_make_another_name(string one, string other) =>
        Assert.Equal(Folding.Name(one), Folding.Name(other));

    [Theory]
    [InlineData("Harbour House", "Harbor House")]
    [InlineData("Harbour House", "HarbourHouse")]
    [InlineData("بيت الأمل", "بيت السلام")]
    public void Other_letters_do(string one, string other) => Assert.NotEqual(Folding.Name(one), Folding.Name(other));

    [Theory]
    [InlineData("ZVR 12-3", "zvr123")]
    [InlineData("OP.218/051", "OP 218 051")]
    public void Punctuation_does_not_make_another_registration(string one, string other) =>
        Assert.Equal(Folding.Number(one), Folding.Number(other));

    [Fact]
    public void A_number_without_letters_and_digits_is_still_a_number() => Assert.Equal("//", Folding.Number(" // "));
}
