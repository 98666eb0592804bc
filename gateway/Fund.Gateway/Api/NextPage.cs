using System.Text;

namespace Fund.Gateway.Api;

/// <summary>The address of the next page of a list, as a link of RFC 8288.</summary>
internal static class NextPage
{
    private const string Token = "pageToken";

    /// <summary>The address of this request with the token of the next page, for the header <c>Link</c>.</summary>
    public static string LinkOf(HttpRequest request, string token)
    {
        var link = new StringBuilder("<")
            .Append(request.PathBase.ToUriComponent())
            .Append(request.Path.ToUriComponent());
        link.Append('?');
        foreach (var (name, values) in request.Query)
        {
            if (name != Token)
            {
                link.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(values[0] ?? ""));
                link.Append('&');
            }
        }

        return link.Append(Token).Append('=').Append(Uri.EscapeDataString(token)).Append(">; rel=\"next\"").ToString();
    }
}
