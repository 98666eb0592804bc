using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Projects.Grpc;

/// <summary>Joins what the domain finds wrong to what could not be read.</summary>
internal static class CheckExtensions
{
    public static void AddAll(this Check check, IEnumerable<FieldProblem> problems)
    {
        foreach (var problem in problems)
        {
            check.Add(Refusal.OfField(problem.Reason, problem.Field, problem.Sentence));
        }
    }

    /// <summary>
    /// Reads one part of a request; true when it could be read, so that the rules can be asked about this part even
    /// when another one could not. A part that could not is read once more to note its problems.
    /// </summary>
    public static bool CanRead<T>(this Check check, Func<Check, T> read, out T part)
    {
        var probe = new Check();
        part = read(probe);
        if (probe.IsFine)
        {
            return true;
        }

        read(check);
        return false;
    }
}
