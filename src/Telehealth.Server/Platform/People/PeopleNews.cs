using System.Buffers.Binary;

namespace Telehealth.Server.Platform.People;

/// <summary>
/// What nodes tell each other of people, in bytes. A person comes or goes; and a person's grain that came up anew asks who has them. Either
/// may be lost: whoever shows presence asks again, and nodes say what they have again.
/// </summary>
internal static class PeopleNews
{
    /// <summary>Somebody has come or gone.</summary>
    public const string Presence = "people.presence";

    /// <summary>Which nodes have a device of this person?</summary>
    public const string Asked = "people.asked";

    private const byte Version = 1;
    private const int KeyLength = 1 + 16 + 16;
    private const int PresenceLength = KeyLength + 1 + 8;

    public static byte[] OfPerson(PersonKey person) => Write(person, KeyLength);

    public static byte[] OfPresence(PersonKey person, PersonPresence presence)
    {
        var bytes = Write(person, PresenceLength);
        bytes[KeyLength] = presence.IsHere ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(KeyLength + 1), presence.LastSeen?.UtcTicks ?? 0);
        return bytes;
    }

    /// <summary>Null for what is of another version, or is none.</summary>
    public static PersonKey? ReadPerson(ReadOnlySpan<byte> bytes) => bytes is [Version, ..] && bytes.Length >= KeyLength
        ? new PersonKey(new TenantId(new Guid(bytes.Slice(1, 16))), new Guid(bytes.Slice(17, 16)))
        : null;

    /// <summary>Null for what is of another version, or is none.</summary>
    public static (PersonKey Person, PersonPresence Presence)? ReadPresence(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PresenceLength || ReadPerson(bytes) is not { } person)
            return null;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[(KeyLength + 1)..]);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
            return null;
        return (person, new PersonPresence(bytes[KeyLength] == 1, ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero)));
    }

    private static byte[] Write(PersonKey person, int length)
    {
        var bytes = new byte[length];
        bytes[0] = Version;
        person.Tenant.Value.TryWriteBytes(bytes.AsSpan(1));
        person.Person.TryWriteBytes(bytes.AsSpan(17));
        return bytes;
    }
}
