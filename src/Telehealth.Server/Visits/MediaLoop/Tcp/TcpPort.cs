using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Telehealth.Media;
using Telehealth.Media.Ice;
using Telehealth.Media.Stun;

namespace Telehealth.Server.Visits.MediaLoop.Tcp;

/// <summary>
/// The one TCP port of all media, for networks that let no UDP through (RFC 6544, passive candidates). Connections are accepted, read
/// and written by the thread pool. Their first frame is a connectivity check, and its user name says to which media thread's lane they
/// belong; whoever begins otherwise belongs to the first, whose relay counts it as it counts a stranger's datagram.
/// </summary>
internal sealed class TcpPort : IDisposable
{
    private const int Backlog = 128;
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly TcpLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<NetworkPath, (TcpConnection Connection, Task Running)> _connections = new();
    private readonly Dictionary<UInt128, int> _perAddress = [];
    private Task _accepting = Task.CompletedTask;
    private Task _sweeping = Task.CompletedTask;
    private long _refused;

    public TcpPort(IPEndPoint bind, IReadOnlyList<TcpLane> lanes, TcpLimits limits, TimeProvider clock, ILogger logger)
    {
        (Lanes, _limits, _clock, _logger) = (lanes, limits, clock, logger);
        _listener = new(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (bind.Address.Equals(IPAddress.IPv6Any)) _listener.DualMode = true;
            _listener.Bind(bind);
            _listener.Listen(Backlog);
            LocalEndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>By the media threads' numbers; at least one.</summary>
    public IReadOnlyList<TcpLane> Lanes { get; }

    /// <summary>Connections now.</summary>
    public int Connections => _connections.Count;

    /// <summary>Connections that were not let in, for there were too many.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Begins to accept.</summary>
    public void Start()
    {
        _accepting = Accept();
        _sweeping = Sweep();
    }

    /// <summary>Ends it without waiting; again is nothing.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        foreach (var (connection, _) in _connections.Values) connection.Dispose();
    }

    /// <summary>Ends it and waits until nothing of it runs.</summary>
    public async Task Stop()
    {
        Dispose();
        await Task.WhenAll([_accepting, _sweeping, .. _connections.Values.Select(entry => entry.Running)]);
    }

    private async Task Accept()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                LetIn(await _listener.AcceptAsync(_end.Token));
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException error)
            {
                // Out of descriptors, or the far end has thought better of it.
                _logger.AcceptFailed(error.SocketErrorCode);
                await Task.Delay(AcceptPause, _clock, CancellationToken.None);
            }
        }
    }

    private void LetIn(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint remote)
        {
            socket.Dispose();
            return;
        }
        var path = NetworkPath.From(remote.Address, (ushort)remote.Port) with { IsTcp = true };
        if (_connections.Count >= _limits.MaxConnections || _connections.ContainsKey(path) || !TryCount(path))
        {
            Interlocked.Increment(ref _refused);
            socket.Dispose();
            return;
        }
        var connection = new TcpConnection(socket, path, LaneOf, _clock);
        var isListed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[path] = (connection, Serve(connection, isListed.Task));
        isListed.SetResult();
        if (_end.IsCancellationRequested) connection.Dispose();
    }

    private async Task Serve(TcpConnection connection, Task isListed)
    {
        await isListed;
        try
        {
            await connection.Run();
        }
        finally
        {
            _connections.TryRemove(connection.Path, out _);
            Uncount(connection.Path);
        }
    }

    private TcpLane LaneOf(ReadOnlySpan<byte> firstFrame)
    {
        if (Lanes.Count == 1 || !StunMessage.TryParse(firstFrame, out var check)) return Lanes[0];
        var number = IceCredentials.RelayOf(IceCredentials.LocalUfragOf(check.Username));
        return Lanes[number >= 0 && number < Lanes.Count ? number : 0];
    }

    private async Task Sweep()
    {
        try
        {
            using var timer = new PeriodicTimer(_limits.SweepInterval, _clock);
            while (await timer.WaitForNextTickAsync(_end.Token))
                foreach (var (connection, _) in _connections.Values)
                    if (connection.IsOver(_limits))
                        connection.Dispose();
        }
        catch (OperationCanceledException)
        {
            // The port's end.
        }
    }

    private bool TryCount(NetworkPath path)
    {
        lock (_perAddress)
        {
            var count = _perAddress.GetValueOrDefault(Customer(path));
            if (count >= _limits.MaxPerAddress) return false;
            _perAddress[Customer(path)] = count + 1;
            return true;
        }
    }

    private void Uncount(NetworkPath path)
    {
        lock (_perAddress)
        {
            if (--_perAddress[Customer(path)] == 0) _perAddress.Remove(Customer(path));
        }
    }

    private static UInt128 Customer(NetworkPath path) => path.IsIPv6 ? path.Address >> 64 << 64 : path.Address;
}
