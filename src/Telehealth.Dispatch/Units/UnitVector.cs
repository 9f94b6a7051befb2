using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Units;

/// <summary>
/// A place as a point on the unit sphere. Chord length grows with great-circle distance, so comparing squared chords ranks exactly,
/// without trigonometry per comparison and without a seam at 180° or the poles.
/// </summary>
internal readonly record struct UnitVector(double X, double Y, double Z)
{
    /// <summary>The same place always gives the same vector, bit for bit: units in one place are equally far from everywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UnitVector From(GeoPoint place)
    {
        var (sin, cos) = SinCosDegrees(Vector128.Create(place.Latitude, place.Longitude));
        return new UnitVector(cos[0] * cos[1], cos[0] * sin[1], sin[0]);
    }

    /// <summary>Squared chord in units of the Earth's radius: 0 to 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ChordSquaredTo(in UnitVector other)
    {
        var (dx, dy, dz) = (X - other.X, Y - other.Y, Z - other.Z);
        return dx * dx + dy * dy + dz * dz;
    }

    /// <summary>The great-circle distance that a chord spans.</summary>
    public static Distance Arc(double chordSquared) =>
        Distance.FromMetres(2 * Distance.MeanEarthRadius.Metres * Math.Asin(Math.Min(1, Math.Sqrt(chordSquared) / 2)));

    /// <summary>
    /// Sine and cosine of two angles at once, −180° to 180°: every position that comes in needs both, and the library's took most of a
    /// move. Turned by quarters to at most 45°, where Taylor's terms up to the 16th power leave less than half a unit in the last place.
    /// </summary>
    private static (Vector128<double> Sin, Vector128<double> Cos) SinCosDegrees(Vector128<double> degrees)
    {
        var quarters = Vector128.Round(degrees / 90);
        var angle = (degrees - quarters * 90) * (Math.PI / 180);
        var square = angle * angle;
        var sin =
            angle
            * Series(
                square, 1.0, -1.0 / 6, 1.0 / 120, -1.0 / 5_040, 1.0 / 362_880, -1.0 / 39_916_800, 1.0 / 6_227_020_800,
                -1.0 / 1_307_674_368_000);
        var cos =
            Vector128<double>.One
            + square
                * Series(
                    square, -1.0 / 2, 1.0 / 24, -1.0 / 720, 1.0 / 40_320, -1.0 / 3_628_800, 1.0 / 479_001_600, -1.0 / 87_178_291_200,
                    1.0 / 20_922_789_888_000);

        // One quarter swaps them, two turn both round; the sign of the cosine is that of the next quarter's sine.
        var odd = Vector128.Equals(quarters * quarters, Vector128<double>.One);
        var half = Vector128.Equals(quarters * quarters, Vector128.Create(4.0));
        var turned = Vector128.ConditionalSelect(half, Vector128.Create(-1.0), Vector128<double>.One);
        return (
            Vector128.ConditionalSelect(odd, quarters * cos, turned * sin),
            Vector128.ConditionalSelect(odd, -quarters * sin, turned * cos));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Series(
        Vector128<double> x, double a, double b, double c, double d, double e, double f, double g, double h)
    {
        // In pairs (Estrin's order): a quarter of the waiting that one term after another would cost.
        var squared = x * x;
        var low = Pair(a, b) + squared * Pair(c, d);
        var high = Pair(e, f) + squared * Pair(g, h);
        return low + squared * squared * high;

        Vector128<double> Pair(double constant, double factor) => Vector128.Create(constant) + x * factor;
    }
}
