using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>
/// Writes an RTP header with one-byte extension elements (RFC 8285 section 4.2), or two-byte ones (section 4.3) when the other
/// side's ids do not fit. Use: construct, <see cref="AddExtension"/> as needed, <see cref="Finish"/>.
/// </summary>
public ref struct RtpHeaderWriter
{
    /// <summary>Room enough for a header with the extensions that the relay writes.</summary>
    public const int MaxLength = 64;

    private readonly Span<byte> _destination;
    private readonly bool _isTwoByte;
    private int _length;

    /// <summary>Writes the fixed part (RFC 3550 section 5.1): version 2, no padding, no contributing sources.</summary>
    /// <param name="destination">At least <see cref="RtpHeader.FixedLength"/> bytes; <see cref="MaxLength"/> for extensions.</param>
    /// <param name="isTwoByte">Whether extension elements take the two-byte form.</param>
    /// <param name="marker">The marker bit.</param>
    /// <param name="payloadType">0 to 127.</param>
    /// <param name="sequenceNumber">Modulo 65,536.</param>
    /// <param name="timestamp">In the codec's clock.</param>
    /// <param name="ssrc">The synchronisation source.</param>
    public RtpHeaderWriter(
        Span<byte> destination, bool isTwoByte, bool marker, byte payloadType, ushort sequenceNumber, uint timestamp, uint ssrc)
    {
        _destination = destination;
        _isTwoByte = isTwoByte;
        destination[0] = 0x80;
        destination[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ssrc);
        _length = RtpHeader.FixedLength;
    }

    /// <summary>Adds an element. One that does not fit the form, or the room that is left, is not written.</summary>
    /// <param name="id">1 to 14 (one-byte form) or 1 to 255 (two-byte form); 0 stands for not negotiated and writes nothing.</param>
    /// <param name="value">1 to 16 bytes (one-byte form) or 0 to 255 bytes.</param>
    public void AddExtension(byte id, scoped ReadOnlySpan<byte> value)
    {
        var fits = _isTwoByte ? value.Length <= 255 : id <= 14 && value.Length is >= 1 and <= 16;
        var first = _length == RtpHeader.FixedLength ? 4 : 0;
        if (id == 0 || !fits || _length + first + 2 + value.Length + 3 > _destination.Length) return;
        _length += first;
        if (_isTwoByte)
        {
            _destination[_length++] = id;
            _destination[_length++] = (byte)value.Length;
        }
        else
        {
            _destination[_length++] = (byte)((id << 4) | (value.Length - 1));
        }
        value.CopyTo(_destination[_length..]);
        _length += value.Length;
    }

    /// <summary>Pads the extension block to whole words, writes its length and returns the header's length in bytes.</summary>
    public int Finish()
    {
        const int blockStart = RtpHeader.FixedLength + 4;
        if (_length == RtpHeader.FixedLength) return _length;
        while (_length % 4 != 0) _destination[_length++] = 0;
        _destination[0] |= 0x10;
        BinaryPrimitives.WriteUInt16BigEndian(_destination[RtpHeader.FixedLength..], (ushort)(_isTwoByte ? 0x1000 : 0xBEDE));
        BinaryPrimitives.WriteUInt16BigEndian(_destination[(RtpHeader.FixedLength + 2)..], (ushort)((_length - blockStart) / 4));
        return _length;
    }
}
