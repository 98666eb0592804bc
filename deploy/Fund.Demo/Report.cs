using System.Globalization;

namespace Fund.Demo;

/// <summary>Prints the demo: steps, what was done, and checks that count.</summary>
internal sealed class Report
{
    private int _held;
    private readonly List<string> _failed = [];

    public void Step(string title) => Console.WriteLine($"\n{title}");

    public void Say(string text) => Console.WriteLine($"   {text}");

    /// <summary>A check that decides the exit code; a failed one does not stop the demo.</summary>
    public void Check(bool holds, string what)
    {
        Console.WriteLine(holds ? $"   ok   {what}" : $"   FAIL {what}");
        if (holds)
        {
            _held++;
        }
        else
        {
            _failed.Add(what);
        }
    }

    /// <summary>Checks that an answer is a refusal with one of these reasons, and shows its words.</summary>
    public void Refused(Answer answer, string what, params string[] reasons)
    {
        var expected = !answer.Ok && (reasons.Length == 0 || reasons.Contains(answer.Reason));
        Check(expected, $"refused: {what} [{(int)answer.Status} {answer.Reason}]");
        Say($"     \"{(answer.Detail.Length > 0 ? answer.Detail : answer.Text)}\"");
    }

    /// <summary>The last lines; returns the exit code.</summary>
    public int Close(TimeSpan took)
    {
        Console.WriteLine();
        foreach (var what in _failed)
        {
            Console.WriteLine($"FAILED: {what}");
        }

        Console.WriteLine($"{_held} checks held, {_failed.Count} failed, in {took.TotalSeconds:F0} s.");
        return _failed.Count == 0 ? 0 : 1;
    }
}

internal static class Figures
{
    /// <summary>Cents as a plain decimal: 1250 is "12.50".</summary>
    public static string Plain(long cents) => (cents / 100m).ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Cents for people: "USD 1,250.00".</summary>
    public static string Usd(long cents) => "USD " + (cents / 100m).ToString("N2", CultureInfo.InvariantCulture);
}
