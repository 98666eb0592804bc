using Fund.Donations.Domain.Banking;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Takes in a bank statement file. Entries known from this or another file are recognised; nothing is booked.</summary>
public sealed class ImportBankStatement(DonationsDb db, TimeProvider clock)
{
    public Task<V1.ImportBankStatementResponse> HandleAsync(
        V1.ImportBankStatementRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (request.File.IsEmpty)
        {
            throw Refusals.Required("file").AsException();
        }

        var statements = Camt053.Read(request.File.Memory);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var response = new V1.ImportBankStatementResponse();
                foreach (var statement in statements)
                {
                    response.Statements.Add(await TakeInAsync(statement, token));
                }

                return response;
            },
            cancellationToken
        );
    }

    private async Task<V1.ImportedStatement> TakeInAsync(ReadStatement read, CancellationToken cancellationToken)
    {
        // Two files of one account wait for each other, so that an entry in both is new in one of them only.
        await db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended({"bank account " + read.Account}, 0))",
            cancellationToken
        );
        var statement = await db.BankStatements.SingleOrDefaultAsync(
            row => row.Account == read.Account && row.BankReference == read.BankReference,
            cancellationToken
        );
        List<string> warnings = [.. read.Warnings];
        if (statement is null)
        {
            statement = new BankStatement(read.BankReference, read.Account, read.CurrencyCode, clock.GetUtcNow());
            db.BankStatements.Add(statement);
        }
        else
        {
            warnings.Add("This statement was taken in before; entries known already are left as they are.");
        }

        var fingerprints = read.Entries.Select(entry => entry.Fingerprint).ToArray();
        var known = await db
            .BankEntries.Where(entry => entry.Account == read.Account && fingerprints.Contains(entry.Fingerprint))
            .Select(entry => entry.Fingerprint)
            .ToHashSetAsync(cancellationToken);
        var added = read.Entries.Where(entry => !known.Contains(entry.Fingerprint)).ToList();
        db.BankEntries.AddRange(added.Select(entry => new BankEntry(statement.Id, read.Account, entry)));
        statement.Warn(warnings);
        await db.SaveChangesAsync(cancellationToken);
        return new V1.ImportedStatement
        {
            BankStatementId = statement.Id.ToWire(),
            BankReference = read.BankReference,
            Account = read.Account,
            NewEntries = added.Count,
            KnownEntries = read.Entries.Count - added.Count,
            Warnings = { warnings },
        };
    }
}
