namespace Telehealth.Server.Platform.People;

/// <summary>
/// The devices of one person that are connected to this node, and when their grain is to be told of them. Its owner's lock keeps it; times
/// are those of a clock that never jumps.
/// </summary>
/// <param name="apart">How long at least between two calls for what comes and goes.</param>
internal sealed class PersonHere(TimeSpan apart)
{
    /// <summary>A connection that broke may still be signed out, and one may outlive its sign-in for a moment.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, TimeSpan> _left = [];
    private readonly Dictionary<Guid, TimeSpan> _ended = [];
    private Guid[] _connected = [];
    private TimeSpan _tellAt = TimeSpan.MaxValue;
    private TimeSpan _toldAt = TimeSpan.MinValue;
    private bool _isBeingTold;
    private bool _hasChanged;

    /// <summary>Nothing is connected, and nothing is left to be told.</summary>
    public bool IsOver =>
        _connected.Length == 0 && _left.Count == 0 && _ended.Count == 0 && _tellAt == TimeSpan.MaxValue && !_isBeingTold;

    /// <summary>Something has changed that their grain has not heard of.</summary>
    public bool IsUntold => _hasChanged || _isBeingTold;

    /// <summary>These sign-ins are connected now.</summary>
    public void See(Guid[] sessions, TimeSpan now)
    {
        Guid[] live = [.. sessions.Where(session => !_ended.ContainsKey(session))];
        Guid[] gone = [.. _connected.Except(live)];
        foreach (var session in gone)
            _left[session] = now;
        if (gone.Length == 0 && live.Length == _connected.Length)
            return;
        _connected = live;
        TellAt(_toldAt > now - apart ? _toldAt + apart : now);
    }

    /// <summary>Sign-ins have ended, and it is told at once if one of them was connected here.</summary>
    public bool End(IReadOnlySet<Guid> sessions, TimeSpan now)
    {
        Guid[] ended = [.. _connected.Union(_left.Keys).Where(sessions.Contains)];
        foreach (var session in ended)
        {
            _left.Remove(session);
            _ended[session] = now;
        }

        if (ended.Length == 0)
            return false;
        _connected = [.. _connected.Except(ended)];
        TellAt(now);
        return true;
    }

    /// <summary>The grain may have forgotten whoever is connected here.</summary>
    public bool TellAgain(TimeSpan now)
    {
        if (_connected.Length > 0)
            TellAt(now);
        return _connected.Length > 0;
    }

    /// <summary>What is to be told now, after which <see cref="Told"/> must follow; null when nothing is.</summary>
    public (Guid[] Connected, Guid[] Ended)? Take(TimeSpan now)
    {
        Forget(_left, now);
        Forget(_ended, now);
        if (_isBeingTold || now < _tellAt)
            return null;
        (_isBeingTold, _hasChanged, _toldAt) = (true, false, now);
        return (_connected, [.. _ended.Keys]);
    }

    /// <param name="next">When it is told again if nothing changes: soon if nobody has answered, else only while somebody is here.</param>
    /// <param name="wasHeard">The grain has answered.</param>
    public void Told(TimeSpan next, bool wasHeard)
    {
        _isBeingTold = false;
        if (!_hasChanged || !wasHeard)
            _tellAt = wasHeard && _connected.Length == 0 ? TimeSpan.MaxValue : next;
        _hasChanged |= !wasHeard;
    }

    private void TellAt(TimeSpan time)
    {
        _hasChanged = true;
        _tellAt = time;
    }

    private static void Forget(Dictionary<Guid, TimeSpan> sessions, TimeSpan now)
    {
        if (sessions.Count == 0)
            return;
        foreach (var old in sessions.Where(one => now - one.Value > Remembered).Select(one => one.Key).ToArray())
            sessions.Remove(old);
    }
}
