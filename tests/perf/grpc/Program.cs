using System.Globalization;
using Fund.Perf.Grpc;

// fund-perf-grpc [seconds [rounds]]     measures this stack and prints a table
// fund-perf-grpc once [seconds]         measures once and prints figures for another process to read
// fund-perf-grpc compare FOLDER [rounds]   measures this stack against the build in the folder and prints ratios
// fund-perf-grpc server                 echoes until it is ended; the others start it themselves
return args switch
{
    ["server"] => await EchoServer.RunAsync(),
    ["once", .. var rest] => await MeasureOnceAsync(Seconds(rest)),
    ["compare", var folder, .. var rest] => await Comparison.RunAsync(folder, rest is [var rounds] ? Whole(rounds) : 5),
    _ => await PrintTableAsync(Seconds(args), args is [_, var rounds] ? Whole(rounds) : 5),
};

static TimeSpan Seconds(string[] arguments) =>
    TimeSpan.FromSeconds(arguments is [var first, ..] ? double.Parse(first, CultureInfo.InvariantCulture) : 2);

static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static async Task<int> MeasureOnceAsync(TimeSpan time)
{
    await using EchoServer server = await EchoServer.StartAsync();
    using LoadRun load = new(server);
    await load.WarmUpAsync(time);
    foreach (Load kind in Load.All)
    {
        Console.WriteLine((await load.MeasureAsync(kind, time)).ToLine(kind));
    }

    return 0;
}

static async Task<int> PrintTableAsync(TimeSpan time, int rounds)
{
    await using EchoServer server = await EchoServer.StartAsync();
    using LoadRun load = new(server);
    await load.WarmUpAsync(time);
    Console.WriteLine(
        $"{"callers", -26} {"calls/s", 9} {"min", 9} {"max", 9} {"client us", 10} {"server us", 10} {"client bytes", 13}"
    );
    foreach (Load kind in Load.All)
    {
        List<Measurement> measured = [];
        for (int round = 0; round < rounds; round++)
        {
            measured.Add(await load.MeasureAsync(kind, time));
        }

        double Median(Func<Measurement, double> figure) => Statistics.Median(measured.Select(figure));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{kind, -26} {Median(one => one.CallsPerSecond), 9:F0} {measured.Min(one => one.CallsPerSecond), 9:F0} {measured.Max(one => one.CallsPerSecond), 9:F0} {Median(one => one.ClientCpu), 10:F1} {Median(one => one.ServerCpu), 10:F1} {Median(one => one.ClientBytes), 13:F0}"
            )
        );
    }

    return 0;
}
