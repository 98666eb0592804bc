using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Fund.Forms;
using Fund.GrantCalls.Domain;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Persistence;

/// <summary>
/// The forms of calls. A version is never changed, so one that was read once is kept: a save of a draft does not read the
/// whole form again.
/// </summary>
public sealed class CallForms
{
    private readonly ConcurrentDictionary<(Guid Call, int Number), FormVersion> _known = new();
    private readonly ConditionalWeakTable<IReadOnlyList<Question>, FormVersion> _questions = [];

    /// <summary>The form in force.</summary>
    public Task<FormVersion> InForceAsync(GrantCallsDb db, Call call, CancellationToken cancellationToken) =>
        OfAsync(db, call, call.FormNumber, cancellationToken);

    /// <summary>One version of a call's form; its questions where that is 0.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public async Task<FormVersion> OfAsync(GrantCallsDb db, Call call, int number, CancellationToken cancellationToken)
    {
        if (number == 0)
        {
            return _questions.GetValue(call.Questions, QuestionsForm.Of);
        }

        if (_known.TryGetValue((call.Id, number), out var known))
        {
            return known;
        }

        var form =
            await db
                .CallForms.AsNoTracking()
                .Where(row => row.CallId == call.Id && row.Number == number)
                .Select(row => row.Form)
                .SingleOrDefaultAsync(cancellationToken)
            ?? throw Refusals.NotFound("form", $"{call.Id:D}/{number}").AsException();
        return _known.GetOrAdd((call.Id, number), form);
    }
}
