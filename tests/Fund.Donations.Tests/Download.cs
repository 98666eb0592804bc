using Fund.Common.V1;
using Grpc.Core;

namespace Fund.Donations.Tests;

/// <summary>A file as it arrived in parts.</summary>
internal sealed record Download(string FileName, string MediaType, byte[] Content)
{
    public static async Task<Download> OfAsync(AsyncServerStreamingCall<FilePart> call)
    {
        using (call)
        {
            using var content = new MemoryStream();
            var (name, type) = ("", "");
            await foreach (var part in call.ResponseStream.ReadAllAsync())
            {
                (name, type) = content.Length == 0 ? (part.FileName, part.MediaType) : (name, type);
                part.Content.WriteTo(content);
            }

            return new Download(name, type, content.ToArray());
        }
    }
}
