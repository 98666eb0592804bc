namespace Fund.Kernel.Tests;

public sealed class OrderedIdsTests
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 22, 10, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Ids_of_one_moment_ascend_and_carry_it()
    {
        var ids = Enumerable.Range(0, 100_000).Select(_ => OrderedIds.Next(Moment)).ToList();
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal((7, 8), (id.Version, id.Variant & 0xC)));
        var stated = Convert.ToInt64(ids[^1].ToString("N")[..12], 16);
        Assert.Equal(Moment.ToUnixTimeMilliseconds(), stated);
    }

    [Fact]
    public void Later_moments_have_later_ids_and_an_earlier_one_is_taken_as_it_is()
    {
        var first = OrderedIds.Next(Moment);
        Assert.True(OrderedIds.Next(Moment.AddMilliseconds(1)).CompareTo(first) > 0);
        Assert.True(OrderedIds.Next(Moment.AddDays(-400)).CompareTo(first) < 0);
    }

    [Fact]
    public async Task Threads_do_not_make_the_same_ids()
    {
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => Enumerable.Range(0, 10_000).Select(_ => OrderedIds.Next(Moment)).ToList()))
        );
        Assert.Equal(80_000, made.SelectMany(ids => ids).Distinct().Count());
    }
}
