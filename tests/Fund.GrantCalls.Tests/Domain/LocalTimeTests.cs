using Fund.GrantCalls.Domain;

namespace Fund.GrantCalls.Tests.Domain;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("2026-03-28T23:59:00", "2026-03-28T22:59:00Z")] // winter time, the day before the change
    [InlineData("2026-03-29T23:59:00", "2026-03-29T21:59:00Z")] // summer time, the day of the change
    [InlineData("2026-10-24T23:59:00", "2026-10-24T21:59:00Z")]
    [InlineData("2026-10-25T23:59:00", "2026-10-25T22:59:00Z")]
    [InlineData("2026-10-25T01:59:59", "2026-10-24T23:59:59Z")] // just before the hour that occurs twice
    [InlineData("2026-10-25T03:00:00", "2026-10-25T02:00:00Z")] // just after it
    public void A_time_in_Vienna_is_the_instant_its_clocks_show_it(string local, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant), Instant(local, "Europe/Vienna"));

    [Fact]
    public void A_time_that_occurs_twice_means_the_later_one() =>
        Assert.Equal(DateTimeOffset.Parse("2026-10-25T01:30:00Z"), Instant("2026-10-25T02:30:00", "Europe/Vienna"));

    [Fact]
    public void A_time_that_the_clocks_jump_over_is_no_instant() =>
        Assert.Null(Instant("2026-03-29T02:30:00", "Europe/Vienna"));

    [Fact]
    public void Zones_east_and_west_of_Greenwich_have_their_own_rules()
    {
        Assert.Equal(DateTimeOffset.Parse("2026-07-01T18:14:00Z"), Instant("2026-07-01T23:59", "Asia/Kathmandu"));
        Assert.Equal(DateTimeOffset.Parse("2026-07-02T03:59:00Z"), Instant("2026-07-01T23:59", "America/New_York"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Vienna")]
    [InlineData("Europe/Wien")]
    [InlineData("../../etc/passwd")]
    [InlineData("W. Europe Standard Time")]
    public void What_is_no_IANA_zone_is_none(string name) => Assert.Null(LocalTime.FindZone(name));

    [Theory]
    [InlineData("2026-12-15")]
    [InlineData("2026-12-15T23:59:00Z")]
    [InlineData("2026-12-15T23:59:00.5")]
    [InlineData("15/12/2026 23:59")]
    [InlineData("2026-02-30T12:00:00")]
    public void What_is_no_local_time_is_none(string text) => Assert.Null(LocalTime.Parse(text));

    private static DateTimeOffset? Instant(string local, string zone) =>
        LocalTime.ToInstant(LocalTime.Parse(local)!.Value, LocalTime.FindZone(zone)!);
}
