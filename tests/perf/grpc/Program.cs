using System.Globalization;
using Fund.Perf.Grpc;

// fund-perf-grpc [seconds per round] [rounds]      measures; starts the server as a process of its own
// fund-perf-grpc server                            serves until it is ended
if (args is ["server"])
{
    return await EchoServer.RunAsync();
}

double seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 3;
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
await using EchoServer server = await EchoServer.StartAsync();
using LoadRun load = new(server);
await load.WarmUpAsync(TimeSpan.FromSeconds(seconds));
Console.WriteLine(LoadRun.Heading);
foreach (int concurrency in (int[])[1, 16, 64])
{
    foreach (int deadlineSeconds in (int[])[0, 30])
    {
        List<Measurement> measured = [];
        for (int round = 0; round < rounds; round++)
        {
            measured.Add(await load.MeasureAsync(concurrency, deadlineSeconds, TimeSpan.FromSeconds(seconds)));
        }

        Console.WriteLine(LoadRun.Describe(concurrency, deadlineSeconds, measured));
    }
}

return 0;
