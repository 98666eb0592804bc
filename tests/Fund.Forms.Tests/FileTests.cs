using System.IO.Compression;

namespace Fund.Forms.Tests;

public sealed class FileTests
{
    private static readonly FormField Any = new() { Key = "file", Type = FieldType.File };

    [Theory]
    [InlineData("statute.pdf", null)]
    [InlineData("Lettre de référence (2).PDF", null)]
    [InlineData("النظام الأساسي.pdf", null)]
    [InlineData("章程.docx", null)]
    [InlineData("budget.v2.final.xlsx", null)]
    [InlineData("", FileNameProblem.Length)]
    [InlineData("report.pdf.exe", FileNameProblem.Program)]
    [InlineData("report.exe.pdf", FileNameProblem.Program)]
    [InlineData("report.exe .pdf", FileNameProblem.Program)]
    [InlineData("letter.docm", FileNameProblem.Program)]
    [InlineData("sheet.XLSM", FileNameProblem.Program)]
    [InlineData("run.js", FileNameProblem.Program)]
    [InlineData("report\u202Efdp.pdf", FileNameProblem.Character)]
    [InlineData("report\u200Bname.pdf", FileNameProblem.Character)]
    [InlineData("report\nname.pdf", FileNameProblem.Character)]
    [InlineData("report\0name.pdf", FileNameProblem.Character)]
    [InlineData("../../etc/passwd.pdf", FileNameProblem.Character)]
    [InlineData("a.pdf:hidden.pdf", FileNameProblem.Character)]
    [InlineData("report", FileNameProblem.Kind)]
    [InlineData("report.", FileNameProblem.Kind)]
    [InlineData("page.html", FileNameProblem.Kind)]
    [InlineData("archive.zip", FileNameProblem.Kind)]
    public void A_name_is_what_it_says_or_is_refused(string name, FileNameProblem? problem) =>
        Assert.Equal(problem, FileNames.ProblemOf(name, Any)?.Problem);

    [Fact]
    public void A_name_has_a_longest_length()
    {
        var longest = new string('a', FileNames.Longest - 4) + ".pdf";
        Assert.Null(FileNames.ProblemOf(longest, Any));
        Assert.Equal(FileNameProblem.Length, FileNames.ProblemOf("a" + longest, Any)?.Problem);
    }

    [Fact]
    public void A_question_takes_the_kinds_it_names()
    {
        var field = Any with { Accept = ["jpg"], MaxMb = 2 };
        Assert.Null(FileNames.ProblemOf("photo.jpeg", field));
        Assert.Equal((FileNameProblem.Kind, "pdf"), FileNames.ProblemOf("photo.pdf", field));
        Assert.Equal(2 * 1024 * 1024, FileKinds.BytesOf(field));
    }

    [Fact]
    public void The_content_is_that_of_the_kind()
    {
        Assert.Null(Problem("pdf", "%PDF-1.7\n...\n%%EOF\n"u8));
        Assert.Equal(FileContentProblem.OtherKind, Problem("pdf", "%PDF-1.7\n cut in the mid"u8));
        Assert.Equal(FileContentProblem.OtherKind, Problem("pdf", "MZ\u0090\0 this is a program %PDF- %%EOF"u8));
        Assert.Null(Problem("jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0]));
        Assert.Equal(FileContentProblem.OtherKind, Problem("png", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0]));
    }

    [Fact]
    public void An_office_document_is_an_archive_of_its_kind_without_macros()
    {
        var letter = Archive("[Content_Types].xml", "word/document.xml");
        Assert.Null(Problem("docx", letter));
        Assert.Equal(FileContentProblem.OtherKind, Problem("xlsx", letter));
        Assert.Equal(FileContentProblem.OtherKind, Problem("docx", letter.AsSpan(0, letter.Length - 30)));
        Assert.Equal(
            FileContentProblem.Macros,
            Problem("docx", Archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"))
        );
        Assert.Equal(
            FileContentProblem.Macros,
            Problem("xlsx", Archive("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"))
        );
        Assert.Equal(FileContentProblem.OtherKind, Problem("docx", Archive("program.exe")));
    }

    [Fact]
    public void An_open_document_begins_with_its_media_type()
    {
        var text = Archive("mimetype=application/vnd.oasis.opendocument.text", "content.xml");
        Assert.Null(Problem("odt", text));
        Assert.Equal(FileContentProblem.OtherKind, Problem("ods", text));
        Assert.Equal(
            FileContentProblem.Macros,
            Problem(
                "odt",
                Archive("mimetype=application/vnd.oasis.opendocument.text", "content.xml", "Basic/Standard/Module1.xml")
            )
        );
    }

    [Fact]
    public void Only_the_end_of_a_large_document_is_needed()
    {
        var document = Archive("[Content_Types].xml", "word/document.xml", "word/media/large.png=" + Large());
        var inspection = new FileInspection(FileKinds.Find("docx")!);
        foreach (var part in document.Chunk(document.Length - 400))
        {
            inspection.Append(part);
        }

        Assert.Null(inspection.Finish());
    }

    [Fact]
    public void A_form_that_takes_other_files_now_says_so_of_those_that_were_sent_before()
    {
        var form = new FormVersion
        {
            Sections = [new FormSection { Key = "annexes", Fields = [Any with { Required = true, MaxMb = 1 }] }],
        };
        var id = Guid.CreateVersion7().ToString("D");
        var reading = FormReading.Of(form, [KeyValuePair.Create("file", id)]);
        Assert.Empty(Kinds(reading, new FileFacts("pdf", 1024)));
        Assert.Equal([ProblemKind.FileTooLarge], Kinds(reading, new FileFacts("pdf", (1024 * 1024) + 1)));
        var narrower = FormReading.Of(
            form with
            {
                Sections = [form.Sections[0] with { Fields = [Any with { Accept = ["jpg"] }] }],
            },
            [KeyValuePair.Create("file", id)]
        );
        Assert.Equal([ProblemKind.OtherFileKind], Kinds(narrower, new FileFacts("pdf", 1024)));
        Assert.Equal([ProblemKind.NotAFile], Kinds(reading, null));
        Assert.Equal(
            [ProblemKind.Missing],
            AnswerCheck.ProblemsOf(FormReading.Of(form, []), Files(id, null)).Select(problem => problem.Kind)
        );

        IEnumerable<ProblemKind> Kinds(FormReading read, FileFacts? file) =>
            AnswerCheck.ProblemsOf(read, Files(id, file)).Select(problem => problem.Kind);
    }

    private static Dictionary<string, FileFacts> Files(string id, FileFacts? file) =>
        file is null ? [] : new() { [id] = file };

    private static FileContentProblem? Problem(string kind, ReadOnlySpan<byte> content)
    {
        var inspection = new FileInspection(FileKinds.Find(kind)!);
        inspection.Append(content.ToArray());
        return inspection.Finish()?.Problem;
    }

    private static string Large() => string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i * 7919L % 10_007}"));

    /// <summary>An archive with entries <c>name</c> or <c>name=content</c>; the first stays as it is, unpacked.</summary>
    private static byte[] Archive(params string[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var parts in entries.Select(entry => entry.Split('=', 2)))
            {
                using var content = new StreamWriter(
                    archive.CreateEntry(parts[0], CompressionLevel.NoCompression).Open()
                );
                content.Write(parts.Length > 1 ? parts[1] : "<xml/>");
            }
        }

        return stream.ToArray();
    }
}
