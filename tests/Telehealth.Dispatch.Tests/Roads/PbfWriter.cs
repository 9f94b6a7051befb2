using Google.Protobuf;

namespace Telehealth.Dispatch.Tests.Roads;

/// <summary>Writes a message of protocol buffers, field by field.</summary>
internal sealed class PbfWriter
{
    private readonly List<byte> _bytes = [];

    public PbfWriter Number(int field, long number) => Tag(field, 0).Varint((ulong)number);

    /// <summary>A number with its sign last.</summary>
    public PbfWriter SignedNumber(int field, long number) => Tag(field, 0).Varint(SignLast(number));

    public PbfWriter Bytes(int field, ByteString bytes)
    {
        Tag(field, 2).Varint((ulong)bytes.Length)._bytes.AddRange(bytes);
        return this;
    }

    public PbfWriter Text(int field, string text) => Bytes(field, ByteString.CopyFromUtf8(text));

    public PbfWriter List(int field, IEnumerable<long> numbers) =>
        Bytes(field, numbers.Aggregate(new PbfWriter(), (list, number) => list.Varint((ulong)number)).Written());

    /// <summary>Each number as its difference from the one before.</summary>
    public PbfWriter Differences(int field, IReadOnlyList<long> numbers) =>
        Bytes(field, numbers.Select((number, index) => index == 0 ? number : number - numbers[index - 1])
            .Aggregate(new PbfWriter(), (list, difference) => list.Varint(SignLast(difference))).Written());

    public ByteString Written() => ByteString.CopyFrom([.. _bytes]);

    private static ulong SignLast(long number) => (ulong)((number << 1) ^ (number >> 63));

    private PbfWriter Tag(int field, int wireType) => Varint((ulong)((field << 3) | wireType));

    private PbfWriter Varint(ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            _bytes.Add((byte)(number | 0x80));
        _bytes.Add((byte)number);
        return this;
    }
}
