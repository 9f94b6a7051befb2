using System.Numerics;

namespace Telehealth.Dispatch.Simulation;

/// <summary>
/// Random numbers of one source of chance in a simulation; the same seed and stream give the same numbers for ever, whatever the framework.
/// The generator is xoshiro256++ (D. Blackman and S. Vigna, 2019), seeded by splitmix64. One owner.
/// </summary>
public sealed class Chance
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <summary>A source of its own for each seed and stream.</summary>
    /// <param name="seed">Of the whole run: another one is another day.</param>
    /// <param name="stream">Which source in that run, such as arrivals: so that one drawing more does not change the others.</param>
    public Chance(int seed, int stream)
    {
        var mixed = (ulong)(uint)seed << 32 | (uint)stream;
        (_a, _b, _c, _d) = (Mix(ref mixed), Mix(ref mixed), Mix(ref mixed), Mix(ref mixed));
    }

    /// <summary>0 up to, without, 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An exponential time: what a memoryless wait takes.</summary>
    /// <param name="mean">Its mean, in whatever unit; above zero.</param>
    public double Exponential(double mean) => -mean * Math.Log(1 - Share());

    /// <summary>A lognormal amount: never negative, with a long tail, as times on scene are.</summary>
    /// <param name="median">Half of all draws are below.</param>
    /// <param name="spread">Standard deviation of the logarithm.</param>
    public double LogNormal(double median, double spread)
    {
        // Box and Muller's method, of which one of the two numbers is enough here.
        var normal = Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(Math.Tau * Share());
        return median * Math.Exp(spread * normal);
    }

    /// <summary>One of several, each as often as its weight says.</summary>
    /// <param name="cumulative">Running sums of the weights; the last is above zero.</param>
    /// <returns>The index of the one chosen.</returns>
    public int Pick(ReadOnlySpan<double> cumulative)
    {
        var found = cumulative.BinarySearch(Share() * cumulative[^1]);

        // A draw exactly on a border belongs to the next; one without weight is never chosen.
        return Math.Min(found < 0 ? ~found : found + 1, cumulative.Length - 1);
    }

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_a + _d, 23) + _a;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    private static ulong Mix(ref ulong state)
    {
        state += 0x9E37_79B9_7F4A_7C15;
        var mixed = state;
        mixed = (mixed ^ mixed >> 30) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ mixed >> 27) * 0x94D0_49BB_1331_11EB;
        return mixed ^ mixed >> 31;
    }
}
