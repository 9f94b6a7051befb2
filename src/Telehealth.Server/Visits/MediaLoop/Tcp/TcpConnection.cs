using System.Net.Sockets;
using Telehealth.Media;

namespace Telehealth.Server.Visits.MediaLoop.Tcp;

/// <summary>Says by a connection's first frame to which lane it belongs.</summary>
internal delegate TcpLane LaneChoice(ReadOnlySpan<byte> firstFrame);

/// <summary>
/// One browser's connection. Its reader cuts the stream into frames and posts them to the lane that the first one chooses, its writer sends
/// what that lane's media thread has left for it. Either's end is the connection's.
/// </summary>
internal sealed class TcpConnection : IDisposable
{
    // A few frames in one read; and so much that a path of 26 kbit/s still makes progress within the stall limit.
    private const int ReadRoom = 8 * 1024;
    private const int WriteChunk = 16 * 1024;

    // TCP_NOTSENT_LOWAT: the kernel takes no more than this ahead of the wire, or seconds of late media would wait in it.
    private const int LevelTcp = 6;
    private const int NotSentLowWatermark = 25;
    private const int NotSentBytes = 32 * 1024;

    private readonly Socket _socket;
    private readonly LaneChoice _laneOf;
    private readonly TimeProvider _clock;
    private readonly FrameSource _source;
    private readonly OutgoingFrames _outgoing = new();
    private readonly SemaphoreSlim _somethingToWrite = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly long _openedAt;
    private TcpLane? _lane;
    private long _spokenToAt;
    private long _writingSince;
    private int _isWriterCalled;

    public TcpConnection(Socket socket, NetworkPath path, LaneChoice laneOf, TimeProvider clock)
    {
        (_socket, _laneOf, _clock) = (socket, laneOf, clock);
        _source = new(path);
        _openedAt = clock.GetTimestamp();
    }

    public NetworkPath Path => _source.Path;

    /// <summary>Reads and writes until the far end or <see cref="Dispose"/> ends it.</summary>
    public async Task Run()
    {
        var (reading, writing) = (Read(), Write());
        await Task.WhenAny(reading, writing);
        Dispose();
        await Task.WhenAll(reading, writing);
        _lane?.Remove(this);
    }

    /// <summary>Leaves a frame for the writer; false when there is no room. Media thread.</summary>
    public bool TrySend(ReadOnlySpan<byte> frame)
    {
        Volatile.Write(ref _spokenToAt, _clock.GetTimestamp());
        return _outgoing.TryAdd(frame);
    }

    /// <summary>Calls the writer. Media thread.</summary>
    public void Flush()
    {
        if (Interlocked.Exchange(ref _isWriterCalled, 1) == 0) _somethingToWrite.Release();
    }

    /// <summary>
    /// Whether it has outstayed: the relay answers only who has proved to belong here, and a living browser asks every few seconds,
    /// so a connection to which nothing is said belongs to nobody. One that takes nothing has died.
    /// </summary>
    public bool IsOver(TcpLimits limits)
    {
        var (spokenToAt, writingSince) = (Volatile.Read(ref _spokenToAt), Volatile.Read(ref _writingSince));
        if (writingSince != 0 && _clock.GetElapsedTime(writingSince) > limits.WriteStall)
            return true;
        return spokenToAt == 0
            ? _clock.GetElapsedTime(_openedAt) > limits.ProofTime
            : _clock.GetElapsedTime(spokenToAt) > limits.SilenceTime;
    }

    /// <summary>
    /// Ends it. From any thread, also again; the media thread may still hold it, and finds a writer that does not answer.
    /// </summary>
    public void Dispose()
    {
        _end.Cancel();
        _socket.Dispose();
    }

    private async Task Read()
    {
        var buffer = new byte[ReadRoom];
        var filled = 0;
        try
        {
            _socket.NoDelay = true;
            if (OperatingSystem.IsLinux()) _socket.SetRawSocketOption(LevelTcp, NotSentLowWatermark, BitConverter.GetBytes(NotSentBytes));
            while (true)
            {
                var count = await _socket.ReceiveAsync(buffer.AsMemory(filled), _end.Token);
                if (count == 0) return;
                filled += count;
                if (!TryPostAll(buffer, ref filled)) return;
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The far end, or we, have ended it.
        }
    }

    private bool TryPostAll(byte[] buffer, ref int filled)
    {
        var rest = buffer.AsSpan(0, filled);
        FrameProgress progress;
        while ((progress = StreamFrames.Read(rest, out var frame)) == FrameProgress.Complete)
        {
            if (!frame.IsEmpty) (_lane ?? Join(frame)).Frames.TryPost(frame, _source);
            rest = rest[(StreamFrames.PrefixBytes + frame.Length)..];
        }
        rest.CopyTo(buffer);
        filled = rest.Length;
        return progress != FrameProgress.TooLong;
    }

    // Before the frame is posted, so that the answer finds the connection.
    private TcpLane Join(ReadOnlySpan<byte> firstFrame)
    {
        _lane = _laneOf(firstFrame);
        _lane.Add(this);
        return _lane;
    }

    private async Task Write()
    {
        try
        {
            while (true)
            {
                await _somethingToWrite.WaitAsync(_end.Token);
                // Before looking, so that what is left from now on calls again.
                Interlocked.Exchange(ref _isWriterCalled, 0);
                for (var waiting = _outgoing.Take(); !waiting.IsEmpty; waiting = _outgoing.Take()) await WriteAll(waiting);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The far end, or we, have ended it.
        }
    }

    private async Task WriteAll(ReadOnlyMemory<byte> waiting)
    {
        while (!waiting.IsEmpty)
        {
            var chunk = waiting[..Math.Min(WriteChunk, waiting.Length)];
            Volatile.Write(ref _writingSince, _clock.GetTimestamp());
            var count = await _socket.SendAsync(chunk, SocketFlags.None, _end.Token);
            Volatile.Write(ref _writingSince, 0);
            waiting = waiting[count..];
        }
    }
}
