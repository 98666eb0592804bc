using System.Reflection;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing.Said;

namespace Fund.Gateway.Tests.Portal;

/// <summary>What the gateway and the shared parts say is wrong with a field can be read in six languages.</summary>
public sealed class SaidInEveryLanguageTests
{
    public static TheoryData<string> Assemblies { get; } =
    [
        .. new[]
        {
            typeof(Refusal),
            typeof(Check),
            typeof(Fund.Forms.FormVersion),
            typeof(Fund.Gateway.Portal.Words),
        }.Select(type => type.Assembly.GetName().Name!),
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_sentence_about_a_field_has_words_in_every_language(string assembly)
    {
        var missing = KnownWords.Missing(Assembly.Load(assembly), IsForPeople);

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    /// <summary>The reader of compiled code sees what it should: these below are such sentences.</summary>
    [Fact]
    public void A_new_sentence_without_words_and_one_that_forgets_its_values_are_found()
    {
        var missing = KnownWords.Missing(
            GetType().Assembly,
            where => where.Contains(nameof(New), StringComparison.Ordinal)
        );

        Assert.Equal(4, missing.Count);
        Assert.Contains(missing, one => one.StartsWith("\"A new one about {0} and {1}.\"", StringComparison.Ordinal));
        Assert.Contains(missing, one => one.StartsWith("\"Either this.\"", StringComparison.Ordinal));
        Assert.Contains(missing, one => one.StartsWith("\"Or that.\"", StringComparison.Ordinal));
        Assert.Contains(missing, one => one.Contains("forgets its values", StringComparison.Ordinal));
    }

    private static void New(Check check, int given)
    {
        check.That(given > 0, "amount", $"A new one about {given:N0} and {new Money(given, Currency.Usd)}.");
        check.That(given > 1, "amount", given > 5 ? "Either this." : "Or that.");
        var forgotten = $"It was {given}.";
        check.That(given > 2, "amount", forgotten);
        check.That(given > 3, "amount", $"{"amount"} is required.");
        throw new Refusal(RefusalKind.WrongState, "NOT_FOUND", $"Has a name of its own: {given}.").AsException();
    }

    /// <summary>What is wrong with JSON is told to programs; a peer's sentence comes with its values.</summary>
    private static bool IsForPeople(string where) => !where.StartsWith("Fund.Gateway.Api.", StringComparison.Ordinal);
}
