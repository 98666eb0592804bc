using System.Text;
using Fund.Kernel;

namespace Fund.Gateway.Api.Json;

/// <summary>
/// Collects everything that is wrong with one request, each with the JSON pointer (RFC 6901) of its place, so that
/// nobody has to mend problems one by one. Knows where the reader is at the moment.
/// </summary>
internal sealed class JsonProblems
{
    /// <summary>Most problems reported at once; more would only help somebody who sends garbage on purpose.</summary>
    public const int Most = 50;

    private readonly List<FieldProblem> _all = [];
    private readonly List<(string? Name, int Index)> _path = [];

    public IReadOnlyList<FieldProblem> All => _all;

    public bool Any => _all.Count > 0;

    public void Enter(string name) => _path.Add((name, 0));

    public void Enter(int index) => _path.Add((null, index));

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Notes a problem with the value the reader is at.</summary>
    public void Add(string problem)
    {
        if (_all.Count < Most)
        {
            _all.Add(new FieldProblem(Pointer(), problem));
        }
    }

    /// <summary>Notes a problem with a member of the object the reader is in.</summary>
    public void Add(string name, string problem)
    {
        Enter(name);
        Add(problem);
        Leave();
    }

    /// <summary>Notes a problem with the body as a whole.</summary>
    public void AddForBody(string problem)
    {
        if (_all.Count < Most)
        {
            _all.Add(new FieldProblem("", problem));
        }
    }

    private string Pointer()
    {
        var text = new StringBuilder();
        foreach (var (name, index) in _path)
        {
            text.Append('/');
            if (name is null)
            {
                text.Append(index);
            }
            else
            {
                text.Append(
                    name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
                );
            }
        }

        return text.ToString();
    }
}
