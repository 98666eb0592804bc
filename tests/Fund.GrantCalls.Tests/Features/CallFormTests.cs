using Fund.Forms.V1;
using Fund.GrantCalls.V1;
using Fund.Kernel;
using Fund.Testing;

namespace Fund.GrantCalls.Tests.Features;

public sealed class CallFormTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_form_gets_numbered_versions_that_stay_as_they_are()
    {
        var call = await world.DraftAsync(terms => terms.Questions.Clear());
        var first = await world.SaveFormAsync(call, Forms.Simple());
        var second = await world.SaveFormAsync(call, Forms.Simple(form => form.Sections.RemoveAt(1)), loaded: 1);
        Assert.Equal((1, 2), (first.Number, second.Number));

        var forms = world.CallForms(TestIdentity.ProgrammeOfficer);
        var inForce = await forms.GetCallFormAsync(new GetCallFormRequest { CallId = call.CallId });
        var earlier = await forms.GetCallFormAsync(new GetCallFormRequest { CallId = call.CallId, Number = 1 });
        Assert.Equal(second, inForce.Form);
        Assert.Equal(first, earlier.Form);
        var known = await world.Officer.GetCallAsync(new GetCallRequest { CallId = call.CallId });
        Assert.Equal(2, known.Call.FormNumber);
    }

    [Fact]
    public async Task Somebody_elses_version_is_not_overwritten()
    {
        var call = await world.DraftAsync();
        await world.SaveFormAsync(call, Forms.Simple());
        await World.RefusedAsync(
            RefusalKind.Conflict,
            "CHANGED_MEANWHILE",
            world
                .CallForms(TestIdentity.ProgrammeOfficer)
                .SaveCallFormAsync(
                    new SaveCallFormRequest
                    {
                        RequestId = Make.Id(),
                        CallId = call.CallId,
                        Form = Forms.Simple(),
                    }
                )
        );
    }

    [Fact]
    public async Task Everything_wrong_with_a_form_is_named_field_by_field()
    {
        var call = await world.DraftAsync();
        var form = Forms.Simple(wrong =>
        {
            wrong.Sections[0].Key = "budget";
            wrong.Sections[0].Fields[0].Label.Clear();
            wrong.Sections[1].Fields[1].VisibleWhen.Field = "nobody";
        });
        var refusal = await World.RefusedAsync(
            world
                .CallForms(TestIdentity.ProgrammeOfficer)
                .SaveCallFormAsync(
                    new SaveCallFormRequest
                    {
                        RequestId = Make.Id(),
                        CallId = call.CallId,
                        Form = form,
                    }
                )
        );
        Assert.Equal(
            [
                "form.sections[0].fields[0].label",
                "form.sections[1].fields[1].visible_when.field",
                "form.sections[0].key",
            ],
            refusal.Fields.Select(field => field.Field)
        );
    }

    [Fact]
    public async Task The_public_sees_the_form_of_a_published_call_only()
    {
        var draft = await world.DraftAsync();
        await world.SaveFormAsync(draft, Forms.Simple());
        var anybody = world.CallForms(Fund.Hosting.Caller.Anonymous);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            anybody.GetCallFormAsync(new GetCallFormRequest { CallId = draft.CallId })
        );
        var open = await world.OpenCallAsync();
        var questions = (await anybody.GetCallFormAsync(new GetCallFormRequest { CallId = open.CallId })).Form;
        Assert.Equal(0, questions.Number);
        Assert.Equal(
            ["need", "unconditional", "people", "since", "field", "partners"],
            questions.Sections.SelectMany(section => section.Fields).Select(field => field.Key)
        );
    }

    [Fact]
    public async Task A_form_changes_until_the_deadline_and_not_after_it()
    {
        var call = await world.OpenCallAsync();
        await world.SaveFormAsync(call, Forms.Simple());
        world.PassDeadline(call);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "DEADLINE_PASSED",
            world
                .CallForms(TestIdentity.ProgrammeOfficer)
                .SaveCallFormAsync(
                    new SaveCallFormRequest
                    {
                        RequestId = Make.Id(),
                        CallId = call.CallId,
                        Form = Forms.Simple(),
                        LoadedNumber = 1,
                    }
                )
        );
    }

    [Fact]
    public async Task Drafts_move_to_a_new_version_with_nothing_lost()
    {
        var call = await world.OpenCallAsync(terms => terms.Questions.Clear());
        await world.SaveFormAsync(call, Forms.Simple());
        var applicant = await world.StartAsync(call);
        var content = Make.Content(100_000);
        content.Answers.Clear();
        content.Answers.Add(Make.Answer("need", "Beds are full."));
        content.Answers.Add(Make.Answer("partners", "no"));
        content.Answers.Add(Make.Answer("share", "12.5"));
        await applicant.SaveAsync(content);

        // The question about needs goes, another comes.
        var changed = Forms.Simple(form =>
            form.Sections[0] = Forms.Section("goals", Forms.Field("goals", FieldType.Text))
        );
        await world.SaveFormAsync(call, changed, loaded: 1);
        content.Answers.Clear();
        content.Answers.Add(Make.Answer("goals", "Safe housing."));
        content.Answers.Add(Make.Answer("partners", "no"));
        content.Answers.Add(Make.Answer("share", "12.5"));
        var draft = await applicant.SaveAsync(content);
        Assert.Contains(draft.Content.Answers, answer => answer.Value == "Beds are full.");

        // What is not asked stays in the draft and is left out of what is handed in.
        var submitted = await applicant.SubmitAsync();
        Assert.Equal(["goals", "partners"], submitted.Content.Answers.Select(answer => answer.Key));
        Assert.Equal(2, submitted.FormNumber);
        var withdrawn = (await applicant.TryWithdraw()).Proposal;
        Assert.Equal(4, withdrawn.Content.Answers.Count);
        await applicant.SubmitAsync();
        world.PassDeadline(call);
        var seen = await world.Officer.GetProposalAsync(new GetProposalRequest { ProposalId = applicant.Id });
        Assert.Equal(["goals", "partners"], seen.Proposal.Content.Answers.Select(answer => answer.Key));
    }
}
