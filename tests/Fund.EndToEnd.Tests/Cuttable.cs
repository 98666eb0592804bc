using System.Net;
using System.Net.Sockets;

namespace Fund.EndToEnd.Tests;

/// <summary>A line to a server that can be cut and mended: connections end, and nobody answers until it is whole.</summary>
public sealed class Cuttable : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly HashSet<TcpClient> _open = [];
    private TcpListener? _listener;

    private Cuttable(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    public int Port { get; }

    public static Cuttable To(string host, int port) => new(host, port);

    public void Cut()
    {
        _listener?.Stop();
        _listener = null;
        lock (_open)
        {
            foreach (var client in _open)
            {
                client.Dispose();
            }

            _open.Clear();
        }
    }

    public void Mend()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _ = AcceptAsync(_listener);
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped by Cut: that is how this loop ends.
            await Task.CompletedTask;
        }
    }

    private async Task CarryAsync(TcpClient near)
    {
        using var far = new TcpClient();
        Keep(near, far);
        try
        {
            await far.ConnectAsync(_host, _port);
            await Task.WhenAny(
                near.GetStream().CopyToAsync(far.GetStream()),
                far.GetStream().CopyToAsync(near.GetStream())
            );
        }
        catch (Exception cut)
            when (cut is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Either end went away, or the line was cut; both ends see a closed connection.
            await Task.CompletedTask;
        }
        finally
        {
            near.Dispose();
        }
    }

    private void Keep(params TcpClient[] clients)
    {
        lock (_open)
        {
            _open.UnionWith(clients);
        }
    }
}
