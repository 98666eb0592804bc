using Fund.Common.V1;
using Fund.Forms;
using Fund.GrantCalls.V1;
using Fund.Hosting;

namespace Fund.Gateway.Tests.Portal;

/// <summary>An open call with a form that has every kind of field, and a draft that answers some.</summary>
internal static class ApplyingFacts
{
    public const string Section = "everything";

    public static string FileId => Id;

    private static readonly string Id = "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2";

    public static FormVersion Form { get; } =
        new()
        {
            Number = 3,
            Sections =
            [
                new FormSection
                {
                    Key = Section,
                    Title = Text("Everything"),
                    Guidance = Text("Say it in your own words."),
                    Fields =
                    [
                        .. Enum.GetValues<FieldType>()
                            .Where(type => type is not (FieldType.Unspecified or FieldType.Table or FieldType.Computed))
                            .Select(Field),
                        Field(FieldType.Computed) with
                        {
                            Calc = Calculation.Sum("money"),
                        },
                        Field(FieldType.Table) with
                        {
                            MaxRows = 5,
                            Columns =
                            [
                                Field(FieldType.Text) with
                                {
                                    Key = "what",
                                    Required = true,
                                },
                                Field(FieldType.Single) with
                                {
                                    Key = "likely",
                                },
                                Field(FieldType.Integer) with
                                {
                                    Key = "count",
                                },
                                Field(FieldType.Date) with
                                {
                                    Key = "until",
                                },
                            ],
                        },
                    ],
                },
            ],
        };

    public static void Tell(Backend backend)
    {
        backend.Answer("GetCallForm", new GetCallFormResponse { Form = Form.ToWire() });
        var call = (Call)Samples.Of(new Call());
        call.State = CallState.Open;
        call.Terms.Questions.Clear();
        backend.Answer("GetCall", new GetCallResponse { Call = call });
        var proposal = (Proposal)Samples.Of(new Proposal());
        proposal.Content.Answers.Clear();
        foreach (
            var (key, value) in new[]
            {
                ("longtext", "Beds."),
                ("money", "1250.5"),
                ("multi", "one\ntwo"),
                ("table.0.what", "Flood"),
                ("integer", "many"),
                ("file", Id),
            }
        )
        {
            proposal.Content.Answers.Add(new Answer { Key = key, Value = value });
        }

        var file = new ProposalFile
        {
            FileId = Id,
            ProposalId = Id,
            Question = "file",
            FileName = "النظام الأساسي – statute.pdf",
            Kind = "pdf",
            ReceivedBytes = 700_000,
            MaxBytes = 2 * 1024 * 1024,
            Sha256 = new string('a', 64),
        };
        backend.Answer("ListProposalFiles", new ListProposalFilesResponse { Files = { file }, Page = new() });
        backend.Answer(
            "GetApplication",
            new GetApplicationResponse
            {
                Proposal = proposal,
                Sections =
                {
                    new SectionState
                    {
                        Key = Section,
                        Version = 2,
                        SavedBy = Id,
                        SavedAt = new() { Seconds = 1_790_000_000 },
                    },
                },
            }
        );
    }

    private static FormField Field(FieldType type) =>
        new()
        {
            Key = type.ToString().ToLowerInvariant(),
            Type = type,
            Label = Text($"A field of the kind {type}"),
            Hint = type is FieldType.Group or FieldType.Note ? [] : Text("Help for it."),
            MaxWords = type == FieldType.LongText ? 200 : 0,
            Accept = type == FieldType.File ? ["pdf", "docx"] : [],
            MaxMb = type == FieldType.File ? 2 : 0,
            Options = type is FieldType.Single or FieldType.Multi
                ? [new FormOption("one", Text("The first")), new FormOption("two", Text("The second"))]
                : [],
        };

    private static List<FormText> Text(string text) =>
        [.. new[] { "en", "fr", "es", "ar", "ru", "zh" }.Select(language => new FormText(language, text))];
}
