using Fund.Gateway.Portal.Ui;
using Microsoft.Extensions.Configuration;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Reference data comes from the seeds' folder at start.</summary>
public sealed class CountryNamesTests
{
    private static CountryNames With(string? folder) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new("Seeds:Folder", folder)]).Build());

    [Fact]
    public void Names_are_those_of_the_configured_folder()
    {
        var folder = Directory.CreateTempSubdirectory("fund-seeds-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "reference"));
            File.WriteAllText(
                Path.Combine(folder.FullName, "reference", "countries.csv"),
                "alpha2,name_en,name_fr\nXA,\"Examplia, Republic of\",Examplie\n"
            );
            Assert.Equal("Examplia, Republic of", With(folder.FullName).Of("XA"));
            Assert.Equal("AL", With(folder.FullName).Of("AL"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Without_a_folder_the_builds_own_copy_is_used() => Assert.Equal("Albania", With(null).Of("AL"));

    [Fact]
    public void A_folder_without_the_file_stops_the_start() =>
        Assert.ThrowsAny<IOException>(() => With(Path.Combine(Path.GetTempPath(), "fund-no-such-folder")));
}
