using System.Net;
using System.Text.RegularExpressions;

namespace Fund.Gateway.Tests.Portal;

/// <summary>A form of a page as a browser without scripts sends it.</summary>
internal static partial class PortalForm
{
    /// <summary>Opens the page, fills the form's inputs, sends it, and expects to be led to another page.</summary>
    public static async Task SendAsync(
        RunningGateway gateway,
        string token,
        string address,
        string form,
        IReadOnlyDictionary<string, string> typed
    )
    {
        var stop = TestContext.Current.CancellationToken;
        using var open = new HttpRequestMessage(HttpMethod.Get, address);
        open.Headers.Add("Cookie", "fund=" + token);
        using var page = await gateway.Http.SendAsync(open, stop);
        var html = await page.Content.ReadAsStringAsync(stop);
        var hidden = Form()
            .Matches(html)
            .Select(match => Inputs(match.Value))
            .Single(inputs => inputs.GetValueOrDefault("_handler") == form);
        foreach (var (name, value) in typed)
        {
            hidden[name] = value;
        }

        var cookies = page.Headers.TryGetValues("Set-Cookie", out var set) ? set : [];
        using var send = new HttpRequestMessage(HttpMethod.Post, address);
        send.Headers.Add(
            "Cookie",
            string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0]).Prepend("fund=" + token))
        );
        send.Content = new FormUrlEncodedContent(hidden);
        using var answer = await gateway.Http.SendAsync(send, stop);
        Assert.True(
            answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther,
            $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}"
        );
    }

    private static Dictionary<string, string> Inputs(string form) =>
        Input()
            .Matches(form)
            .Select(match => (Name: Attribute(match.Value, "name"), Value: Attribute(match.Value, "value")))
            .Where(input => input.Name.Length > 0)
            .DistinctBy(input => input.Name)
            .ToDictionary(input => input.Name, input => input.Value);

    private static string Attribute(string input, string name) =>
        WebUtility.HtmlDecode(Regex.Match(input, $"\\b{name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<form method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();
}
