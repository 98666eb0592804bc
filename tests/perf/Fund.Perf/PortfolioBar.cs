using System.Diagnostics;
using System.Globalization;
using Fund.GrantCalls.Domain;

namespace Fund.Perf;

/// <summary>
/// Bar 15: the best portfolio of 2,000 proposals in under a second, proven, also where the shares of regions and countries
/// are tight and regions get something at least. It needs no running system: <c>Fund.Perf portfolio</c>.
/// </summary>
internal static class PortfolioBar
{
    private const int Proposals = 2_000;
    private const long Envelope = 300_000_000;
    private const double MostSeconds = 1;

    private static readonly string[] Few = ["KE", "UG", "FR", "BR", "TH", "NP", "MX"];

    private static readonly string[] Many =
        "KE UG NG ET GH SN ML RW TZ ZA FR AL BG RO MD UA RS GR IT ES BR MX CO PE BO GT HN HT EC AR TH NP IN BD LK VN PH KH ID ".Split(
            ' ',
            StringSplitOptions.RemoveEmptyEntries
        );

    /// <summary>Measures every case; what was missed is added to a list.</summary>
    /// <param name="rounds">Sets of proposals for each case.</param>
    /// <param name="missed">What was slower, or was not proven.</param>
    public static void Measure(int rounds, List<string> missed)
    {
        // Compiled before it is measured.
        Portfolio.Best(Candidates(Few, 0), Limits(20, 10, 0));
        foreach (var countries in new[] { Few, Many })
        {
            foreach (
                var (region, country, least) in new[]
                {
                    (100, 100, 0),
                    (40, 20, 0),
                    (20, 10, 0),
                    (20, 5, 0),
                    (100, 100, 15),
                    (30, 15, 10),
                    (20, 10, 15),
                }
            )
            {
                Measure(countries, region, country, least, rounds, missed);
            }
        }
    }

    private static void Measure(string[] countries, int region, int country, int least, int rounds, List<string> missed)
    {
        var seconds = new List<double>();
        var unproven = 0;
        for (var round = 1; round <= rounds; round++)
        {
            var candidates = Candidates(countries, round);
            var limits = Limits(region, country, least);
            var started = Stopwatch.GetTimestamp();
            unproven += Portfolio.Best(candidates, limits).IsProven ? 0 : 1;
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        seconds.Sort();
        var name =
            $"15  portfolio of {Proposals}, {countries.Length} countries, at most {region} %/{country} %, at least {least} %";
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -72} {seconds[seconds.Count / 2], 6:F2} s [{seconds[0]:F2} – {seconds[^1]:F2}]  target {MostSeconds:F2} s"
            )
        );
        if (seconds[^1] > MostSeconds || unproven > 0)
        {
            missed.Add(
                string.Create(CultureInfo.InvariantCulture, $"{name}: {seconds[^1]:F2} s, {unproven} not proven")
            );
        }
    }

    /// <summary>Grants of 5,000 to 60,000 dollars with averages of 60 to 100, the same for every run.</summary>
    private static List<Candidate> Candidates(string[] countries, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, Proposals)
                .Select(i => new Candidate(
                    Guid.CreateVersion7(),
                    countries[i % countries.Length],
                    random.Next(500_000, 6_000_000),
                    random.Next(6_000, 10_000)
                )),
        ];
    }

    private static PortfolioLimits Limits(int region, int country, int least) =>
        new(Envelope, Envelope * region / 100, Envelope * country / 100)
        {
            Floors = new[] { Region.Africa, Region.Europe, Region.Americas }
                .Where(_ => least > 0)
                .ToDictionary(one => one, _ => new RegionFloor(least, Envelope * least / 100)),
        };
}
