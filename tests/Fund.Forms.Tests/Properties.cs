using FsCheck;
using FsCheck.Fluent;

namespace Fund.Forms.Tests;

/// <summary>What holds for every form and all answers.</summary>
public sealed class Properties
{
    private static readonly string[] Asked = ["kind", "starts", "direct", "name"];

    private static readonly Gen<KeyValuePair<string, string>> OneAnswer = Gen.OneOf(
        Answer("kind", "ngo", "public", "other", "club", ""),
        Answer("name", "Harbour House", "", " "),
        Answer("other_kind", "club", ""),
        Answer("truthful", "yes", "no"),
        Answer("starts", "2026-01-01", "never"),
        Answer("ends", "2026-12-31", "2025-01-01"),
        Answer("direct", "1000", "-5", "x"),
        Answer("support", "70", "71.5"),
        Answer("why", "Because."),
        Answer("risks.0.what", "Flood", ""),
        Answer("risks.0.impact", "5", "six"),
        Answer("risks.1.likelihood", "3", ""),
        Answer("gone", "of an earlier version"),
        Answer("risks.9.gone", "of an earlier version")
    );

    private static readonly Arbitrary<KeyValuePair<string, string>[]> AllAnswers = OneAnswer
        .ArrayOf()
        .Select(answers => answers.DistinctBy(answer => answer.Key).ToArray())
        .ToArbitrary();

    private static readonly Arbitrary<Condition> Conditions = Tree(4).ToArbitrary();

    [Fact]
    public void What_is_submitted_was_answered_and_is_asked_and_nothing_asked_is_left_out() =>
        Prop.ForAll(
                AllAnswers,
                answers =>
                {
                    var reading = FormReading.Of(Sample.Form, answers);
                    var submitted = reading.Submitted();
                    var asked = answers
                        .Where(answer =>
                            answer.Value.Trim().Length > 0
                            && Sample.Form.Asks(answer.Key)
                            && reading[AnswerKey.Read(answer.Key).Field].Visible != Truth.No
                        )
                        .Select(answer => KeyValuePair.Create(answer.Key, answer.Value.Trim()));
                    return submitted.ToHashSet().SetEquals(asked) && submitted.Count == submitted.Distinct().Count();
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_what_was_submitted_says_the_same_again() =>
        Prop.ForAll(
                AllAnswers,
                answers =>
                {
                    var reading = FormReading.Of(Sample.Form, answers);
                    var again = FormReading.Of(Sample.Form, reading.Submitted());
                    return Sample.Problems(again).SequenceEqual(Sample.Problems(reading))
                        && again.Submitted().SequenceEqual(reading.Submitted());
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_answers_never_matters() =>
        Prop.ForAll(
                AllAnswers,
                answers =>
                    FormReading
                        .Of(Sample.Form, answers)
                        .Submitted()
                        .SequenceEqual(FormReading.Of(Sample.Form, answers.Reverse()).Submitted())
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Not_turns_and_into_or() =>
        Prop.ForAll(
                Conditions,
                Conditions,
                AllAnswers,
                (left, right, answers) =>
                {
                    var look = FormReading.Of(Sample.Form, answers).Find;
                    return Condition.Not(Condition.And(left, right)).Decide(look)
                            == Condition.Or(Condition.Not(left), Condition.Not(right)).Decide(look)
                        && Condition.Not(Condition.Not(left)).Decide(look) == left.Decide(look);
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Undetermined means that it still depends; decided means that further answers change nothing.</summary>
    [Fact]
    public void What_is_decided_stays_decided_when_more_is_answered() =>
        Prop.ForAll(
                Conditions,
                AllAnswers,
                (condition, answers) =>
                {
                    var some = answers.Take(answers.Length / 2).Where(answer => answer.Value.Trim().Length > 0);
                    var more = answers.Where(answer => answer.Value.Trim().Length > 0);
                    var before = condition.Decide(FormReading.Of(Flat, some).Find);
                    var after = condition.Decide(FormReading.Of(Flat, more).Find);
                    return before == Truth.Undetermined || before == after;
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>The sample without anything that hides a field.</summary>
    private static FormVersion Flat =>
        Sample.Form with
        {
            Sections = [.. Sample.Form.Sections.Select(section => section with { VisibleWhen = null })],
        };

    private static Gen<KeyValuePair<string, string>> Answer(string key, params string[] values) =>
        Gen.Elements(values).Select(value => KeyValuePair.Create(key, value));

    private static Gen<Condition> Tree(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Elements("ngo", "public", "other").Select(value => Condition.Eq("kind", value)),
            Gen.Elements(Asked).Select(field => Condition.In(field, "ngo", "Harbour House", "2026-01-01", "1000")),
            Gen.Elements("0", "1000").Select(value => Condition.Gt("direct", value)),
            Gen.Constant(Condition.Between("starts", "2025-01-01", "2026-06-30"))
        );
        return depth == 0
            ? leaf
            : Gen.OneOf(
                leaf,
                Tree(depth - 1).Two().Select(pair => Condition.And(pair.Item1, pair.Item2)),
                Tree(depth - 1).Two().Select(pair => Condition.Or(pair.Item1, pair.Item2)),
                Tree(depth - 1).Select(Condition.Not)
            );
    }
}
