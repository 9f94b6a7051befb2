namespace Telehealth.Server.Platform.People;

/// <summary>
/// Which devices of one person are believed to be connected, by what the nodes say of theirs. A device is a sign-in. Pure; times are those
/// of a clock that never jumps, and go forward from call to call. One thread.
/// </summary>
/// <param name="grace">How long after a connection broke its person is still there.</param>
/// <param name="lease">How long what a node said is believed when it says nothing more.</param>
internal sealed class DeviceLeases(TimeSpan grace, TimeSpan lease)
{
    /// <summary>Of one person, over all nodes; beyond them the one that is believed for the shortest time is forgotten.</summary>
    public const int MostDevices = 64;

    private static readonly (string, Guid) Presumed = (string.Empty, Guid.Empty);

    private readonly Dictionary<(string Node, Guid Device), Lease> _devices = [];

    /// <summary>The number of the last news of each node, which may arrive late.</summary>
    private readonly Dictionary<string, long> _rounds = new(StringComparer.Ordinal);

    private TimeSpan? _lastOfForgotten;

    /// <summary>When a device was last known to be connected; null when none ever was.</summary>
    public TimeSpan? LastHere =>
        _devices.Count == 0 ? _lastOfForgotten : Later(_lastOfForgotten, _devices.Values.Max(device => device.Last));

    /// <summary>The first moment at which nobody is there any more, if nothing more is said.</summary>
    public TimeSpan? Until => _devices.Count == 0 ? null : _devices.Values.Max(device => device.Until);

    public bool IsHere(TimeSpan now) => Until > now;

    /// <summary>A node says which devices are connected to it: all of them.</summary>
    /// <param name="news">Late news are ignored.</param>
    /// <param name="now">Of the clock that never jumps.</param>
    public void Hear(DevicesAtNode news, TimeSpan now)
    {
        if (_rounds.TryGetValue(news.Node, out var known) && news.Round <= known)
            return;
        _rounds[news.Node] = news.Round;
        Release(key => key.Node == news.Node && !news.Connected.Contains(key.Device), now);
        foreach (var device in news.Connected)
            _devices[(news.Node, device)] = new Lease(now, now + lease, IsLeaving: false);
        // A connection may outlive its sign-in for a moment.
        foreach (var ended in _devices.Keys.Where(key => news.Ended.Contains(key.Device)).ToArray())
            Forget(ended, now);
        foreach (var old in _devices.Where(device => device.Value.Until <= now).Select(device => device.Key).ToArray())
            Forget(old, _devices[old].Last);
        while (_devices.Count > MostDevices)
        {
            var least = _devices.MinBy(device => device.Value.Until);
            Forget(least.Key, least.Value.Last);
        }
    }

    /// <summary>What was connected to these nodes is connected no more, and may be back at another.</summary>
    public void Lose(Func<string, bool> isGone, TimeSpan now)
    {
        var gone = _rounds.Keys.Where(isGone).ToHashSet(StringComparer.Ordinal);
        Release(key => gone.Contains(key.Node), now);
        foreach (var node in gone)
            _rounds.Remove(node);
    }

    /// <summary>
    /// Somebody was there, as it was written down, and now nobody knows at which node: they are for as long as that may take to be said.
    /// </summary>
    /// <param name="last">When they were last known to be there; may lie before the beginning of this clock.</param>
    /// <param name="now">Of the clock that never jumps.</param>
    public void Presume(TimeSpan last, TimeSpan now) => _devices[Presumed] = new Lease(last, now + grace, IsLeaving: true);

    /// <summary>It is known from before when they were last there.</summary>
    public void Remember(TimeSpan last) => _lastOfForgotten = Later(_lastOfForgotten, last);

    /// <summary>Their grace begins, unless it has begun.</summary>
    private void Release(Func<(string Node, Guid Device), bool> isMeant, TimeSpan now)
    {
        foreach (var key in _devices.Keys.Where(isMeant).ToArray())
        {
            if (!_devices[key].IsLeaving)
                _devices[key] = new Lease(now, now + grace, IsLeaving: true);
        }
    }

    private void Forget((string, Guid) key, TimeSpan last)
    {
        _devices.Remove(key);
        Remember(last);
    }

    private static TimeSpan Later(TimeSpan? one, TimeSpan other) => one > other ? one.Value : other;

    /// <param name="Last">When it was last known to be connected.</param>
    /// <param name="Until">How long its person is taken for present by it.</param>
    /// <param name="IsLeaving">Its connection broke, or its node did.</param>
    private readonly record struct Lease(TimeSpan Last, TimeSpan Until, bool IsLeaving);
}

/// <summary>What one node says of one person's devices.</summary>
/// <param name="Round">Grows with each time that this node says something of this person.</param>
/// <param name="Connected">All that are connected to it now.</param>
/// <param name="Ended">Sign-ins that have ended lately: nothing of them is there, at whatever node.</param>
[GenerateSerializer, Immutable, Alias("telehealth.person-devices")]
internal sealed record DevicesAtNode(
    [property: Id(0)] string Node, [property: Id(1)] long Round, [property: Id(2)] Guid[] Connected, [property: Id(3)] Guid[] Ended);
