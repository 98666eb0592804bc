using System.Text.Json;

namespace Fund.Gateway.Api.Json;

/// <summary>Names of members that are in nobody's list.</summary>
internal static class MemberNames
{
    private const int Longest = 60;

    /// <summary>The name the reader is at, shortened; a name that is not Unicode is shown as a question mark.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            var name = reader.GetString()!;
            return name.Length <= Longest ? name : name[..Longest] + "…";
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }
}
