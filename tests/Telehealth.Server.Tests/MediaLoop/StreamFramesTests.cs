using Telehealth.Server.Visits.MediaLoop.Tcp;

namespace Telehealth.Server.Tests.MediaLoop;

public sealed class StreamFramesTests
{
    [Fact]
    public void A_frame_is_complete_at_its_last_byte_and_not_before()
    {
        var stream = new byte[StreamFrames.PrefixBytes + 300];
        StreamFrames.Write(new byte[300], stream);

        for (var length = 0; length < stream.Length; length++)
            Assert.Equal(FrameProgress.Incomplete, StreamFrames.Read(stream.AsSpan(0, length), out _));
        Assert.Equal(FrameProgress.Complete, StreamFrames.Read(stream, out var frame));
        Assert.Equal(300, frame.Length);
    }

    [Theory]
    [InlineData(0, FrameProgress.Complete)]
    [InlineData(1500, FrameProgress.Complete)]
    [InlineData(1501, FrameProgress.TooLong)]
    [InlineData(65535, FrameProgress.TooLong)]
    public void A_length_beyond_a_datagram_is_refused_at_once(int length, object expected)
    {
        byte[] stream = [(byte)(length >> 8), (byte)length, .. new byte[length]];

        Assert.Equal(expected, StreamFrames.Read(stream, out _));
        Assert.Equal(length > StreamFrames.MaxFrame, StreamFrames.Read(stream.AsSpan(0, 2), out _) == FrameProgress.TooLong);
    }
}
