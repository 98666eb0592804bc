using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Fund.Hosting.Tests;

/// <summary>A way to a server that a test can cut and mend, so that the shared server itself is left alone.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    public TcpProxy(string host, int port)
    {
        _host = host;
        _port = port;
        Listen(0);
        Port = ((IPEndPoint)_listener!.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Refuses new connections and breaks those there are.</summary>
    public async Task CutAsync()
    {
        _listener?.Stop();
        _listener = null;
        await _accepting;
        foreach (var client in _open.Keys)
        {
            client.Close();
        }
    }

    public void Mend() => Listen(Port);

    public async ValueTask DisposeAsync() => await CutAsync();

    private void Listen(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ForwardAsync(client);
        }
    }

    private async Task ForwardAsync(TcpClient from)
    {
        using var to = new TcpClient();
        _open[from] = 0;
        _open[to] = 0;
        try
        {
            await to.ConnectAsync(_host, _port);
            await Task.WhenAny(
                from.GetStream().CopyToAsync(to.GetStream()),
                to.GetStream().CopyToAsync(from.GetStream())
            );
        }
        catch (Exception e)
            when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, which is what the proxy is for.
        }
        finally
        {
            from.Close();
            _open.TryRemove(from, out _);
            _open.TryRemove(to, out _);
        }
    }
}
