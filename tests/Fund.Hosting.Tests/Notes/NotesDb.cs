using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Hosting.Tests.Notes;

public sealed class NotesDb(DbContextOptions<NotesDb> options) : FundDbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    public DbSet<Payment> Payments => Set<Payment>();
}

public sealed class Note
{
    private Note() { }

    public Note(string text, Money? limit = null)
    {
        Id = Guid.CreateVersion7();
        Text = text;
        Amount = Money.UsdCents(1234);
        Limit = limit;
    }

    public Guid Id { get; private set; }

    public string Text { get; private set; } = "";

    public Money Amount { get; private set; }

    public Money? Limit { get; private set; }

    public int Version { get; private set; }

    public void Rewrite(string text)
    {
        Text = text;
        Version++;
    }
}

/// <summary>An effect of a consumed event; its id tells the order of consumption.</summary>
public sealed class Payment
{
    private Payment() { }

    public Payment(Guid agreementId, int number)
    {
        AgreementId = agreementId;
        Number = number;
    }

    public long Id { get; private set; }

    public Guid AgreementId { get; private set; }

    public int Number { get; private set; }
}

internal sealed class NoteConfiguration : IEntityTypeConfiguration<Note>
{
    public void Configure(EntityTypeBuilder<Note> builder)
    {
        builder.Property(note => note.Text).HasMaxLength(200);
        builder.HasMoney(note => note.Amount, "amount");
        builder.HasMoney(note => note.Limit, "limit");
        builder.Property(note => note.Version).IsConcurrencyToken();
        builder.HasIndex(note => note.Text).IsUnique().HasFilter("text like 'only one%'");
    }
}

internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder) =>
        builder.Property(payment => payment.Id).UseIdentityAlwaysColumn();
}
