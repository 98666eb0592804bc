using Fund.Forms.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing.Browser;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>A programme officer builds a form on pages; scripts are off, as they may be.</summary>
public sealed class FormBuilderTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    private static readonly string Form = $"/en/programme/calls/{Guid.CreateVersion7():D}/form";

    private SaveCallFormRequest Saved => (SaveCallFormRequest)gateway.Backend.Last("SaveCallForm").Request;

    [Fact]
    public async Task A_question_gets_a_condition_and_other_options_and_everything_else_stays()
    {
        await using var view = await OpenAsync();
        var page = view.Page;
        await page.GotoAsync($"{Form}/fields/single");
        await page.FillAsync("[name='label.en']", "Which of these?");
        await page.FillAsync("[name='options.en']", "one = The first\nthree = The third");
        await page.FillAsync("[name='options.fr']", "three = Le troisième");
        await page.SelectOptionAsync("[name='visibleWhen.0.field']", "yesno");
        await page.SelectOptionAsync("[name='visibleWhen.0.kind']", "Eq");
        await page.FillAsync("[name='visibleWhen.0.values']", "yes");
        await PressAsync(page, "Save as the next version");

        Assert.Equal(3, Saved.LoadedNumber);
        var before = ApplyingFacts.Form.ToWire().Sections[0];
        var after = Saved.Form.Sections[0];
        var field = after.Fields.Single(candidate => candidate.Key == "single");
        Assert.Equal("Which of these?", field.Label.Single(text => text.Language == "en").Text);
        Assert.Equal(["one", "three"], field.Options.Select(option => option.Code));
        Assert.Equal(["The third", "Le troisième"], field.Options[1].Label.Select(text => text.Text));
        Assert.Equal((ConditionKind.Eq, "yesno"), (field.VisibleWhen.Kind, field.VisibleWhen.Field));
        Assert.Equal(
            before.Fields.Where(candidate => candidate.Key != "single"),
            after.Fields.Where(candidate => candidate.Key != "single")
        );
    }

    [Fact]
    public async Task A_section_and_a_question_are_added_and_a_question_moves_up()
    {
        await using var view = await OpenAsync();
        var page = view.Page;
        await page.GotoAsync($"{Form}/sections/new");
        await page.FillAsync("[name=key]", "more");
        await page.FillAsync("[name='title.en']", "More");
        await PressAsync(page, "Save as the next version");
        Assert.Equal([ApplyingFacts.Section, "more"], Saved.Form.Sections.Select(section => section.Key));

        await page.GotoAsync($"{Form}/fields/new?section={ApplyingFacts.Section}");
        await page.SelectOptionAsync("[name=type]", "Money");
        await page.FillAsync("[name=key]", "extra");
        await page.FillAsync("[name='label.en']", "How much more?");
        await PressAsync(page, "Save as the next version");
        var added = Saved.Form.Sections[0].Fields[^1];
        Assert.Equal(("extra", FieldType.Money), (added.Key, added.Type));

        await page.GotoAsync(Form);
        await page.ClickAsync("button[value=longtext]");
        Assert.Equal(["longtext", "text"], Saved.Form.Sections[0].Fields.Take(2).Select(field => field.Key));
    }

    [Fact]
    public async Task A_rule_is_added_changed_and_removed()
    {
        await using var view = await OpenAsync();
        var page = view.Page;
        await page.GotoAsync($"{Form}/rules/new");
        await page.FillAsync("[name=key]", "cap");
        await page.FillAsync("[name='message.en']", "The money is at most ten times the number.");
        await page.CheckAsync("[name=severity][value=Warn]");
        await page.SelectOptionAsync("[name='left.kind']", "Sum");
        await page.FillAsync("[name='left.fields']", "money");
        await page.SelectOptionAsync("[name=comparison]", "AtMost");
        await page.SelectOptionAsync("[name='right.kind']", "Sum");
        await page.FillAsync("[name='right.fields']", "integer");
        await page.FillAsync("[name='right.value']", "10");
        await PressAsync(page, "Save as the next version");
        var rule = Assert.Single(Saved.Form.Rules, one => one.Key == "cap");
        Assert.Equal((Severity.Warn, Comparison.AtMost), (rule.Severity, rule.Comparison));
        Assert.Equal((CalculationKind.Sum, "money"), (rule.Left.Kind, Assert.Single(rule.Left.Fields)));
        Assert.Equal(("integer", "10"), (Assert.Single(rule.Right.Fields), rule.Right.Value));
        Assert.Equal("The money is at most ten times the number.", Assert.Single(rule.Message).Text);

        var withRule = ApplyingFacts.Form.ToWire();
        withRule.Rules.Add(rule);
        gateway.Backend.Answer("GetCallForm", new GetCallFormResponse { Form = withRule });
        await page.GotoAsync($"{Form}/rules/cap");
        Assert.Equal("10", await page.InputValueAsync("[name='right.value']"));
        await page.FillAsync("[name='right.value']", "12");
        await PressAsync(page, "Save as the next version");
        Assert.Equal("12", Assert.Single(Saved.Form.Rules).Right.Value);
        await page.GotoAsync($"{Form}/rules/cap");
        await page.ClickAsync("button[name=remove]");
        Assert.Empty(Saved.Form.Rules);
    }

    [Fact]
    public async Task What_the_service_refuses_is_on_the_page_with_what_was_typed()
    {
        await using var view = await OpenAsync();
        var page = view.Page;
        await page.GotoAsync($"{Form}/fields/money");
        gateway.Backend.Refuse(
            "SaveCallForm",
            Refusal.OfFields([
                new FieldProblem("form.sections[0].fields[3].min", $"'{"ten"}' is no limit for this kind of field."),
            ])
        );
        await page.FillAsync("[name=min]", "ten");
        await PressAsync(page, "Save as the next version");
        Assert.Contains("is no limit", await page.TextContentAsync(".govuk-error-summary"), StringComparison.Ordinal);
        Assert.Equal("ten", await page.InputValueAsync("[name=min]"));
        gateway.Backend.Answer("SaveCallForm", Samples.Of(new SaveCallFormResponse()));
    }

    [Fact]
    public async Task The_template_of_a_whole_application_is_taken_over_as_the_next_version()
    {
        await using var view = await OpenAsync();
        await view.Page.GotoAsync(Form);
        await view.Page.SelectOptionAsync("[name=from]", "template:application");
        await PressAsync(view.Page, "Take over this form");
        Assert.Equal(3, Saved.LoadedNumber);
        Assert.Contains(Saved.Form.Sections, section => section.Key == "safeguarding");
    }

    private async Task<BrowserView> OpenAsync()
    {
        ApplyingFacts.Tell(gateway.Backend);
        var token = await gateway.TokenAsync(Role.ProgrammeOfficer);
        return await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: false);
    }

    private static Task PressAsync(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
