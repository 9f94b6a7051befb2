namespace Telehealth.Media.Stun;

/// <summary>The CRC-32 of ITU V.42 that FINGERPRINT uses (RFC 8489 section 14.7): reflected, polynomial 0x04C11DB7.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data) crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        const uint reflectedPolynomial = 0xEDB88320;
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var entry = i;
            for (var bit = 0; bit < 8; bit++) entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ reflectedPolynomial;
            table[i] = entry;
        }
        return table;
    }
}
