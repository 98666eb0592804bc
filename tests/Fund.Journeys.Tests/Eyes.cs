namespace Fund.Journeys.Tests;

/// <summary>What has to hold for every page, whoever looks at it.</summary>
internal static class Eyes
{
    /// <summary>Texts that are seen or read out, without those that are said to be in another language or somebody's name.</summary>
    private const string Texts = """
        () => {
          const found = [], page = document.documentElement.lang;
          const own = e => !e.closest('script, style, code, bdi, svg title, a .govuk-visually-hidden') && e.closest('[lang]').lang === page;
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let n = walker.nextNode(); n; n = walker.nextNode())
            if (n.data.trim() && own(n.parentElement)) found.push(n.data.trim());
          for (const e of document.querySelectorAll('[aria-label], [placeholder], [title]'))
            for (const name of ['aria-label', 'placeholder', 'title'])
              if (e.getAttribute(name) && own(e)) found.push(e.getAttribute(name).trim());
          return found;
        }
        """;

    /// <summary>
    /// What a page is made of, in short: elements with their classes, attributes and whether they say anything, without
    /// the words and their language. Pages that are made alike have the same violations or none, so axe-core looks at one of
    /// them.
    /// </summary>
    private const string Made = """
        () => {
          let one = 1, two = 2;
          const worth = ['type', 'role', 'dir', 'scope', 'aria-invalid', 'aria-hidden'];
          for (const e of document.querySelectorAll('html, body, body *')) {
            if (e.closest('script, style')) continue;
            const more = e.getAttributeNames().map(name => worth.includes(name) ? name + e.getAttribute(name) : name);
            const text = `${e.tagName}.${e.getAttribute('class')} ${more} ${e.parentElement?.children.length} ${!!e.textContent.trim()}`;
            for (let i = 0; i < text.length; i++) {
              one = Math.imul(one ^ text.charCodeAt(i), 16777619);
              two = Math.imul(two ^ text.charCodeAt(i), 2246822519);
            }
          }
          return `${one} ${two}`;
        }
        """;

    /// <summary>
    /// Nothing for axe-core to complain of, nothing wider than the screen, the language it is said to be in, and no word
    /// of another one.
    /// </summary>
    public static async Task LookAsync(Person person)
    {
        var (page, view) = (person.Page, person.View);
        var where = $"{page.Url} ({view})";
        Assert.Equal(view.Language, await page.GetAttributeAsync("html", "lang"));
        Assert.Equal(person.Words.Language.IsRightToLeft ? "rtl" : "ltr", await page.GetAttributeAsync("html", "dir"));
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(width <= view.Width, $"{where} is {width} px wide");
        var foreign = person.Words.Foreign(await page.EvaluateAsync<string[]>(Texts)).Distinct().ToList();
        Assert.True(foreign.Count == 0, $"{where} says in another language: {string.Join(" | ", foreign)}");
        var made = await page.EvaluateAsync<string>(Made);
        if (!person.WasExamined($"{view.Width} {made}"))
        {
            var violations = await person.ViolationsAsync();
            Assert.True(violations.Count == 0, $"{where}: {string.Join('\n', violations)}");
        }
    }
}
