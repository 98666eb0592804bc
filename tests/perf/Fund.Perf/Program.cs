using Fund.Perf;

// tests/perf/run calls this with the running system's addresses in the environment; the other words start the plain
// processes that ours are compared with.
switch (args.FirstOrDefault())
{
    case "empty":
        await Peers.EmptyAsync(args[1]);
        return 0;
    case "echo-json":
        await Peers.EchoJsonAsync(args[1]);
        return 0;
    case "echo-grpc":
        await Peers.EchoGrpcAsync(args[1]);
        return 0;
    case "portfolio":
        var missed = new List<string>();
        PortfolioBar.Measure(5, missed);
        missed.ForEach(line => Console.WriteLine($"MISSED: {line}"));
        return missed.Count == 0 ? 0 : 1;
    default:
        return await Bars.MeasureAsync(args);
}
