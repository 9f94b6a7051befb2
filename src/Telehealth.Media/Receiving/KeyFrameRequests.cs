namespace Telehealth.Media.Receiving;

/// <summary>Coalesces the wishes of many receivers for a key frame: the first goes out at once, the rest once an interval.</summary>
internal struct KeyFrameRequests
{
    private bool _isWanted;
    private TimeSpan _notBefore;

    /// <summary>When a request is to go out; the maximum when none is wanted.</summary>
    public readonly TimeSpan Due => _isWanted ? _notBefore : TimeSpan.MaxValue;

    public void Ask() => _isWanted = true;

    /// <summary>A key frame has begun: whoever waited has it.</summary>
    public void Arrived() => _isWanted = false;

    /// <summary>The source is a new one, that has not been asked yet.</summary>
    public void Restart() => _notBefore = TimeSpan.Zero;

    public bool TakeDue(TimeSpan now, TimeSpan interval)
    {
        if (now < Due) return false;
        _isWanted = false;
        _notBefore = now + interval;
        return true;
    }
}
