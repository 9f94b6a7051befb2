using Telehealth.Media;

namespace Telehealth.Server.Visits.MediaLoop.Tcp;

/// <summary>Where frames come from: how many of one connection wait is bounded, so that one cannot crowd out the others.</summary>
internal sealed class FrameSource(NetworkPath path)
{
    public NetworkPath Path { get; } = path;

    /// <summary>Frames in the queue. Changed by the queue alone.</summary>
    internal int Queued;
}

/// <summary>
/// Frames on their way from the connections' readers to the media thread, in slots made once (about 1.5 MB). When it is full, or a
/// source's share is, a frame is dropped and counted. Any thread posts; the media thread alone takes, without a lock.
/// </summary>
/// <param name="onPosted">Wakes the media thread.</param>
internal sealed class FrameQueue(Action onPosted)
{
    private const int Capacity = 1024;
    private const int MaxPerSource = 256;

    private readonly Lock _posting = new();
    private readonly byte[] _slab = new byte[Capacity * StreamFrames.MaxFrame];
    private readonly (int Length, FrameSource Source)[] _slots = new (int, FrameSource)[Capacity];
    private long _posted;
    private long _taken;
    private long _dropped;

    /// <summary>Frames for which there was no room.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public bool HasFrames => Volatile.Read(ref _posted) != _taken;

    /// <param name="frame">At most <see cref="StreamFrames.MaxFrame"/> bytes.</param>
    /// <param name="source">Whose it is.</param>
    public bool TryPost(ReadOnlySpan<byte> frame, FrameSource source)
    {
        lock (_posting)
        {
            if (_posted - Volatile.Read(ref _taken) == Capacity || Volatile.Read(ref source.Queued) >= MaxPerSource)
            {
                _dropped++;
                return false;
            }
            var slot = (int)(_posted % Capacity);
            frame.CopyTo(_slab.AsSpan(slot * StreamFrames.MaxFrame));
            _slots[slot] = (frame.Length, source);
            Interlocked.Increment(ref source.Queued);
            Volatile.Write(ref _posted, _posted + 1);
        }
        onPosted();
        return true;
    }

    /// <summary>Shows the oldest frame, valid until <see cref="Release"/>.</summary>
    public bool TryPeek(out ReadOnlySpan<byte> frame, out NetworkPath from)
    {
        frame = default;
        from = default;
        if (!HasFrames) return false;
        var slot = (int)(_taken % Capacity);
        var (length, source) = _slots[slot];
        frame = _slab.AsSpan(slot * StreamFrames.MaxFrame, length);
        from = source.Path;
        return true;
    }

    /// <summary>Gives the slot of the oldest frame back.</summary>
    public void Release()
    {
        Interlocked.Decrement(ref _slots[(int)(_taken % Capacity)].Source.Queued);
        Volatile.Write(ref _taken, _taken + 1);
    }
}
