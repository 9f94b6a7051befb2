using System.Net;
using System.Net.Sockets;

namespace Telehealth.Server.Tests.Live;

/// <summary>A way to a port of this machine that can be cut and mended, while the port stays open for everybody else.</summary>
internal sealed class CutLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _ends = [];
    private readonly Task _loop;
    private bool _isCut;

    public CutLine(int port)
    {
        _port = port;
        _listener.Start();
        _loop = Accept();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            foreach (var end in _ends)
                end.Dispose();
            _ends.Clear();
        }
    }

    public void Mend()
    {
        lock (_lock)
            _isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        _listener.Stop();
        await _loop;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Pass(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody comes this way any more.
        }
    }

    private async Task Pass(TcpClient near)
    {
        var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        lock (_lock)
        {
            if (_isCut)
            {
                near.Dispose();
                far.Dispose();
                return;
            }
            _ends.AddRange([near, far]);
        }
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception broken) when (broken is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It was cut.
        }
        near.Dispose();
        far.Dispose();
    }
}
