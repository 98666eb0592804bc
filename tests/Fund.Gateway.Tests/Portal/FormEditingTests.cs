using Fund.Forms;
using Fund.Gateway.Portal.Applying;

namespace Fund.Gateway.Tests.Portal;

public sealed class FormEditingTests
{
    private static FormVersion Form => ApplyingFacts.Form;

    [Fact]
    public void A_field_takes_the_place_of_the_one_with_its_key_or_comes_last()
    {
        var changed = FormEditing.Find(Form, "money")! with { Required = true };
        var form = FormEditing.WithField(Form, ApplyingFacts.Section, "money", changed);
        Assert.Equal(Form.Fields.Select(field => field.Key), form.Fields.Select(field => field.Key));
        Assert.True(FormEditing.Find(form, "money")!.Required);
        form = FormEditing.WithField(form, ApplyingFacts.Section, "new", changed with { Key = "last" });
        Assert.Equal("last", form.Fields.Last().Key);
    }

    [Fact]
    public void Columns_are_found_changed_moved_and_removed_like_fields()
    {
        var form = FormEditing.MoveUp(Form, "table.likely");
        Assert.Equal(
            ["likely", "what", "count", "until"],
            FormEditing.Find(form, "table")!.Columns.Select(one => one.Key)
        );
        form = FormEditing.WithoutField(form, "table.what");
        Assert.Null(FormEditing.Find(form, "table.what"));
        form = FormEditing.WithField(
            form,
            "",
            "table.new",
            FormEditing.Find(form, "table.count")! with
            {
                Key = "more",
            }
        );
        Assert.Equal("more", FormEditing.Find(form, "table")!.Columns[^1].Key);
    }

    [Fact]
    public void What_is_first_stays_first_and_everything_else_moves_by_one()
    {
        var first = Form.Fields.First().Key;
        Assert.Equal(first, FormEditing.MoveUp(Form, first).Fields.First().Key);
        Assert.Equal(1, FormEditing.MoveUp(Form, "integer").Fields.ToList().FindIndex(field => field.Key == "integer"));
    }

    [Fact]
    public void A_section_goes_with_its_fields()
    {
        var form = FormEditing.WithSection(Form, "new", new FormSection { Key = "more" });
        Assert.Equal([ApplyingFacts.Section, "more"], form.Sections.Select(section => section.Key));
        form = FormEditing.WithoutSection(form, ApplyingFacts.Section);
        Assert.Empty(form.Fields);
    }
}
