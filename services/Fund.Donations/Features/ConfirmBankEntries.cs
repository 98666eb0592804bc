using Fund.Donations.Domain.Banking;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf.Collections;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// A person confirms several entries at once, each named with its donor. By themselves: every one is booked or refused
/// in a transaction of its own, and a repetition books what was refused before if it can be booked now. All or none: one
/// transaction, refused with every entry at fault.
/// </summary>
public sealed class ConfirmBankEntries(DonationsDb db, BookBankEntry book)
{
    private const int MostChoices = 200;

    /// <summary>Characters of a request id, so that an id of each entry's own can be made of it.</summary>
    private const int LongestRequestId = 60;

    private sealed record Choice(Guid EntryId, Guid DonorId, Guid? PledgeId, int Index);

    public Task<V1.ConfirmBankEntriesResponse> HandleAsync(
        V1.ConfirmBankEntriesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        check.Text("request_id", request.RequestId, LongestRequestId);
        var choices = Choices(check, request.Choices);
        check.ThrowIfAny();

        // In the order of their ids, so that two such requests never wait for each other in a circle.
        choices.Sort((left, right) => left.EntryId.CompareTo(right.EntryId));
        return request.AllOrNone
            ? db.OnceAsync(
                caller,
                request.RequestId,
                request,
                token => AllAsync(choices, caller, token),
                cancellationToken
            )
            : EachAsync(request.RequestId, choices, caller, cancellationToken);
    }

    private static List<Choice> Choices(Check check, RepeatedField<V1.EntryChoice> given)
    {
        check.That(
            given.Count is > 0 and <= MostChoices,
            "choices",
            $"There are {given.Count} choices; 1 to {MostChoices} are taken at once."
        );
        var choices = new List<Choice>();
        foreach (var (i, choice) in given.Take(MostChoices).Index())
        {
            var field = $"choices[{i}]";
            choices.Add(
                new Choice(
                    check.Id($"{field}.bank_entry_id", choice.BankEntryId),
                    check.Id($"{field}.donor_id", choice.DonorId),
                    check.OptionalId($"{field}.pledge_id", choice.PledgeId),
                    i
                )
            );
        }

        foreach (var twice in choices.GroupBy(choice => choice.EntryId).Where(group => group.Count() > 1))
        {
            var last = twice.Last().Index;
            check.That(!check.IsFine, $"choices[{last}].bank_entry_id", $"The entry {twice.Key} is named twice.");
        }

        return choices;
    }

    private async Task<V1.ConfirmBankEntriesResponse> EachAsync(
        string requestId,
        List<Choice> choices,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var outcomes = new V1.EntryOutcome[choices.Count];
        foreach (var choice in choices)
        {
            outcomes[choice.Index] = await OutcomeAsync(requestId, choice, caller, cancellationToken);
        }

        return new V1.ConfirmBankEntriesResponse { Outcomes = { outcomes } };
    }

    private async Task<V1.EntryOutcome> OutcomeAsync(
        string requestId,
        Choice choice,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var wire = new V1.EntryChoice
        {
            BankEntryId = choice.EntryId.ToWire(),
            DonorId = choice.DonorId.ToWire(),
            PledgeId = choice.PledgeId.ToWire(),
        };
        try
        {
            return await db.OnceAsync(
                caller,
                $"{requestId}/{choice.EntryId:N}",
                wire,
                token => BookAsync(choice, caller, token),
                cancellationToken
            );
        }
        catch (RefusedException e) when (e.Refusal.Kind is not RefusalKind.Unavailable)
        {
            return new V1.EntryOutcome
            {
                BankEntryId = wire.BankEntryId,
                RefusalReason = e.Refusal.Reason,
                Refusal = e.Refusal.Message,
                RefusalValues = { e.Refusal.Sentence.Values },
            };
        }
    }

    private async Task<V1.ConfirmBankEntriesResponse> AllAsync(
        List<Choice> choices,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        await LockAsync(choices, cancellationToken);
        var outcomes = new V1.EntryOutcome[choices.Count];
        var problems = new List<FieldProblem>();
        foreach (var choice in choices)
        {
            try
            {
                outcomes[choice.Index] = await BookAsync(choice, caller, cancellationToken);
            }
            catch (RefusedException e) when (e.Refusal.Kind is not RefusalKind.Unavailable)
            {
                // Looked at to the end, so that nobody has to mend one entry after the other.
                problems.Add(
                    new FieldProblem($"choices[{choice.Index}]", e.Refusal.Sentence) { Reason = e.Refusal.Reason }
                );
            }
        }

        return problems.Count == 0
            ? new V1.ConfirmBankEntriesResponse { Outcomes = { outcomes } }
            : throw BankRefusals.NoneConfirmed(problems, choices.Count).AsException();
    }

    /// <summary>Everything in the order in which single confirmations lock it: entries, donors, pledges.</summary>
    private async Task LockAsync(List<Choice> choices, CancellationToken cancellationToken)
    {
        Guid[] entries = [.. choices.Select(choice => choice.EntryId).Order()];
        Guid[] donors = [.. choices.Select(choice => choice.DonorId).Distinct().Order()];
        Guid[] pledges = [.. choices.Select(choice => choice.PledgeId).OfType<Guid>().Distinct().Order()];
        await db.Database.ExecuteSqlAsync(
            $"select 1 from bank_entries where id = any({entries}) order by id for update",
            cancellationToken
        );
        await db.Database.ExecuteSqlAsync(
            $"select 1 from donors where id = any({donors}) order by id for share",
            cancellationToken
        );
        await db.Database.ExecuteSqlAsync(
            $"select 1 from pledges where id = any({pledges}) order by id for update",
            cancellationToken
        );
    }

    private async Task<V1.EntryOutcome> BookAsync(Choice choice, Caller caller, CancellationToken cancellationToken)
    {
        var entry = await db.LockEntryAsync(choice.EntryId, cancellationToken);
        var whole =
            entry.Amount ?? throw BankRefusals.EntryIsNoCandidate(entry.Id, "shown for information only").AsException();
        var part = new EntryPart(choice.DonorId, choice.PledgeId, whole, "", $"choices[{choice.Index}].pledge_id");
        var booked = await book.BookAsync(entry, [part], null, caller, cancellationToken);
        return new V1.EntryOutcome { BankEntryId = entry.Id.ToWire(), ContributionId = booked[0].Id.ToWire() };
    }
}
