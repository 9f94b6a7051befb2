using System.Net;
using System.Net.Sockets;
using Telehealth.Media;

namespace Telehealth.Server.Visits.MediaLoop.Sockets;

/// <summary>
/// The UDP socket of a media thread, without an allocation for each datagram. Only that thread uses it, but for
/// <see cref="Wake"/> and the counters, which are any thread's. What the relay commits leaves with <see cref="Flush"/> at the latest.
/// </summary>
internal abstract class MediaSocket : IDatagramSink, IDisposable
{
    /// <summary>How many datagrams are taken at most in one go.</summary>
    public const int MaxBatch = 64;

    /// <summary>Room of a received datagram: one that fills it was longer, or as good as.</summary>
    protected const int ReceiveRoom = 2048;

    /// <summary>The longest wait, so that a lost wake costs a second at most.</summary>
    protected static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    // Half a second of a busy relay's traffic; the kernel may grant less.
    private const int BufferBytes = 4 * 1024 * 1024;
    private const int LevelSocket = 1;
    private const int ForceSendBuffer = 32;
    private const int ForceReceiveBuffer = 33;

    private int _isWoken;

    protected MediaSocket(IPAddress bindAddress, int port)
    {
        Socket = new(bindAddress.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (bindAddress.Equals(IPAddress.IPv6Any)) Socket.DualMode = true;
            Widen();
            Socket.Bind(new IPEndPoint(bindAddress, port));
            LocalEndPoint = (IPEndPoint)Socket.LocalEndPoint!;
        }
        catch
        {
            Socket.Dispose();
            throw;
        }
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Datagrams that the system would not send: no route, not allowed, too long.</summary>
    public abstract long SendFailures { get; }

    /// <summary>Datagrams that were given up, because the system took none for too long.</summary>
    public abstract long SendOverflows { get; }

    protected Socket Socket { get; }

    /// <summary>Opens the kind that was asked for, or the plain one with the reason why.</summary>
    public static MediaSocket Open(SocketKind kind, IPAddress bindAddress, int port, out string? whyPlain)
    {
        whyPlain = kind == SocketKind.Plain ? "it was asked for" : SocketProbe.WhyNotBatched();
        if (whyPlain is not null) return new PlainSocket(bindAddress, port);
        var batched = new BatchedSocket(bindAddress, port);
        batched.Sending.Segments = SocketProbe.CutsRuns();
        return batched;
    }

    /// <summary>Waits until there is something to read or the time is over; a wake ends it too.</summary>
    /// <returns>Whether there is something to read.</returns>
    public abstract bool Wait(TimeSpan atMost);

    /// <summary>Takes what has arrived, without waiting, in place of what was taken before.</summary>
    /// <returns>How many, at most <see cref="MaxBatch"/>.</returns>
    public abstract int Receive();

    /// <summary>A datagram of those last taken, valid until the next are.</summary>
    public abstract ReadOnlySpan<byte> Received(int index, out NetworkPath from);

    public abstract Span<byte> Rent(NetworkPath to);

    public abstract void Commit(int length);

    /// <summary>Sends what has been committed.</summary>
    public abstract void Flush();

    /// <summary>
    /// Lets the next <see cref="Wake"/> send again. Before looking at what others have queued, so that nothing is overlooked: it is a
    /// full fence.
    /// </summary>
    public void ForgetWake() => Interlocked.Exchange(ref _isWoken, 0);

    /// <summary>Ends a wait of the media thread, or the next one.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0 && !TrySignal()) ForgetWake();
    }

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes <see cref="Wait"/> return. From any thread, also after the end.</summary>
    protected abstract bool TrySignal();

    protected virtual void Dispose(bool isDisposing)
    {
        if (isDisposing) Socket.Dispose();
    }

    private void Widen()
    {
        Socket.ReceiveBufferSize = BufferBytes;
        Socket.SendBufferSize = BufferBytes;
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            // Beyond net.core.rmem_max, for whoever may.
            Socket.SetRawSocketOption(LevelSocket, ForceReceiveBuffer, BitConverter.GetBytes(BufferBytes));
            Socket.SetRawSocketOption(LevelSocket, ForceSendBuffer, BitConverter.GetBytes(BufferBytes));
        }
        catch (SocketException)
        {
            // What was granted above stays.
        }
    }
}
