namespace Telehealth.Media.Tests;

/// <summary>Bad input made from good input, by the test's own seeded source.</summary>
internal static class Mutation
{
    /// <summary>Flips, overwrites, cuts, doubles or extends; now and then nothing but noise.</summary>
    public static byte[] Of(byte[] good, Random random)
    {
        if (random.Next(16) == 0) return Noise(random.Next(0, 200), random);
        var bytes = good.ToArray();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            switch (random.Next(5))
            {
                case 0 when bytes.Length > 0:
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when bytes.Length > 0:
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes = bytes[..random.Next(bytes.Length + 1)];
                    break;
                case 3:
                    bytes = [.. bytes, .. Noise(random.Next(1, 64), random)];
                    break;
                default:
                    bytes = [.. bytes, .. good[random.Next(good.Length)..]];
                    break;
            }
        }
        return bytes;
    }

    private static byte[] Noise(int length, Random random)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
