using System.Buffers.Binary;

namespace Telehealth.Server.Visits.MediaLoop.Tcp;

/// <summary>How far a stream has come with its next frame.</summary>
internal enum FrameProgress
{
    Incomplete,
    Complete,

    /// <summary>It announces more than any datagram of ours or a browser's has: this is not ICE.</summary>
    TooLong,
}

/// <summary>Datagrams on a stream: two bytes of length before each (RFC 4571 section 2, as RFC 6544 section 3 asks for ICE).</summary>
internal static class StreamFrames
{
    public const int PrefixBytes = 2;
    public const int MaxFrame = 1500;

    /// <summary>Reads the stream's first frame; with its prefix it takes <see cref="PrefixBytes"/> more than its length.</summary>
    public static FrameProgress Read(ReadOnlySpan<byte> stream, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (stream.Length < PrefixBytes) return FrameProgress.Incomplete;
        int length = BinaryPrimitives.ReadUInt16BigEndian(stream);
        if (length > MaxFrame) return FrameProgress.TooLong;
        if (stream.Length < PrefixBytes + length) return FrameProgress.Incomplete;
        frame = stream.Slice(PrefixBytes, length);
        return FrameProgress.Complete;
    }

    /// <summary>Writes a frame and returns how many bytes it takes.</summary>
    public static int Write(ReadOnlySpan<byte> frame, Span<byte> stream)
    {
        BinaryPrimitives.WriteUInt16BigEndian(stream, (ushort)frame.Length);
        frame.CopyTo(stream[PrefixBytes..]);
        return PrefixBytes + frame.Length;
    }
}
