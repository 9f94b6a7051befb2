using Google.Protobuf;

namespace Telehealth.Dispatch.Roads;

/// <summary>
/// A message of protocol buffers, field by field in the order of its bytes. Whatever is damaged in it throws <see
/// cref="InvalidDataException"/> or <see cref="InvalidProtocolBufferException"/>, and nothing is allocated that its bytes do not hold.
/// </summary>
internal sealed class PbfMessage(ByteString bytes)
{
    private readonly CodedInputStream _input = bytes.CreateCodedInput();
    private uint _tag;

    /// <summary>The number of the field that is next; it has to be read or skipped.</summary>
    public int Field => WireFormat.GetTagFieldNumber(_tag);

    /// <summary>Goes on to the next field.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next() => (_tag = _input.ReadTag()) != 0;

    /// <summary>The field as a number (<c>int32</c>, <c>int64</c>, <c>uint32</c>).</summary>
    public long Number()
    {
        Expect(WireFormat.WireType.Varint);
        return _input.ReadInt64();
    }

    /// <summary>The field as a number that is written with its sign last (<c>sint64</c>).</summary>
    public long SignedNumber()
    {
        Expect(WireFormat.WireType.Varint);
        return _input.ReadSInt64();
    }

    /// <summary>The field as bytes: a text, a message inside, or a packed list.</summary>
    public ByteString Bytes()
    {
        Expect(WireFormat.WireType.LengthDelimited);
        return _input.ReadBytes();
    }

    /// <summary>
    /// The field as bytes, when it may stand there only once. A list in several parts is valid in general and written by no one.
    /// </summary>
    public void Once(ref ByteString? kept) =>
        kept = kept is null ? Bytes() : throw new InvalidDataException($"Field {Field} of a message stands there twice.");

    /// <summary>Passes the field over.</summary>
    public void Skip() => _input.SkipLastField();

    /// <summary>The numbers of a packed list, one by one; none where it is missing.</summary>
    public static CodedInputStream List(ByteString? packed) => (packed ?? ByteString.Empty).CreateCodedInput();

    private void Expect(WireFormat.WireType expected)
    {
        if (WireFormat.GetTagWireType(_tag) != expected)
            throw new InvalidDataException($"Field {Field} of a message is of another type than it has to be.");
    }
}
