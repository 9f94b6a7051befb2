using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Units;

/// <summary>
/// Decides which positions are believed, as trackers really send them: late, twice, from wrong clocks, from the middle of the sea.
/// Remembers each unit's last believed fix and counts each refusal. One owner: called by one thread at a time.
/// </summary>
public sealed class FixFilter
{
    /// <summary>
    /// How far a device's clock may run ahead: phones keep within a second of network time, and 5 s forgives a bad network.
    /// </summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromSeconds(5);

    /// <summary>Older than this says nothing about where a unit is now.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(5);

    /// <summary>A radius beyond which a fix would put a unit in the wrong district.</summary>
    public static readonly Distance WorstAccuracy = Distance.FromMetres(1_000);

    /// <summary>360 km/h: above any ambulance and most rescue helicopters, below what a jump between cell towers looks like.</summary>
    public static readonly Speed FastestBelievable = Speed.FromMetresPerSecond(100);

    /// <summary>
    /// When the believed fix itself was the lie, every true one after it looks
    /// impossible. So many in a row that agree with one another outvote it.
    /// </summary>
    public const int Outvote = 3;

    private readonly Dictionary<UnitId, UnitFixes> _units = [];
    private readonly long[] _totals = new long[Enum.GetValues<FixRefusal>().Length];

    /// <summary>How many fixes of all units ended this way; <see cref="FixRefusal.None"/> counts the believed ones.</summary>
    public long Count(FixRefusal refusal) => _totals[(int)refusal];

    /// <summary>How many fixes of one unit ended this way since it was first heard of.</summary>
    public long Count(UnitId unit, FixRefusal refusal) => _units.TryGetValue(unit, out var fixes) ? fixes.Counts[(int)refusal] : 0;

    /// <summary>What became of one unit's fixes, as it stands now; all zero for a unit that was never heard of.</summary>
    public FixCounts Of(UnitId unit) => FixCounts.From(_units.TryGetValue(unit, out var fixes) ? fixes.Counts : new long[_totals.Length]);

    /// <summary>What became of all units' fixes, those that were forgotten included.</summary>
    public FixCounts All() => FixCounts.From(_totals);

    /// <summary>The unit's last believed fix.</summary>
    public Fix? Last(UnitId unit) => _units.GetValueOrDefault(unit)?.Last;

    /// <summary>Takes a fix in.</summary>
    /// <param name="unit">Whose.</param>
    /// <param name="raw">As it came.</param>
    /// <param name="now">The server's clock.</param>
    /// <param name="fix">The believed fix, when true is returned.</param>
    /// <param name="refusal">Why not, when false is returned.</param>
    public bool TryAccept(UnitId unit, in RawFix raw, DateTimeOffset now, out Fix fix, out FixRefusal refusal)
    {
        var fixes = Remembered(unit);
        refusal = Check(fixes, raw, now, out fix);
        _totals[(int)refusal]++;
        fixes.Counts[(int)refusal]++;
        if (refusal != FixRefusal.None)
            return false;
        fixes.Last = fix;
        fixes.Suspects = 0;
        return true;
    }

    /// <summary>
    /// Takes over a fix that another filter has believed, so that both judge what comes next alike. It is not counted, and
    /// one from before the last believed fix changes nothing.
    /// </summary>
    /// <param name="unit">Whose.</param>
    /// <param name="fix">As the other filter gave it.</param>
    public void Learn(UnitId unit, in Fix fix)
    {
        var fixes = Remembered(unit);
        if (fix.At < fixes.Last?.At)
            return;
        fixes.Last = fix;
        fixes.Suspects = 0;
    }

    /// <summary>Forgets a unit whose shift ended.</summary>
    public void Forget(UnitId unit) => _units.Remove(unit);

    private UnitFixes Remembered(UnitId unit)
    {
        if (!_units.TryGetValue(unit, out var fixes))
            _units.Add(unit, fixes = new UnitFixes());
        return fixes;
    }

    private static FixRefusal Check(UnitFixes fixes, in RawFix raw, DateTimeOffset now, out Fix fix)
    {
        fix = default;
        if (!GeoPoint.TryCreate(raw.Latitude, raw.Longitude, out var place))
            return raw is { Latitude: 0, Longitude: 0 } ? FixRefusal.Zero : FixRefusal.OutOfRange;
        if (raw.DeviceTime > now + FutureTolerance)
            return FixRefusal.Future;
        if (raw.DeviceTime < now - MaximumAge)
            return FixRefusal.TooOld;
        if (raw.AccuracyMetres is { } accuracy && !(accuracy >= 0 && accuracy <= WorstAccuracy.Metres))
            return FixRefusal.Inaccurate;
        var heading = raw.HeadingDegrees is >= 0 and <= 360 ? raw.HeadingDegrees : null;
        var speed =
            raw.SpeedMetresPerSecond >= 0 && raw.SpeedMetresPerSecond <= FastestBelievable.MetresPerSecond
                ? raw.SpeedMetresPerSecond
                : null;
        fix = new Fix(place, raw.AccuracyMetres, heading, raw.DeviceTime, speed);
        if (fixes.Last is not { } last)
            return FixRefusal.None;
        if (fix.At <= last.At)
            return fix.At == last.At && fix.Place == last.Place ? FixRefusal.Duplicate : FixRefusal.OutOfOrder;
        return IsReachable(last, fix) || Outvoted(fixes, fix) ? FixRefusal.None : FixRefusal.ImpossibleSpeed;
    }

    /// <summary>Two fixes of the same place differ by their inaccuracy, which over a tenth of a second would look like a rocket.</summary>
    private static bool IsReachable(in Fix from, in Fix to)
    {
        var doubt = (from.AccuracyMetres ?? 0) + (to.AccuracyMetres ?? 0);
        var reach = FastestBelievable.MetresPerSecond * (to.At - from.At).TotalSeconds;
        return from.Place.DistanceTo(to.Place).Metres - doubt <= reach;
    }

    private static bool Outvoted(UnitFixes fixes, in Fix fix)
    {
        var agrees = fixes.Suspects > 0 && fix.At > fixes.Suspect.At && IsReachable(fixes.Suspect, fix);
        fixes.Suspects = agrees ? fixes.Suspects + 1 : 1;
        fixes.Suspect = fix;
        return fixes.Suspects >= Outvote;
    }

    private sealed class UnitFixes
    {
        public Fix? Last { get; set; }

        public Fix Suspect { get; set; }

        public int Suspects { get; set; }

        public long[] Counts { get; } = new long[Enum.GetValues<FixRefusal>().Length];
    }
}
