using System.Globalization;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>What belongs to a statement besides itself: balances, what became of its entries, and what is missing before it.</summary>
public sealed class DescribeBankStatements(DonationsDb db)
{
    /// <summary>The statements on the wire, in their order.</summary>
    public async Task<IReadOnlyList<V1.BankStatement>> AllAsync(
        IReadOnlyList<BankStatement> statements,
        CancellationToken cancellationToken
    )
    {
        var ids = statements.Select(statement => statement.Id).ToList();
        var balances = await db
            .BankBalances.AsNoTracking()
            .Where(balance => ids.Contains(balance.BankStatementId))
            .OrderBy(balance => balance.Number)
            .ToListAsync(cancellationToken);
        var states = await db
            .BankEntries.Where(entry => ids.Contains(entry.BankStatementId))
            .GroupBy(entry => new { entry.BankStatementId, entry.State })
            .Select(group => new
            {
                group.Key.BankStatementId,
                group.Key.State,
                Count = group.Count(),
            })
            .ToListAsync(cancellationToken);
        var problems = await db
            .BankRowProblems.Where(problem => ids.Contains(problem.BankStatementId))
            .GroupBy(problem => problem.BankStatementId)
            .Select(group => new { Id = group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Id, row => row.Count, cancellationToken);
        var takenBack = await TakenBackAsync(ids, cancellationToken);
        var gaps = await GapsAsync(statements, cancellationToken);
        var balancesOf = balances.ToLookup(balance => balance.BankStatementId);
        return
        [
            .. statements.Select(statement =>
            {
                var counts = states
                    .Where(row => row.BankStatementId == statement.Id)
                    .ToDictionary(row => row.State, row => row.Count);
                var wire = Of(statement, counts);
                wire.Balances.Add(balancesOf[statement.Id].Select(balance => balance.ToWire()));
                wire.ProblemCount = problems.GetValueOrDefault(statement.Id);
                wire.Warnings.Add(gaps[statement.Id]);
                wire.Warnings.Add(takenBack[statement.Id]);
                return wire;
            }),
        ];
    }

    private static V1.BankStatement Of(BankStatement statement, Dictionary<BankEntryState, int> counts) =>
        new()
        {
            BankStatementId = statement.Id.ToWire(),
            BankReference = statement.BankReference,
            Account = statement.Account,
            CurrencyCode = statement.CurrencyCode,
            ElectronicSequence = statement.ElectronicSequence,
            PageNumber = statement.PageNumber,
            FromDate = statement.FromDate.ToWire(),
            ToDate = statement.ToDate.ToWire(),
            Format = statement.Format,
            ImportedAt = statement.ImportedAt.ToWire(),
            Warnings = { statement.Warnings },
            EntryCount = statement.EntryCount,
            Candidates = counts.GetValueOrDefault(BankEntryState.Candidate),
            Confirmed = counts.GetValueOrDefault(BankEntryState.Confirmed),
            Dismissed = counts.GetValueOrDefault(BankEntryState.Dismissed),
            Information = counts.GetValueOrDefault(BankEntryState.Information),
        };

    /// <summary>
    /// Numbers that the bank gave and that were never taken in. Looked for when asked, because the missing statement may
    /// come later. A lower number than any before it begins a new count, as banks do every year.
    /// </summary>
    public async Task<ILookup<Guid, string>> GapsAsync(
        IReadOnlyList<BankStatement> statements,
        CancellationToken cancellationToken
    )
    {
        var numbered = statements.Where(statement => statement.ElectronicSequence > 1).ToList();
        var accounts = numbered.Select(statement => statement.Account).Distinct().ToList();
        var before = await db
            .BankStatements.Where(statement => accounts.Contains(statement.Account) && statement.ElectronicSequence > 0)
            .Select(statement => new { statement.Account, statement.ElectronicSequence })
            .Distinct()
            .ToListAsync(cancellationToken);
        var numbers = before
            .GroupBy(row => row.Account)
            .ToDictionary(group => group.Key, group => group.Select(row => row.ElectronicSequence).Order().ToList());
        return numbered
            .Select(statement => (statement.Id, Gap: Gap(statement, numbers[statement.Account])))
            .Where(row => row.Gap is not null)
            .ToLookup(row => row.Id, row => row.Gap!.Text);
    }

    private static Sentence? Gap(BankStatement statement, List<long> numbers)
    {
        var last = numbers.LastOrDefault(number => number < statement.ElectronicSequence);
        if (last == 0 || last == statement.ElectronicSequence - 1)
        {
            return null;
        }

        var (first, end) = (last + 1, statement.ElectronicSequence - 1);
        if (first == end)
        {
            return $"The account's statement number {Text(first)} is missing before this one, number {Text(end + 1)}.";
        }

        return $"The account's statements number {Text(first)} to {Text(end)} are missing before this one, number {Text(end + 1)}.";
    }

    /// <summary>Entries that were booked and that the bank took back: somebody has to undo the confirmation.</summary>
    private async Task<ILookup<Guid, string>> TakenBackAsync(List<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = await db
            .BankEntries.Where(entry =>
                ids.Contains(entry.BankStatementId)
                && entry.State == BankEntryState.Confirmed
                && entry.ReversedByEntryId != null
            )
            .GroupBy(entry => entry.BankStatementId)
            .Select(group => new { Id = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.Id, row => TakenBack(row.Count).Text);
    }

    private static Sentence TakenBack(int entries) =>
        $"The bank took back {Text(entries)} of its entries that are confirmed; undo the confirmations.";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
