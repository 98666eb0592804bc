using System.Globalization;
using Fund.Gateway.Api;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf.Reflection;
using Grpc.Core;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Portal.Forms;

/// <summary>Something wrong with a form.</summary>
/// <param name="Field">Name of the input; empty when it is about the whole.</param>
/// <param name="Text">For the person, in the language of the page where we have it.</param>
/// <param name="IsEnglish">True when the words came from a service and are in English.</param>
public sealed record FormProblem(string Field, string Text, bool IsEnglish = false);

/// <summary>
/// What a person typed into a form, exactly as typed, and what is wrong with it. Whatever happens, the form is shown
/// again with what was typed. Inputs are named like the fields of the request, so that what a service refuses appears
/// beside the input it is about: <c>parts.0.pledgeId</c> for <c>parts[0].pledge_id</c>.
/// </summary>
public sealed class FormState
{
    public const string RequestIdField = "requestId";

    /// <summary>Ending of the input that says a box was there to tick: one that is left empty is not sent itself.</summary>
    public const string BoxEnding = ".box";

    /// <summary>The reason of a refusal that says nothing itself, only its fields do.</summary>
    private const string Several = "INVALID_FIELDS";

    private readonly Dictionary<string, string[]> _typed = new(StringComparer.Ordinal);
    private readonly List<FormProblem> _problems = [];
    private readonly Words _words;
    private readonly ReasonWords _reasons;

    internal FormState(string name, HttpContext context, Words words)
    {
        Name = name;
        _words = words;
        _reasons = new ReasonWords(words);
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType)
        {
            var form = context.Request.Form;
            if (form["_handler"] == name)
            {
                IsPosted = true;
                Files = form.Files;
                foreach (var (field, values) in form)
                {
                    _typed[field] = [.. values.Select(value => value ?? "")];
                }
            }
        }

        // Sent twice, a form is carried out once: its id was given out with the page.
        RequestId = this[RequestIdField] is { Length: > 0 } id ? id : Guid.CreateVersion7().ToString("D");
    }

    /// <summary>Name of the form on its page.</summary>
    public string Name { get; }

    /// <summary>True when this form was sent with this request.</summary>
    public bool IsPosted { get; }

    public IFormFileCollection Files { get; } = new FormFileCollection();

    public IReadOnlyList<FormProblem> Problems => _problems;

    public bool IsGood => _problems.Count == 0;

    /// <summary>The stable reason of the last refusal of a service, such as CHANGED_MEANWHILE; empty before one.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Makes the write safe to send again.</summary>
    public string RequestId { get; private set; }

    /// <summary>What was typed; empty when nothing was.</summary>
    public string this[string field] => _typed.TryGetValue(field, out var values) ? values[0] : "";

    /// <summary>Every value of an input that can have several.</summary>
    public IReadOnlyList<string> All(string field) => _typed.TryGetValue(field, out var values) ? values : [];

    public bool IsChecked(string field) => this[field].Length > 0;

    /// <summary>True when the form that was sent had this input.</summary>
    public bool Has(string field) => _typed.ContainsKey(field);

    /// <summary>What an input shows before anybody typed.</summary>
    public FormState Fill(string field, string? value)
    {
        if (!IsPosted && value is { Length: > 0 })
        {
            _typed[field] = [value];
        }

        return this;
    }

    /// <summary>Puts what the page itself found out in the place of what was sent.</summary>
    public void Replace(string field, string value) => _typed[field] = [value];

    /// <summary>Shows an amount as it is typed in this language.</summary>
    public FormState FillMoney(string field, WireMoney? money) =>
        money is null ? this : Fill(field, TypedNumber.Show(money)).Fill(field + ".currency", money.CurrencyCode);

    public string? ProblemOf(string field) => _problems.Find(problem => problem.Field == field)?.Text;

    public FormProblem? Find(string field) => _problems.Find(problem => problem.Field == field);

    public void Refuse(string field, string text) => _problems.Add(new FormProblem(field, text));

    /// <summary>Trimmed text.</summary>
    public string Text(string field) => this[field].Trim();

    /// <summary>Trimmed text that must be there.</summary>
    public string Required(string field, string label)
    {
        var text = Text(field);
        if (text.Length == 0)
        {
            Refuse(field, _words["Form.Required", label]);
        }

        return text;
    }

    /// <summary>A date from the three inputs of a date, as YYYY-MM-DD; empty when all three are empty.</summary>
    public string Date(string field, string label)
    {
        string[] parts = [Text(field + ".year"), Text(field + ".month"), Text(field + ".day")];
        if (parts.All(part => part.Length == 0))
        {
            return "";
        }

        var numbers = parts.Select(part => TypedNumber.Digits(part)).ToArray();
        if (
            numbers[0] is >= 1900 and <= 2200
            && numbers[1] is >= 1 and <= 12
            && numbers[2] is >= 1
            && numbers[2] <= DateTime.DaysInMonth(numbers[0], numbers[1])
        )
        {
            return new DateOnly(numbers[0], numbers[1], numbers[2]).ToString(
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture
            );
        }

        Refuse(field, _words["Form.Date", label, string.Join(' ', parts.Reverse())]);
        return "";
    }

    public FormState FillDate(string field, string? date)
    {
        if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            Fill(field + ".year", day.Year.ToString(CultureInfo.InvariantCulture));
            Fill(field + ".month", day.Month.ToString(CultureInfo.InvariantCulture));
            Fill(field + ".day", day.Day.ToString(CultureInfo.InvariantCulture));
        }

        return this;
    }

    /// <summary>An amount as people write it, with its currency from the input beside it; null when empty.</summary>
    public WireMoney? Money(string field, string label, string? currency = null)
    {
        var text = Text(field);
        if (text.Length == 0)
        {
            return null;
        }

        var code = currency ?? Text(field + ".currency").ToUpperInvariant();
        if (Currency.Find(code) is not { } known)
        {
            Refuse(field, _words["Form.Currency", label, code]);
            return null;
        }

        if (TypedNumber.TryRead(text, known.Decimals, out var minorUnits))
        {
            return new WireMoney { MinorUnits = minorUnits, CurrencyCode = known.Code };
        }

        Refuse(field, _words["Form.Amount", label, text, known.Decimals]);
        return null;
    }

    /// <summary>A whole number; null when empty.</summary>
    public int? Whole(string field, string label)
    {
        var text = Text(field);
        if (text.Length == 0)
        {
            return null;
        }

        if (TypedNumber.TryRead(text, 0, out var number) && number is >= int.MinValue and <= int.MaxValue)
        {
            return (int)number;
        }

        Refuse(field, _words["Form.Whole", label, text]);
        return null;
    }

    /// <summary>A number with at most two decimals, in hundredths; null when empty.</summary>
    public long? Hundredths(string field, string label)
    {
        var text = Text(field);
        if (text.Length == 0)
        {
            return null;
        }

        if (TypedNumber.TryRead(text, 2, out var hundredths))
        {
            return hundredths;
        }

        Refuse(field, _words["Form.Number", label, text]);
        return null;
    }

    public FormState FillHundredths(string field, long value) =>
        value == 0 ? this : Fill(field, (value / 100m).ToString("0.##", CultureInfo.CurrentCulture));

    /// <summary>
    /// Asks a service unless something is wrong already; what it refuses is shown with the form. True when it was done.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="request">Descriptor of the request, in which the fields' paths are read.</param>
    /// <param name="at">The input that everything refused is about; found out from the refusal when null.</param>
    public async Task<bool> TryAsync(Func<Task> call, MessageDescriptor request, string? at = null)
    {
        if (!IsGood)
        {
            return false;
        }

        try
        {
            await call();
            return true;
        }
        catch (Exception e) when (e is RpcException or RefusedException && Api.Problems.Of(e, request) is { } problem)
        {
            Take(problem, at);
            return false;
        }
    }

    /// <summary>The form is for something new from now on: sending it again is another request.</summary>
    public void Renew()
    {
        _typed.Clear();
        RequestId = Guid.CreateVersion7().ToString("D");
    }

    private void Take(Problem problem, string? at)
    {
        Reason = problem.Reason;
        if (problem.Reason != Several)
        {
            Add(problem.Errors.Count > 0 ? problem.Errors[0].Field : "", problem.Reason, problem.Sentence, at);
        }

        // One field alone says the same again, unless it has a reason of its own.
        var only = problem.Errors.Count == 1 && problem.Reason != Several ? problem.Errors[0] : null;
        var saysTheSame = only is not null && (only.Reason == problem.Reason || only.Reason == FieldProblem.AnyReason);
        foreach (var error in saysTheSame ? [] : problem.Errors)
        {
            Add(error.Field, error.Reason, error.Sentence, at);
        }
    }

    private void Add(string pointer, string reason, Sentence sentence, string? at)
    {
        var said = _reasons.Say(reason, sentence, pointer);
        _problems.Add(new FormProblem(at ?? InputOf(pointer), said ?? sentence.Text, IsEnglish: said is null));
    }

    /// <summary>The input of a JSON pointer, or the nearest one around it.</summary>
    private string InputOf(string pointer)
    {
        var name = pointer.TrimStart('/').Replace('/', '.');
        while (name.Length > 0 && !Has(name) && !Has(name + ".day") && !Has(name + BoxEnding) && Files[name] is null)
        {
            var dot = name.LastIndexOf('.');
            name = dot < 0 ? "" : name[..dot];
        }

        return name;
    }
}
