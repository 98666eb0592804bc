using System.Diagnostics;
using System.Net;

namespace Fund.EndToEnd.Tests;

/// <summary>One instance of one of the five programs, as an operating-system process that can be killed.</summary>
public sealed class FundProcess(string name, string dll, IReadOnlyDictionary<string, string> settings, Uri health)
    : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly Queue<string> _log = new();
    private Process? _process;

    public string Name { get; } = name;

    /// <summary>Where the process answers <c>/health/ready</c>; for the gateway also its API.</summary>
    public Uri Health { get; } = health;

    /// <summary>Hears every line it writes.</summary>
    public Action<string>? Heard { get; init; }

    /// <summary>The last lines it wrote, to explain a failure.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>Bytes of memory that are really there for it.</summary>
    public long Memory
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    public async Task StartAsync(CancellationToken stop)
    {
        Launch();
        await Wait.UntilAsync(IsReadyAsync, TimeSpan.FromMinutes(3), () => $"{Name} is not ready:\n{Log}", stop);
    }

    /// <summary>SIGTERM: the process finishes what it has begun and ends.</summary>
    public async Task StopAsync(CancellationToken stop)
    {
        if (_process is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync(stop);
            await _process.WaitForExitAsync(stop);
        }
    }

    /// <summary>SIGKILL: no goodbye, no flush, nothing finished.</summary>
    public async Task KillAsync(CancellationToken stop)
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(stop);
        }
    }

    /// <summary>Runs a command of the program, such as <c>accounts seed</c>, and returns what it printed.</summary>
    public async Task<string> CommandAsync(CancellationToken stop, params string[] arguments)
    {
        var start = Start();
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(stop);
        var output = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        Assert.True(process.ExitCode == 0, $"{Name} {string.Join(' ', arguments)}: {output}{await errors}");
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        _process?.Dispose();
    }

    private void Launch()
    {
        _process?.Dispose();
        _process = new Process { StartInfo = Start() };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(dll)!,
        };
        start.ArgumentList.Add(dll);
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    private async Task<bool> IsReadyAsync(CancellationToken stop)
    {
        Assert.False(_process!.HasExited, $"{Name} ended:\n{Log}");
        try
        {
            using var answer = await Http.GetAsync(new Uri(Health, "health/ready"), stop);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception notYet)
            when (notYet is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            // Nobody listens, or a busy machine keeps it waiting: the next look may find it ready.
            return await Task.FromResult(false);
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        Heard?.Invoke(line);
        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > 200)
            {
                _log.Dequeue();
            }
        }
    }
}

/// <summary>Waiting for a condition; the one place here that looks again and again.</summary>
public static class Wait
{
    public static async Task UntilAsync(
        Func<CancellationToken, Task<bool>> condition,
        TimeSpan most,
        Func<string> explain,
        CancellationToken stop
    )
    {
        var watch = Stopwatch.StartNew();
        while (!await condition(stop))
        {
            Assert.True(watch.Elapsed < most, explain());
            await Task.Delay(100, stop);
        }
    }
}
