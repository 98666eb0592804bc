using System.Text.RegularExpressions;

namespace Fund.Testing.Browser;

/// <summary>
/// Follows every link of the portal as one visitor, a page of each kind once: pages that differ only in an id, a day or
/// a place in a list are of one kind.
/// </summary>
/// <param name="view">The visitor's browser.</param>
/// <param name="site">Address of the portal.</param>
/// <param name="language">Language whose pages are followed.</param>
public sealed partial class Crawler(BrowserView view, Uri site, string language)
{
    private readonly Queue<(string Address, string From)> _waiting = new();
    private readonly HashSet<string> _kinds = [];
    private readonly List<string> _wrong = [];

    /// <summary>Pages that were opened, in their order.</summary>
    public List<string> Visited { get; } = [];

    /// <summary>Opens everything that can be reached, and tells what is wrong with it.</summary>
    /// <param name="starts">Paths below the language, with a slash in front.</param>
    /// <param name="most">Pages at most, so that a defect does not make it endless; more is a fault of its own.</param>
    public async Task<IReadOnlyList<string>> RunAsync(IEnumerable<string> starts, int most = 200)
    {
        foreach (var start in starts)
        {
            Meet($"/{language}{start}", "the start");
        }

        while (_waiting.TryDequeue(out var next))
        {
            if (Visited.Count == most)
            {
                _wrong.Add($"more than {most} kinds of pages; the next was {next.Address}");
                break;
            }

            await VisitAsync(next.Address, next.From);
        }

        return _wrong;
    }

    private async Task VisitAsync(string address, string from)
    {
        var complaints = view.Complaints.Count;
        var answer = await view.Page.GotoAsync(new Uri(site, address).ToString());
        Visited.Add(address);
        void Expect(bool holds, string otherwise)
        {
            if (!holds)
            {
                _wrong.Add($"{address} (from {from}): {otherwise}");
            }
        }

        Expect(answer is { Status: >= 200 and < 300 }, $"status {answer?.Status}");
        foreach (var violation in await view.ViolationsAsync())
        {
            Expect(false, violation);
        }

        var width = await view.WidthAsync();
        Expect(width <= view.Page.ViewportSize!.Width, $"{width} pixels wide");
        foreach (var complaint in view.Complaints.Skip(complaints))
        {
            Expect(false, complaint);
        }

        await view.PictureAsync(Kind(address));
        var links = await view.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('a[href]')].filter(a => !a.hasAttribute('download')).map(a => a.href)"
        );
        foreach (var link in links)
        {
            Meet(link, address);
        }
    }

    /// <summary>Keeps a link to a page of this language whose kind is new.</summary>
    private void Meet(string link, string from)
    {
        var address = new Uri(site, link);
        if (
            address.Authority == site.Authority
            && (address.AbsolutePath + "/").StartsWith($"/{language}/", StringComparison.Ordinal)
            && !File().IsMatch(address.AbsolutePath)
            && _kinds.Add(Kind(address.PathAndQuery))
        )
        {
            _waiting.Enqueue((address.PathAndQuery, from));
        }
    }

    private static string Kind(string address) => Changing().Replace(address.Split('?')[0], "*");

    [GeneratedRegex(
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?|(?<=/)[0-9]+(?=/|$)|(?<=/problems/).+"
    )]
    private static partial Regex Changing();

    [GeneratedRegex("[.](csv|json|xml|pdf|zip|txt)$|/(file|print)$")]
    private static partial Regex File();
}
