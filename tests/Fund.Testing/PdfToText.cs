using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Xunit;

namespace Fund.Testing;

/// <summary>Reads a PDF file with a program that is not ours; tests that need it skip without it.</summary>
public static class PdfToText
{
    /// <summary>The text as it stands on the pages.</summary>
    public static string Read(byte[] pdf)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():N}.pdf");
        File.WriteAllBytes(file, pdf);
        try
        {
            var start = new ProcessStartInfo("pdftotext", ["-layout", "-enc", "UTF-8", file, "-"])
            {
                RedirectStandardOutput = true,
                StandardOutputEncoding = Encoding.UTF8,
            };
            using var process = Process.Start(start)!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return text;
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs pdftotext (Debian: poppler-utils)");
            throw;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
