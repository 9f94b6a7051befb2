using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Units;

/// <summary>
/// The direction in which one unit was last seen to drive: its device's heading while it drives,
/// else the direction in which it has come since an earlier fix. A unit that waits at a light
/// keeps it for a while, since it has not turned round. One owner: called by one thread at a time.
/// </summary>
public sealed class UnitCourse
{
    /// <summary>Slower than this a unit stands, or is about to, and a receiver's speed and heading are noise.</summary>
    public static readonly Speed SlowestDriving = Speed.FromMetresPerSecond(2);

    /// <summary>For so long a unit that stands is taken to face where it drove.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(2);

    /// <summary>A fix from longer ago may lie behind a corner.</summary>
    private static readonly TimeSpan EarlierFor = TimeSpan.FromSeconds(30);

    /// <summary>Beyond the doubt of both fixes, so far apart they tell a direction.</summary>
    private static readonly Distance Apart = Distance.FromMetres(25);

    private Fix? _earlier;
    private double? _degrees;
    private DateTimeOffset _knownAt;

    /// <summary>Takes the next fix, and gives it back with the direction in which the unit was last seen to drive.</summary>
    public Fix Take(in Fix fix)
    {
        if (fix.HeadingDegrees is { } heading && fix.SpeedMetresPerSecond >= SlowestDriving.MetresPerSecond)
            Know(fix, heading);
        else if (_earlier is not { } earlier || fix.At - earlier.At > EarlierFor)
            _earlier = fix;
        else if (earlier.Place.DistanceTo(fix.Place).Metres > Apart.Metres + (earlier.AccuracyMetres ?? 0) + (fix.AccuracyMetres ?? 0))
            Know(fix, earlier.Place.BearingTo(fix.Place));
        return fix with { DrivenDegrees = fix.At - _knownAt <= KeptFor ? _degrees : null };
    }

    private void Know(in Fix fix, double degrees) => (_earlier, _degrees, _knownAt) = (fix, degrees, fix.At);
}
