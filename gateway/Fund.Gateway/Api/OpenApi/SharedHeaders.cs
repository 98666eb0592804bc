using System.Text.Json.Nodes;

namespace Fund.Gateway.Api.OpenApi;

/// <summary>The headers of answers in the description.</summary>
internal static class SharedHeaders
{
    public static JsonObject All() =>
        new()
        {
            ["CacheControl"] = Header("no-store; public data may be kept for a minute."),
            ["ETag"] = Header("Tag of what the answer shows; give it back as If-Match or If-None-Match."),
            ["Location"] = Header("Where what was made, or is being done, is found.", "uri-reference"),
            ["Link"] = Header("Address of the next page with rel=\"next\"; absent with the last one."),
            ["Vary"] = Header("What the answer depends on beside the address."),
            ["RetryAfter"] = Header("Seconds after which trying again makes sense.", type: "integer"),
            ["WwwAuthenticate"] = Header("How to sign in: Bearer."),
            ["ContentDisposition"] = Header("Name to save the file under."),
            ["UploadOffset"] = Header("Bytes that are here: where the rest of the file begins.", type: "integer"),
            ["UploadComplete"] = Header("?1 when the whole file is here, ?0 when parts are still to come."),
            ["UploadLimit"] = Header("Largest file in bytes, as max-size=…."),
            ["AllowOrigin"] = Header("Public data can be read by scripts of any site: *."),
            ["ExposeHeaders"] = Header("The headers those scripts may read."),
        };

    /// <summary>Headers of success.</summary>
    public static JsonObject Of(Route route)
    {
        var headers = Referring("Cache-Control", "CacheControl");
        if (route.Location is not null)
        {
            Add(headers, "Location", "Location");
        }

        if (route.IsUploadProgress)
        {
            Add(headers, "Upload-Offset", "UploadOffset");
            Add(headers, "Upload-Complete", "UploadComplete");
            Add(headers, "Upload-Limit", "UploadLimit");
        }

        if (route.HasVersion || (route.IsOpenData && route.Files.Count == 0))
        {
            Add(headers, "ETag", "ETag");
        }

        if (ResponseShapes.Of(route.Rpc) == ResponseShape.List && ResponseShapes.IsPaged(route.Rpc))
        {
            Add(headers, "Link", "Link");
        }

        if (route.Files.Count > 0)
        {
            Add(headers, "Content-Disposition", "ContentDisposition");
        }

        if (route.Verb == "GET")
        {
            Add(headers, "Vary", "Vary");
        }

        if (route.IsOpenData)
        {
            AddOpen(headers);
        }

        return headers;
    }

    /// <summary>Headers of a problem.</summary>
    public static JsonObject OfProblem(int status)
    {
        var headers = Referring("Cache-Control", "CacheControl");
        AddOpen(headers);
        Add(headers, "Vary", "Vary");
        switch (status)
        {
            case StatusCodes.Status401Unauthorized:
                Add(headers, "WWW-Authenticate", "WwwAuthenticate");
                break;
            case StatusCodes.Status412PreconditionFailed:
                Add(headers, "ETag", "ETag");
                break;
            case StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable:
                Add(headers, "Retry-After", "RetryAfter");
                break;
        }

        return headers;
    }

    /// <summary>The answer to a reader who has the same already.</summary>
    public static JsonObject NotModified()
    {
        var headers = Referring("Cache-Control", "CacheControl");
        Add(headers, "ETag", "ETag");
        Add(headers, "Vary", "Vary");
        Add(headers, "Link", "Link");
        AddOpen(headers);
        return new JsonObject { ["description"] = "What you have is still the same.", ["headers"] = headers };
    }

    private static void AddOpen(JsonObject headers)
    {
        Add(headers, "Access-Control-Allow-Origin", "AllowOrigin");
        Add(headers, "Access-Control-Expose-Headers", "ExposeHeaders");
    }

    private static JsonObject Referring(string name, string component)
    {
        var headers = new JsonObject();
        Add(headers, name, component);
        return headers;
    }

    private static void Add(JsonObject headers, string name, string component) =>
        headers[name] = new JsonObject { ["$ref"] = $"#/components/headers/{component}" };

    private static JsonObject Header(string description, string? format = null, string type = "string")
    {
        var schema = new JsonObject { ["type"] = type };
        if (format is not null)
        {
            schema["format"] = format;
        }

        return new JsonObject { ["description"] = description, ["schema"] = schema };
    }
}
