using Microsoft.Extensions.Caching.Memory;

namespace Fund.Hosting;

/// <summary>
/// What signing or checking gave, until its moment has come. Ten thousand people who save in the last hour of a call have
/// 17,500 tokens a minute between them, and whatever makes room has to cost the same however many there are.
/// </summary>
internal sealed class KeptTokens<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    /// <summary>About 100 MB of tokens, were there ever as many. Those beyond it are signed or checked each time.</summary>
    private const int Most = 50_000;

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = Most });

    public TValue? Find(TKey key, DateTimeOffset now) =>
        _kept.TryGetValue(key, out Kept? kept) && kept!.Until > now ? kept.Value : null;

    /// <param name="until">By the clock that <paramref name="now"/> is of; the entry itself goes by the machine's.</param>
    public void Keep(TKey key, TValue value, DateTimeOffset now, DateTimeOffset until)
    {
        using var entry = _kept.CreateEntry(key);
        entry.Size = 1;
        entry.AbsoluteExpirationRelativeToNow = until - now;
        entry.Value = new Kept(value, until);
    }

    private sealed record Kept(TValue Value, DateTimeOffset Until);
}
