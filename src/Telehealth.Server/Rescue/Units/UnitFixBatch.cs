using System.Buffers.Binary;
using System.Text;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Server.Rescue.Units;

/// <summary>
/// Fixes as one node tells them to the others. Little endian: the version (1 byte), the length of the sender's name (1) and the name in
/// ASCII, then for each tenant its id (16), how many of its units follow (2), and for each of them its id (16), the time in microseconds
/// since 1970 (8), latitude and longitude in ten-millionths of a degree (4 each), accuracy in decimetres, heading in hundredths of a degree
/// and speed in centimetres a second (2 each, all bits set when not known). Whatever else changes here is another version.
/// </summary>
internal static class UnitFixBatch
{
    public const byte Version = 1;

    /// <summary>What is more goes into another batch: some 76 kB in one tenant.</summary>
    public const int MostFixes = 2_000;

    private const int TenantBytes = 18;
    private const int FixBytes = 38;
    private const int MostNameBytes = 100;
    private const int MostBytes = 2 + MostNameBytes + MostFixes * (TenantBytes + FixBytes);
    private const ushort Unknown = ushort.MaxValue;

    private const double DegreeParts = 1e7;
    private const double MetreParts = 10;
    private const double HeadingParts = 100;
    private const double SpeedParts = 100;

    private static readonly long LatestMicroseconds = Microseconds(new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>
    /// A device's position to the last digit that a batch carries, so that every node, the database and every screen have the same: a
    /// centimetre, a microsecond.
    /// </summary>
    public static RawFix Rounded(in RawFix raw) => new(
        Rounded(raw.Latitude, DegreeParts), Rounded(raw.Longitude, DegreeParts), Rounded(raw.AccuracyMetres, MetreParts),
        Rounded(raw.HeadingDegrees, HeadingParts), Time(Microseconds(raw.DeviceTime)), Rounded(raw.SpeedMetresPerSecond, SpeedParts));

    /// <param name="sender">The name of this node.</param>
    /// <param name="fixes">At most <see cref="MostFixes"/>, each as the filter gave it.</param>
    public static byte[] Write(string sender, IReadOnlyCollection<UnitSeen> fixes)
    {
        var tenants = fixes.GroupBy(seen => seen.Unit.Tenant, seen => (seen.Unit.Unit, seen.Fix)).ToList();
        var bytes = new byte[2 + sender.Length + tenants.Count * TenantBytes + fixes.Count * FixBytes];
        var rest = bytes.AsSpan();
        (rest[0], rest[1]) = (Version, (byte)sender.Length);
        rest = rest[(2 + Encoding.ASCII.GetBytes(sender, rest[2..]))..];
        foreach (var tenant in tenants)
        {
            tenant.Key.Value.TryWriteBytes(rest);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[16..], (ushort)tenant.Count());
            rest = rest[TenantBytes..];
            foreach (var (unit, fix) in tenant)
            {
                WriteOne(rest, unit, fix);
                rest = rest[FixBytes..];
            }
        }

        return bytes;
    }

    /// <summary>Who sent it; null when that cannot be read. Its form and its content are another question.</summary>
    public static string? SenderOf(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && bytes[1] <= MostNameBytes && bytes.Length >= 2 + bytes[1]
            ? Encoding.ASCII.GetString(bytes.Slice(2, bytes[1]))
            : null;

    /// <summary>All fixes, or none when anything in it is not as it should be.</summary>
    public static IReadOnlyList<UnitSeen>? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes || SenderOf(bytes) is not { } sender)
            return null;
        var rest = bytes[(2 + sender.Length)..];
        List<UnitSeen> fixes = new(rest.Length / FixBytes);
        while (rest.Length >= TenantBytes)
        {
            var tenant = new TenantId(new Guid(rest[..16]));
            int count = BinaryPrimitives.ReadUInt16LittleEndian(rest[16..]);
            rest = rest[TenantBytes..];
            if (count == 0 || fixes.Count + count > MostFixes || rest.Length < count * FixBytes)
                return null;
            for (; count > 0; count--, rest = rest[FixBytes..])
            {
                if (ReadOne(rest) is not var (unit, fix))
                    return null;
                fixes.Add(new UnitSeen(new UnitKey(tenant, unit), fix));
            }
        }

        return rest.IsEmpty && fixes.Count > 0 ? fixes : null;
    }

    private static void WriteOne(Span<byte> bytes, UnitId unit, in Fix fix)
    {
        unit.Value.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Microseconds(fix.At));
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], (int)Math.Round(fix.Place.Latitude * DegreeParts));
        BinaryPrimitives.WriteInt32LittleEndian(bytes[28..], (int)Math.Round(fix.Place.Longitude * DegreeParts));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[32..], Packed(fix.AccuracyMetres, MetreParts));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[34..], Packed(fix.HeadingDegrees, HeadingParts));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[36..], Packed(fix.SpeedMetresPerSecond, SpeedParts));
    }

    private static (UnitId Unit, Fix Fix)? ReadOne(ReadOnlySpan<byte> bytes)
    {
        var at = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        var latitude = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]) / DegreeParts;
        var longitude = BinaryPrimitives.ReadInt32LittleEndian(bytes[28..]) / DegreeParts;
        if (at < 0 || at > LatestMicroseconds || !GeoPoint.TryCreate(latitude, longitude, out var place)
            || !TryUnpack(bytes[32..], MetreParts, FixFilter.WorstAccuracy.Metres, out var accuracy)
            || !TryUnpack(bytes[34..], HeadingParts, 360, out var heading)
            || !TryUnpack(bytes[36..], SpeedParts, FixFilter.FastestBelievable.MetresPerSecond, out var speed))
            return null;
        return (new UnitId(new Guid(bytes[..16])), new Fix(place, accuracy, heading, Time(at), speed));
    }

    private static ushort Packed(double? value, double parts) => value is { } known ? (ushort)Math.Round(known * parts) : Unknown;

    private static bool TryUnpack(ReadOnlySpan<byte> bytes, double parts, double most, out double? value)
    {
        var packed = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        value = packed == Unknown ? null : packed / parts;
        return value is null || value <= most;
    }

    private static double? Rounded(double? value, double parts) => value is { } known ? Math.Round(known * parts) / parts : null;

    private static double Rounded(double value, double parts) => Math.Round(value * parts) / parts;

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset Time(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
