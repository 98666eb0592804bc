namespace Fund.Forms;

/// <summary>What can be wrong with an answer.</summary>
public enum ProblemKind
{
    Missing,
    NotAWholeNumber,
    NotAnAmount,
    NotAPercentage,
    NotADate,
    NotYesOrNo,
    NotDeclared,
    NotAnOption,
    NotACountry,
    NotAFile,

    /// <summary>A file of a kind that the question does not take, or takes no more.</summary>
    OtherFileKind,

    /// <summary>A file larger than the question takes, or takes now.</summary>
    FileTooLarge,
    TooManyWords,
    TooManyCharacters,
    TooSmall,
    TooLarge,
    NotThePattern,
    TooFewRows,
    TooManyRows,

    /// <summary>A rule across fields does not hold; the rule says in words what it asks for.</summary>
    Rule,
}

/// <summary>One thing that is wrong with the answers.</summary>
/// <param name="Key">Key of the answer; of a rule across the whole form, the first field it computes with.</param>
/// <param name="Field">The field, or the column of a table.</param>
/// <param name="Given">What was given: the answer, or the count of words, characters or rows, or a computed figure.</param>
/// <param name="Allowed">What is allowed: a limit, a pattern or the codes of the options.</param>
public sealed record AnswerProblem(string Key, FormField Field, ProblemKind Kind, string Given, string Allowed)
{
    /// <summary>The rule that does not hold.</summary>
    public FormRule? Rule { get; init; }

    public bool Blocks => Rule is null or { Severity: Severity.Block };
}

/// <summary>Everything that is wrong with answers, before they are submitted. Drafts need none of it.</summary>
public static class AnswerCheck
{
    /// <summary>Every problem, in the order of the form and then of the rules; those that only warn are among them.</summary>
    /// <param name="reading">The form with the answers.</param>
    /// <param name="files">The files there are by id; without them a file is only looked at as an id.</param>
    public static IReadOnlyList<AnswerProblem> ProblemsOf(
        FormReading reading,
        IReadOnlyDictionary<string, FileFacts>? files = null
    )
    {
        var problems = new List<AnswerProblem>();
        foreach (var field in reading.Form.Fields)
        {
            var state = reading[field.Key];
            if (state.Visible == Truth.No)
            {
                continue;
            }

            if (field.Type == FieldType.Table)
            {
                CheckTable(state, problems);
            }
            else
            {
                CheckOne(state, field.Key, problems);
                CheckFile(state, files, problems);
            }
        }

        foreach (var rule in reading.Form.Rules.Where(rule => rule.When?.Decide(reading.Find) is null or Truth.Yes))
        {
            CheckRule(reading, rule, problems);
        }

        return problems;
    }

    private static void CheckOne(FieldState state, string key, List<AnswerProblem> problems)
    {
        var field = state.Field;
        if (!field.TakesAnswer)
        {
            return;
        }

        if (!state.IsAnswered)
        {
            if (state.IsRequired)
            {
                var kind = field.Type == FieldType.Declaration ? ProblemKind.NotDeclared : ProblemKind.Missing;
                problems.Add(new AnswerProblem(key, field, kind, "", ""));
            }

            return;
        }

        if (Answers.ProblemOf(field, state.Value) is { } wrong)
        {
            problems.Add(new AnswerProblem(key, field, wrong, Given(state, wrong), Allowed(field, wrong)));
        }
    }

    /// <summary>The form may have changed since the file was sent, so it is looked at with the form in force.</summary>
    private static void CheckFile(
        FieldState state,
        IReadOnlyDictionary<string, FileFacts>? files,
        List<AnswerProblem> problems
    )
    {
        var field = state.Field;
        if (
            files is null
            || field.Type != FieldType.File
            || !state.IsAnswered
            || Answers.ProblemOf(field, state.Value) is not null
        )
        {
            return;
        }

        if (!files.TryGetValue(state.Value, out var file))
        {
            problems.Add(new AnswerProblem(field.Key, field, ProblemKind.NotAFile, state.Value, ""));
        }
        else if (FileKinds.TakenBy(field).All(kind => kind.Code != file.Kind))
        {
            var taken = FileKinds.Names(FileKinds.TakenBy(field));
            problems.Add(
                new AnswerProblem(field.Key, field, ProblemKind.OtherFileKind, file.Kind.ToUpperInvariant(), taken)
            );
        }
        else if (file.Bytes > FileKinds.BytesOf(field))
        {
            var (given, allowed) = (Answers.Text(FileKinds.Megabytes(file.Bytes)), Text(FileKinds.MegabytesOf(field)));
            problems.Add(new AnswerProblem(field.Key, field, ProblemKind.FileTooLarge, given, allowed));
        }
    }

    private static void CheckTable(FieldState table, List<AnswerProblem> problems)
    {
        var (field, count) = (table.Field, table.Rows.Count);
        var fewest =
            table.IsRequired ? Math.Max(1, field.MinRows)
            : count == 0 ? 0
            : field.MinRows;
        if (count < fewest)
        {
            problems.Add(new AnswerProblem(field.Key, field, ProblemKind.TooFewRows, Text(count), Text(fewest)));
        }

        if (field.MaxRows > 0 && count > field.MaxRows)
        {
            problems.Add(
                new AnswerProblem(field.Key, field, ProblemKind.TooManyRows, Text(count), Text(field.MaxRows))
            );
        }

        foreach (var row in table.Rows)
        {
            foreach (var cell in row.Cells)
            {
                CheckOne(cell, new AnswerKey(field.Key, row.Number, cell.Field.Key).ToString(), problems);
            }
        }
    }

    private static void CheckRule(FormReading reading, FormRule rule, List<AnswerProblem> problems)
    {
        if (rule.Table.Length == 0)
        {
            var field = rule.Left.Fields.Concat(rule.Right.Fields).Select(reading.Form.FieldByReference).First();
            CheckRule(reading, rule, null, field.Key, field, problems);
            return;
        }

        if (reading.Find(rule.Table) is { Visible: not Truth.No } table)
        {
            foreach (var row in table.Rows)
            {
                var column = rule.Left.Fields.Concat(rule.Right.Fields).First();
                var cell = row.Cells.FirstOrDefault(candidate => candidate.Field.Key == column) ?? row.Cells[0];
                var key = new AnswerKey(rule.Table, row.Number, cell.Field.Key).ToString();
                CheckRule(reading, rule, row.Cells, key, cell.Field, problems);
            }
        }
    }

    private static void CheckRule(
        FormReading reading,
        FormRule rule,
        IReadOnlyList<FieldState>? row,
        string key,
        FormField field,
        List<AnswerProblem> problems
    )
    {
        var left = rule.Left.Compute(name => reading.Figures(name, row));
        var right = rule.Right.Compute(name => reading.Figures(name, row));
        if (left is not { } given || right is not { } allowed)
        {
            return;
        }

        var holds = rule.Comparison switch
        {
            Comparison.Equal => given == allowed,
            Comparison.AtMost => given <= allowed,
            _ => given >= allowed,
        };
        if (!holds)
        {
            problems.Add(
                new AnswerProblem(key, field, ProblemKind.Rule, Answers.Text(given), Answers.Text(allowed))
                {
                    Rule = rule,
                }
            );
        }
    }

    private static string Given(FieldState state, ProblemKind kind) =>
        kind switch
        {
            ProblemKind.TooManyWords => Text(Answers.Words(state.Value)),
            ProblemKind.TooManyCharacters => Text(state.Value.Length),
            _ => state.Value.Length <= MostShown ? state.Value : state.Value[..MostShown] + "…",
        };

    private static string Allowed(FormField field, ProblemKind kind) =>
        kind switch
        {
            ProblemKind.TooManyWords => Text(field.MaxWords),
            ProblemKind.TooManyCharacters => Text(field.MaxChars),
            ProblemKind.TooSmall => field.Min,
            ProblemKind.TooLarge => field.Max,
            ProblemKind.NotThePattern => field.Pattern,
            ProblemKind.NotAnOption => string.Join(", ", field.Options.Select(option => option.Code)),
            _ => "",
        };

    /// <summary>A message says what was given, not all of a long text.</summary>
    private const int MostShown = 40;

    private static string Text(int count) => Answers.Text(count);
}
