using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Fund.Demo.Seeding;

/// <summary>The papers that an invented organisation sends with its application: one page each, with what it would be.</summary>
internal static class Annexes
{
    private static readonly (string Question, string Name, string Says)[] Papers =
    [
        ("registration_certificate", "certificate-of-registration.pdf", "Certificate of registration"),
        ("audited_statements", "audited-statements.pdf", "Audited financial statements of the last year"),
        ("reference_letter_1", "reference-of-the-municipality.pdf", "Letter of reference: the municipality"),
        ("reference_letter_2", "reference-of-a-foundation.pdf", "Letter of reference: a foundation"),
        (
            "co_funding_evidence",
            "commitment-of-the-municipality.pdf",
            "Letter of commitment: rent from the second year"
        ),
    ];

    /// <summary>Sends the papers of a draft; answers the answers that name them.</summary>
    public static async Task<IReadOnlyList<JsonObject>> SendAsync(Api person, string proposal, Applicant applicant)
    {
        var answers = new List<JsonObject>();
        foreach (var (question, name, says) in Papers)
        {
            var content = Paper(says, applicant.Name, "Invented for a demonstration");
            var file = await person.PostAsync(
                $"proposals/{proposal}/files",
                new JsonObject
                {
                    ["question"] = question,
                    ["fileName"] = name,
                    ["sizeBytes"] = content.Length,
                }
            );
            var id = file.Text("fileId");
            await person.PutPartAsync($"proposals/{proposal}/files/{id}/content?offset=0&more=false", content);
            answers.Add(new JsonObject { ["key"] = question, ["value"] = id });
        }

        return answers;
    }

    /// <summary>A PDF file of one page with a few lines, by hand: ASCII only.</summary>
    private static byte[] Paper(params IReadOnlyList<string> lines)
    {
        var text = string.Concat(lines.Select(line => $"({Escaped(line)}) Tj T* "));
        var drawing = $"BT /F1 16 Tf 22 TL 72 740 Td {text}ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {drawing.Length} >>\nstream\n{drawing}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        foreach (var (i, one) in objects.Index())
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{one}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        places.ForEach(place => file.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n"));
        file.Append(
            CultureInfo.InvariantCulture,
            $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
        );
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    private static string Escaped(string line) =>
        string.Concat(line.Select(letter => letter is '(' or ')' or '\\' ? $"\\{letter}" : $"{letter}"));
}
