using Fund.Events;
using MassTransit;

namespace Fund.Hosting.Tests.Notes;

/// <summary>Books what was paid; number 666 makes it fail until the doctor has come.</summary>
internal sealed class PaymentConsumer(NotesDb db, Doctor doctor) : IConsumer<InstalmentPaid>
{
    public const int Poison = 666;

    public Task Consume(ConsumeContext<InstalmentPaid> context) =>
        db.OnceAsync(
            context,
            "payments",
            _ =>
            {
                doctor.Called();
                if (context.Message.Number == Poison && !doctor.HasCome)
                {
                    throw new InvalidOperationException("This payment cannot be booked.");
                }

                db.Add(new Payment(context.Message.AgreementId, context.Message.Number));
                return Task.CompletedTask;
            }
        );
}

/// <summary>Counts calls, and heals what fails.</summary>
internal sealed class Doctor
{
    private int _calls;

    public bool HasCome { get; set; }

    public int Calls => Volatile.Read(ref _calls);

    public void Called() => Interlocked.Increment(ref _calls);
}

/// <summary>Clock work that notes how many instances are at it at the same time.</summary>
internal sealed class CountTurns(Turns turns) : IClockWork
{
    public static string Name => "count-turns";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        turns.Enter();
        try
        {
            if (turns.Fails)
            {
                throw new InvalidOperationException("This turn fails.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
        finally
        {
            turns.Leave();
        }
    }
}

internal sealed class CountWokenTurns(WokenTurns turns) : IClockWork
{
    public static string Name => "count-woken-turns";

    public Task RunAsync(CancellationToken cancellationToken)
    {
        turns.Add();
        return Task.CompletedTask;
    }
}

internal sealed class WokenTurns
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}

internal sealed class Turns
{
    private readonly Lock _lock = new();
    private int _inside;

    public int Count { get; private set; }

    public int MostAtOnce { get; private set; }

    public bool Fails { get; set; }

    public void Enter()
    {
        lock (_lock)
        {
            Count++;
            MostAtOnce = Math.Max(MostAtOnce, ++_inside);
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _inside--;
        }
    }
}
