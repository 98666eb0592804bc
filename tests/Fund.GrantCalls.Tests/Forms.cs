using Fund.Common.V1;
using Fund.Forms.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using CallFormsClient = Fund.GrantCalls.V1.CallFormsService.CallFormsServiceClient;
using Client = Fund.GrantCalls.V1.ApplicationsService.ApplicationsServiceClient;

namespace Fund.GrantCalls.Tests;

/// <summary>Forms of calls as tests write them.</summary>
internal static class Forms
{
    public static CallFormsClient CallForms(this World world, Caller caller) =>
        world.Service.Client<CallFormsClient>(caller);

    public static Client Applications(this World world, Caller caller) => world.Service.Client<Client>(caller);

    public static Field Field(string key, FieldType type, Action<Field>? change = null)
    {
        var field = new Field
        {
            Key = key,
            Type = type,
            Label = { Make.Text("en", $"What about {key}?"), Make.Text("fr", $"Et {key} ?") },
        };
        change?.Invoke(field);
        return field;
    }

    public static Section Section(string key, params Field[] fields) =>
        new()
        {
            Key = key,
            Title = { Make.Text("en", key) },
            Fields = { fields },
        };

    /// <summary>Two sections; the reason is asked only of those who have partners.</summary>
    public static Form Simple(Action<Form>? change = null)
    {
        var form = new Form
        {
            Sections =
            {
                Section(
                    "need",
                    Field("need", FieldType.LongText, field => (field.Required, field.MaxWords) = (true, 10))
                ),
                Section(
                    "partners",
                    Field("partners", FieldType.YesNo, field => field.Required = true),
                    Field(
                        "share",
                        FieldType.Percent,
                        field =>
                        {
                            field.Required = true;
                            field.VisibleWhen = new Condition
                            {
                                Kind = ConditionKind.Eq,
                                Field = "partners",
                                Values = { "yes" },
                            };
                        }
                    )
                ),
            },
        };
        change?.Invoke(form);
        return form;
    }

    public static async Task<Form> SaveFormAsync(this World world, Call call, Form form, int loaded = 0) =>
        (
            await world
                .CallForms(Testing.TestIdentity.ProgrammeOfficer)
                .SaveCallFormAsync(
                    new SaveCallFormRequest
                    {
                        RequestId = Make.Id(),
                        CallId = call.CallId,
                        Form = form,
                        LoadedNumber = loaded,
                    }
                )
        ).Form;

    public static ProposalContent Answers(params (string Key, string Value)[] answers) =>
        new() { Answers = { answers.Select(answer => Make.Answer(answer.Key, answer.Value)) } };

    public static SaveSectionRequest Section(
        Applicant applicant,
        string section,
        int version,
        ProposalContent content
    ) =>
        new()
        {
            RequestId = Make.Id(),
            ProposalId = applicant.Id,
            Section = section,
            LoadedVersion = version,
            Content = content,
        };
}
