using System.Reflection;
using System.Reflection.Emit;
using System.Text;
using Fund.Kernel;

namespace Fund.Testing.Said;

/// <summary>A sentence that compiled code makes.</summary>
/// <param name="Where">Type and method.</param>
/// <param name="Text">In English with places for its values; empty when its text comes from elsewhere, with its values
/// forgotten.</param>
/// <param name="Reason">The reason of its refusal; null when it is what is wrong with a field and has no other name.</param>
public sealed record MadeSentence(string Where, string Text, string? Reason);

/// <summary>
/// Every <see cref="Sentence"/> that an assembly makes, read from its instructions: there each is a constructor and the
/// appended pieces, whatever the source looks like.
/// </summary>
public sealed class SentencesInCode
{
    private readonly MethodBase _method;
    private readonly List<Instruction> _code;
    private readonly List<MadeSentence> _made = [];

    /// <summary>Texts since the last sentence: reasons and fields of the next one.</summary>
    private readonly List<string> _texts = [];

    private StringBuilder? _sentence;
    private string? _reason;
    private int _places;

    private SentencesInCode(MethodBase method)
    {
        _method = method;
        _code = Il.Read(method);
    }

    public static IReadOnlyList<MadeSentence> Of(Assembly assembly) =>
        [
            .. Il.MethodsOf(assembly)
                .Where(method => method.DeclaringType != typeof(Sentence))
                .SelectMany(method => new SentencesInCode(method).Read()),
        ];

    private List<MadeSentence> Read()
    {
        for (var i = 0; i < _code.Count; i++)
        {
            switch (_code[i].Operand)
            {
                case string text:
                    _texts.Add(text);
                    break;
                case ConstructorInfo { DeclaringType: { } type } made when IsStart(type, made):
                    End(null);
                    Begin("");
                    break;
                case MethodBase { DeclaringType: { } type } call when type == typeof(Sentence):
                    OfSentence(call, i);
                    break;
                case MethodBase call when TakesSentence(call):
                    End(call);
                    break;
                default:
                    break;
            }
        }

        End(null);
        return _made;
    }

    private static bool IsStart(Type type, ConstructorInfo made) =>
        type == typeof(Sentence) && made.GetParameters()[0].ParameterType == typeof(int);

    private void OfSentence(MethodBase call, int at)
    {
        switch (call.Name)
        {
            case nameof(Sentence.AppendLiteral):
                _sentence?.Append(_texts[^1]);
                _texts.RemoveAt(_texts.Count - 1);
                break;
            case nameof(Sentence.AppendFormatted):
                _sentence?.Append('{').Append(_places++).Append('}');
                _texts.Clear();
                break;
            case "op_Implicit" or nameof(Sentence.FromString):
                Convert(at);
                break;
            default:
                break;
        }
    }

    /// <summary>A text becomes a sentence: one that stands there, or several of which one is chosen, or any.</summary>
    private void Convert(int at)
    {
        var standing = new List<string>();
        for (var i = 0; i < at; i++)
        {
            var jumpsHere =
                _code[i + 1].Code.FlowControl == FlowControl.Branch
                && _code[i + 1].Operand is int to
                && to == _code[at].Offset;
            if (_code[i].Operand is string text && (i + 1 == at || jumpsHere))
            {
                standing.Add(text);
            }
        }

        _texts.RemoveAll(standing.Contains);
        foreach (var text in standing.DefaultIfEmpty(""))
        {
            End(null);
            Begin(text);
        }
    }

    private void Begin(string text)
    {
        _sentence = new StringBuilder(text);
        _places = 0;
        _reason = _texts.LastOrDefault(IsReason);
        _texts.Clear();
    }

    private void End(MethodBase? taker)
    {
        if (_sentence is null)
        {
            return;
        }

        var reason = _reason ?? _texts.LastOrDefault(IsReason) ?? (taker is null ? null : ReasonIn(taker));
        var where = $"{_method.DeclaringType?.FullName}.{_method.Name}";
        _made.Add(new MadeSentence(where, _sentence.ToString(), reason == FieldProblem.AnyReason ? null : reason));
        (_sentence, _reason) = (null, null);
        _texts.Clear();
    }

    private static bool TakesSentence(MethodBase call) =>
        call.GetParameters().Any(parameter => parameter.ParameterType == typeof(Sentence));

    /// <summary>A helper that makes a named refusal of any sentence has the reason in it.</summary>
    private static string? ReasonIn(MethodBase helper) =>
        helper.DeclaringType?.Assembly.GetName().Name is { } name
        && name.StartsWith("Fund.", StringComparison.Ordinal)
        && helper.GetMethodBody() is not null
            ? Il.Read(helper)
                .Select(one => one.Operand as string)
                .LastOrDefault(text => text is not null && IsReason(text))
            : null;

    private static bool IsReason(string text) => KnownWords.Reasons.Contains(text);
}
