using System.Security.Cryptography;
using System.Text;
using Fund.Beneficiaries.Domain;

namespace Fund.Beneficiaries.Tests.Domain;

public sealed class PseudonymKeyTests
{
    private static readonly Guid One = Guid.CreateVersion7();
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void The_same_person_of_one_organisation_always_has_the_same_hash()
    {
        Assert.Equal(Key().Hash(One, "CASE-000001"), Key().Hash(One, " CASE-000001 "));
        Assert.NotEqual(Key().Hash(One, "CASE-000001"), Key().Hash(One, "CASE-000002"));
    }

    [Fact]
    public void The_same_pseudonym_of_two_organisations_is_two_people() =>
        Assert.NotEqual(Key().Hash(One, "CASE-000001"), Key().Hash(Guid.CreateVersion7(), "CASE-000001"));

    [Fact]
    public void Without_the_key_a_hash_cannot_be_made()
    {
        var other = PseudonymKey.Read(RandomNumberGenerator.GetBytes(32), out _)!;
        Assert.NotEqual(Key().Hash(One, "CASE-000001"), other.Hash(One, "CASE-000001"));
        Assert.NotEqual(SHA256.HashData("CASE-000001"u8), Key().Hash(One, "CASE-000001"));
    }

    [Fact]
    public void A_key_file_holds_base64_or_the_bytes_themselves()
    {
        var text = Encoding.ASCII.GetBytes(Convert.ToBase64String(Secret) + "\n");
        Assert.Equal(Key().Fingerprint(), PseudonymKey.Read(text, out _)!.Fingerprint());
    }

    [Theory]
    [InlineData("")]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNk")]
    [InlineData("too-short-for-a-key")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void A_short_or_plain_key_is_refused(string content)
    {
        Assert.Null(PseudonymKey.Read(Encoding.ASCII.GetBytes(content), out var problem));
        Assert.NotNull(problem);
    }

    private static PseudonymKey Key() => PseudonymKey.Read(Secret, out _)!;
}
