using System.Security.Cryptography;

namespace Fund.Beneficiaries.Tests;

/// <summary>A pseudonym key in a file of its own, removed when disposed.</summary>
internal sealed class KeyFile : IDisposable
{
    public KeyFile(byte[]? content = null) => File.WriteAllBytes(Path, content ?? RandomNumberGenerator.GetBytes(32));

    public string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Guid.CreateVersion7():N}.key");

    public void Dispose() => File.Delete(Path);
}
