using System.Security.Cryptography;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>The system's generator behind the framework's form, for code that takes its randomness as an argument.</summary>
internal sealed class CryptographicRandom : Random
{
    public override void NextBytes(byte[] buffer) => RandomNumberGenerator.Fill(buffer);

    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    public override int Next() => RandomNumberGenerator.GetInt32(int.MaxValue);

    public override int Next(int maxValue) => maxValue == 0 ? 0 : RandomNumberGenerator.GetInt32(maxValue);

    public override int Next(int minValue, int maxValue) =>
        minValue == maxValue ? minValue : RandomNumberGenerator.GetInt32(minValue, maxValue);

    public override long NextInt64() => NextInt64(long.MaxValue);

    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    // Rejection keeps it even: the range is cut to whole multiples of its width.
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        var width = unchecked((ulong)(maxValue - minValue));
        if (width == 0) return minValue;
        var limit = ulong.MaxValue - ulong.MaxValue % width;
        Span<byte> bytes = stackalloc byte[8];
        ulong value;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            value = BitConverter.ToUInt64(bytes);
        }
        while (value >= limit);
        return unchecked(minValue + (long)(value % width));
    }

    public override double NextDouble() => Sample();

    public override float NextSingle() => NextInt64(1L << 24) * (1.0f / (1 << 24));

    protected override double Sample() => NextInt64(1L << 53) * (1.0 / (1L << 53));
}
