using Fund.Forms;

namespace Fund.Gateway.Portal.Applying;

/// <summary>One step of building a form: each gives another version and leaves the one it was given.</summary>
internal static class FormEditing
{
    /// <summary>The field of a path: that of a field, or <c>table.column</c>.</summary>
    public static FormField? Find(FormVersion form, string path)
    {
        var parts = path.Split('.');
        var field = form.Fields.FirstOrDefault(candidate => candidate.Key == parts[0]);
        return parts.Length == 1 ? field : field?.Columns.FirstOrDefault(column => column.Key == parts[1]);
    }

    public static FormVersion WithSection(FormVersion form, string key, FormSection section) =>
        form.Sections.Any(candidate => candidate.Key == key)
            ? form with
            {
                Sections = [.. form.Sections.Select(candidate => candidate.Key == key ? section : candidate)],
            }
            : form with
            {
                Sections = [.. form.Sections, section],
            };

    public static FormVersion WithoutSection(FormVersion form, string key) =>
        form with
        {
            Sections = [.. form.Sections.Where(section => section.Key != key)],
        };

    /// <summary>Puts a field in the place of the one with this key, or at the end of its section or table.</summary>
    /// <param name="section">Section of a new field; of the columns of a table, the table's key.</param>
    public static FormVersion WithField(FormVersion form, string section, string path, FormField field) =>
        path.Contains('.', StringComparison.Ordinal)
            ? Replace(
                form,
                path.Split('.')[0],
                table => table with { Columns = Put(table.Columns, path.Split('.')[1], field) }
            )
            : form with
            {
                Sections =
                [
                    .. form.Sections.Select(candidate =>
                        candidate.Key == section
                            ? candidate with
                            {
                                Fields = Put(candidate.Fields, path, field),
                            }
                            : candidate
                    ),
                ],
            };

    public static FormVersion WithoutField(FormVersion form, string path)
    {
        var parts = path.Split('.');
        return parts.Length == 2
            ? Replace(
                form,
                parts[0],
                table => table with { Columns = [.. table.Columns.Where(column => column.Key != parts[1])] }
            )
            : form with
            {
                Sections =
                [
                    .. form.Sections.Select(section =>
                        section with
                        {
                            Fields = [.. section.Fields.Where(field => field.Key != path)],
                        }
                    ),
                ],
            };
    }

    /// <summary>A section, a field or a column one place further up.</summary>
    public static FormVersion MoveUp(FormVersion form, string path)
    {
        var parts = path.Split('.');
        if (form.Sections.Any(section => section.Key == path) && parts.Length == 1)
        {
            return form with { Sections = Up(form.Sections, section => section.Key == path) };
        }

        return parts.Length == 2
            ? Replace(
                form,
                parts[0],
                table => table with { Columns = Up(table.Columns, column => column.Key == parts[1]) }
            )
            : form with
            {
                Sections =
                [
                    .. form.Sections.Select(section =>
                        section with
                        {
                            Fields = Up(section.Fields, field => field.Key == path),
                        }
                    ),
                ],
            };
    }

    /// <summary>With a rule in the place of the one with the key, or behind all others.</summary>
    public static FormVersion WithRule(FormVersion form, string key, FormRule rule) =>
        form with
        {
            Rules = form.Rules.Any(candidate => candidate.Key == key)
                ? [.. form.Rules.Select(candidate => candidate.Key == key ? rule : candidate)]
                : [.. form.Rules, rule],
        };

    public static FormVersion WithoutRule(FormVersion form, string key) =>
        form with
        {
            Rules = [.. form.Rules.Where(rule => rule.Key != key)],
        };

    private static FormVersion Replace(FormVersion form, string key, Func<FormField, FormField> change) =>
        form with
        {
            Sections =
            [
                .. form.Sections.Select(section =>
                    section with
                    {
                        Fields = [.. section.Fields.Select(field => field.Key == key ? change(field) : field)],
                    }
                ),
            ],
        };

    private static List<FormField> Put(IReadOnlyList<FormField> fields, string key, FormField field) =>
        fields.Any(candidate => candidate.Key == key)
            ? [.. fields.Select(candidate => candidate.Key == key ? field : candidate)]
            : [.. fields, field];

    private static List<T> Up<T>(IReadOnlyList<T> all, Func<T, bool> isIt)
    {
        var moved = all.ToList();
        var at = moved.FindIndex(candidate => isIt(candidate));
        if (at > 0)
        {
            (moved[at - 1], moved[at]) = (moved[at], moved[at - 1]);
        }

        return moved;
    }
}
