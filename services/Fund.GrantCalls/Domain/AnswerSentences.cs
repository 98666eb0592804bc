using Fund.Forms;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>What is wrong with an answer, in a sentence.</summary>
public static class AnswerSentences
{
    public static Sentence Of(AnswerProblem problem)
    {
        var (label, given, allowed) = (English(problem.Field.Label), problem.Given, problem.Allowed);
        return problem.Kind switch
        {
            ProblemKind.Missing => Say($"\"{label}\" must be answered."),
            ProblemKind.NotDeclared => Say($"\"{label}\" must be declared: answer yes."),
            ProblemKind.NotAWholeNumber => Say($"'{given}' is not a whole number."),
            ProblemKind.NotAnAmount => Say($"'{given}' is not an amount in US dollars, such as 1250.50."),
            ProblemKind.NotAPercentage => Say($"'{given}' is not a percentage, such as 12.5."),
            ProblemKind.NotADate => Say($"'{given}' is not a date; write year-month-day, such as 2026-10-01."),
            ProblemKind.NotYesOrNo => Say($"'{given}' is neither yes nor no."),
            ProblemKind.NotAnOption => Say($"'{given}' is not one of the options: {allowed}."),
            ProblemKind.NotACountry => Say($"'{given}' is no ISO 3166-1 country code, such as KE."),
            ProblemKind.NotAFile => Say($"'{given}' is not the id of an uploaded file."),
            ProblemKind.OtherFileKind => Say($"\"{label}\" takes {allowed}; the file is of the kind {given}."),
            ProblemKind.FileTooLarge => Say(
                $"\"{label}\" takes files of at most {allowed} MB; this one has {given} MB."
            ),
            ProblemKind.TooManyWords => Say($"The answer has {given} words; at most {allowed} are allowed."),
            ProblemKind.TooManyCharacters => Say($"The answer has {given} characters; at most {allowed} are allowed."),
            ProblemKind.TooSmall => Say($"{given} is below {allowed}, the smallest answer to \"{label}\"."),
            ProblemKind.TooLarge => Say($"{given} is above {allowed}, the largest answer to \"{label}\"."),
            ProblemKind.NotThePattern => Say($"'{given}' is not written as \"{label}\" asks for it."),
            ProblemKind.TooFewRows => Say($"\"{label}\" has {given} rows; at least {allowed} are needed."),
            ProblemKind.TooManyRows => Say($"\"{label}\" has {given} rows; at most {allowed} are allowed."),
            _ => Say($"{English(problem.Rule!.Message)} (It is {given}; the limit is {allowed}.)"),
        };
    }

    private static Sentence Say(Sentence sentence) => sentence;

    private static string English(IReadOnlyList<FormText> texts) =>
        texts.FirstOrDefault(text => text.Language == "en")?.Text ?? "";
}
