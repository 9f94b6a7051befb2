using System.Diagnostics;
using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Server.Rescue.Units;

/// <summary>
/// Where every unit is, as far as this node knows: the filter that fixes must pass, the index that proposes units, and what has moved since
/// somebody last looked. A fix comes in once, at the node that the device is connected to; that one tells the others and writes it down,
/// and of two fixes the later one counts on every node. Guarded by one lock that is never held across a wait or a road search; every part
/// of it is small.
/// </summary>
internal sealed class UnitPositions(IOptions<UnitOptions> options)
{
    public static readonly Rejection ShiftIsOver = UnitRules.OffShift with { Text = "Start a shift first." };

    /// <summary>Ended units that are remembered. A device's fix is late by seconds, and this many shifts take days to end.</summary>
    private const int MaxEnded = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, TenantPositions> _tenants = [];
    private readonly HashSet<UnitKey> _ended = [];
    private readonly Queue<UnitKey> _endedInOrder = new();
    private readonly HashSet<UnitKey> _heard = [];
    private readonly Queue<UnitSeen> _samples = new();
    private readonly TaskCompletionSource _placesKnown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _availabilityKnown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _maxSamples = options.Value.MaxUnwrittenSamples;

    /// <summary>Whether the database has been asked where units are and who is free, since this node started.</summary>
    public bool AreKnown => _placesKnown.Task.IsCompleted && _availabilityKnown.Task.IsCompleted;

    /// <summary>Track samples that were given up because the database was away for too long.</summary>
    public long DroppedSamples { get; private set; }

    /// <summary>Where they are has been read once.</summary>
    public void PlacesAreKnown() => _placesKnown.TrySetResult();

    /// <summary>Who is free has been read once.</summary>
    public void AvailabilityIsKnown() => _availabilityKnown.TrySetResult();

    /// <summary>Waits until <see cref="AreKnown"/>, at most so long.</summary>
    public async Task WhenKnown(TimeSpan atMost, CancellationToken ct)
    {
        if (!AreKnown)
            await Task.WhenAny(Task.WhenAll(_placesKnown.Task, _availabilityKnown.Task), Task.Delay(atMost, ct));
        ct.ThrowIfCancellationRequested();
    }

    /// <summary>Takes a fix in from a device; null when it did. A refusal changes nothing and is counted.</summary>
    public Rejection? Accept(UnitKey key, in RawFix raw, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_ended.Contains(key))
                return ShiftIsOver;
            var tenant = Of(key.Tenant);
            if (!tenant.Filter.TryAccept(key.Unit, UnitFixBatch.Rounded(raw), now, out var fix, out var refusal))
                return Rejection.Invalid(refusal.Code(), "This position was not used.");
            Place(tenant, key.Unit, fix);
            tenant.Unannounced.Add(key.Unit);
            tenant.Unwritten.Add(key.Unit);
            _heard.Add(key);
            if (tenant.Sampler.Keep(key.Unit, fix))
                Keep(new UnitSeen(key, fix));
            return null;
        }
    }

    /// <summary>Takes a fix in that another node, or this one before a restart, has already accepted.</summary>
    public void Learn(UnitKey key, in Fix fix)
    {
        lock (_lock)
        {
            LearnOne(key, fix);
        }
    }

    /// <summary>Takes many in.</summary>
    public void Learn(IReadOnlyList<UnitSeen> all)
    {
        lock (_lock)
        {
            foreach (var (key, fix) in all)
                LearnOne(key, fix);
        }
    }

    /// <summary>Whether a unit can be offered a job, as the database has it.</summary>
    public void SetAvailability(UnitKey key, Skills skills, bool available)
    {
        lock (_lock)
        {
            if (!_ended.Contains(key))
                Of(key.Tenant).Index.SetAvailability(key.Unit, skills, available);
        }
    }

    /// <summary>The shift is over. A unit stands for one shift, so nothing that comes late may bring it back.</summary>
    public void Forget(UnitKey key)
    {
        lock (_lock)
        {
            End(key);
            var tenant = Of(key.Tenant);
            _heard.Remove(key);
            tenant.Index.Remove(key.Unit);
            tenant.Filter.Forget(key.Unit);
            tenant.Sampler.Forget(key.Unit);
            tenant.Last.Remove(key.Unit);
            tenant.Courses.Remove(key.Unit);
            tenant.Moved.Remove(key.Unit);
            tenant.Unannounced.Remove(key.Unit);
            tenant.Unwritten.Remove(key.Unit);
        }
    }

    public Fix? Last(UnitKey key)
    {
        lock (_lock)
        {
            return Of(key.Tenant).Last.TryGetValue(key.Unit, out var fix) ? fix : null;
        }
    }

    /// <summary>
    /// No unit of the tenant has a last fix with a higher speed; null when all stand
    /// or do not say. May be too high by what has slowed down within the last second.
    /// </summary>
    public Speed? FastestOf(TenantId tenant)
    {
        lock (_lock)
        {
            return Of(tenant).Fastest();
        }
    }

    /// <summary>What became of a unit's fixes on this node since it was first heard of.</summary>
    public FixCounts CountsOf(UnitKey key)
    {
        lock (_lock)
        {
            return Of(key.Tenant).Filter.Of(key.Unit);
        }
    }

    public IReadOnlyList<UnitFix> All(TenantId tenant)
    {
        lock (_lock)
        {
            return [.. Of(tenant).Last.Select(pair => pair.Value.ToContract(pair.Key))];
        }
    }

    /// <summary>A tenant's index for those who only ask: each question is answered under the lock, travel is reckoned outside it.</summary>
    public IUnitIndex IndexOf(TenantId tenant) => new SharedIndex(this, tenant);

    /// <summary>The last fix of every unit that moved since the last call: however many fixes came, each unit stands here once.</summary>
    public IReadOnlyList<(TenantId Tenant, IReadOnlyList<UnitFix> Fixes)> TakeMoved()
    {
        lock (_lock)
        {
            List<(TenantId, IReadOnlyList<UnitFix>)> all = [];
            foreach (var (id, tenant) in _tenants)
            {
                if (tenant.Moved.Count == 0)
                    continue;
                all.Add((id, [.. tenant.Moved.Select(unit => tenant.Last[unit].ToContract(unit))]));
                tenant.Moved.Clear();
            }

            return all;
        }
    }

    /// <summary>
    /// The last fix of every unit whose device sent one to this node since the last call, unless a later one came by another node.
    /// </summary>
    public IReadOnlyList<UnitSeen> TakeUnannounced() => Take(tenant => tenant.Unannounced);

    /// <summary>As <see cref="TakeUnannounced"/>, for whoever writes them down.</summary>
    public IReadOnlyList<UnitSeen> TakeUnwritten() => Take(tenant => tenant.Unwritten);

    /// <summary>They could not be written. What has been overtaken meanwhile is left.</summary>
    public void PutBackUnwritten(IReadOnlyList<UnitSeen> fixes)
    {
        lock (_lock)
        {
            foreach (var (key, fix) in fixes)
            {
                var tenant = Of(key.Tenant);
                if (tenant.Last.TryGetValue(key.Unit, out var last) && last.At == fix.At)
                    tenant.Unwritten.Add(key.Unit);
            }
        }
    }

    /// <summary>The units that reported a position to this node since the last call.</summary>
    public IReadOnlyList<UnitKey> TakeHeard()
    {
        lock (_lock)
        {
            UnitKey[] all = [.. _heard];
            _heard.Clear();
            return all;
        }
    }

    public IReadOnlyList<UnitSeen> TakeSamples()
    {
        lock (_lock)
        {
            UnitSeen[] all = [.. _samples];
            _samples.Clear();
            return all;
        }
    }

    /// <summary>Puts samples back that could not be written; the oldest go when there are too many.</summary>
    public void PutBack(IReadOnlyList<UnitSeen> samples)
    {
        lock (_lock)
        {
            foreach (var sample in samples)
                Keep(sample);
        }
    }

    private UnitSeen[] Take(Func<TenantPositions, HashSet<UnitId>> chosen)
    {
        lock (_lock)
        {
            UnitSeen[] all =
            [
                .. _tenants.SelectMany(
                    tenant => chosen(tenant.Value).Select(unit => new UnitSeen(new UnitKey(tenant.Key, unit), tenant.Value.Last[unit]))),
            ];
            foreach (var tenant in _tenants.Values)
                chosen(tenant).Clear();
            return all;
        }
    }

    private void LearnOne(UnitKey key, in Fix fix)
    {
        if (_ended.Contains(key))
            return;
        var tenant = Of(key.Tenant);
        if (tenant.Last.TryGetValue(key.Unit, out var last) && !Counts(fix, last))
            return;
        tenant.Filter.Learn(key.Unit, fix);
        Place(tenant, key.Unit, fix);
        // Whoever accepted it tells and writes it; what this node had of before is nobody's news any more.
        tenant.Unannounced.Remove(key.Unit);
        tenant.Unwritten.Remove(key.Unit);
    }

    /// <summary>
    /// The later one counts. Two nodes may each have accepted one of the same moment, from two devices of a crew: all choose the same.
    /// </summary>
    private static bool Counts(in Fix fix, in Fix last) =>
        fix.At > last.At
        || (fix.At == last.At
            && (fix.Place.Latitude, fix.Place.Longitude).CompareTo((last.Place.Latitude, last.Place.Longitude)) > 0);

    private void End(UnitKey key)
    {
        if (!_ended.Add(key))
            return;
        _endedInOrder.Enqueue(key);
        if (_endedInOrder.Count > MaxEnded)
            _ended.Remove(_endedInOrder.Dequeue());
    }

    private void Keep(UnitSeen sample)
    {
        if (_samples.Count >= _maxSamples)
        {
            _samples.Dequeue();
            DroppedSamples++;
        }

        _samples.Enqueue(sample);
    }

    private static void Place(TenantPositions tenant, UnitId unit, in Fix fix)
    {
        if (!tenant.Courses.TryGetValue(unit, out var course))
            tenant.Courses.Add(unit, course = new UnitCourse());
        tenant.Last[unit] = course.Take(fix);
        tenant.Learn(fix);
        tenant.Moved.Add(unit);
        tenant.Index.Move(unit, fix.Place, fix.At);
    }

    private TenantPositions Of(TenantId tenant)
    {
        if (!_tenants.TryGetValue(tenant, out var positions))
            _tenants.Add(tenant, positions = new TenantPositions());
        return positions;
    }

    private sealed class SharedIndex(UnitPositions positions, TenantId tenant) : IUnitIndex
    {
        public int Nearest(GeoPoint point, int k, in UnitFilter filter, Span<NearUnit> results)
        {
            lock (positions._lock)
            {
                return positions.Of(tenant).Index.Nearest(point, k, filter, results);
            }
        }

        public bool TryGet(UnitId id, out IndexedUnit unit)
        {
            lock (positions._lock)
            {
                return positions.Of(tenant).Index.TryGet(id, out unit);
            }
        }

        public Fix? LastFix(UnitId id) => positions.Last(new UnitKey(tenant, id));
    }

    private sealed class TenantPositions
    {
        private static readonly TimeSpan FastestRemembered = TimeSpan.FromSeconds(1);
        private double _fastest;
        private long _fastestSince;

        public FixFilter Filter { get; } = new();

        public MovingUnitIndex Index { get; } = new();

        public TrackSampler Sampler { get; } = new();

        public Dictionary<UnitId, Fix> Last { get; } = [];

        public Dictionary<UnitId, UnitCourse> Courses { get; } = [];

        public HashSet<UnitId> Moved { get; } = [];

        public HashSet<UnitId> Unannounced { get; } = [];

        public HashSet<UnitId> Unwritten { get; } = [];

        public void Learn(in Fix fix) => _fastest = Math.Max(_fastest, fix.SpeedMetresPerSecond ?? 0);

        public Speed? Fastest()
        {
            if (Stopwatch.GetElapsedTime(_fastestSince) > FastestRemembered)
            {
                _fastest = 0;
                foreach (var fix in Last.Values)
                    Learn(fix);
                _fastestSince = Stopwatch.GetTimestamp();
            }

            return _fastest > 0 ? Speed.FromMetresPerSecond(_fastest) : null;
        }
    }
}
