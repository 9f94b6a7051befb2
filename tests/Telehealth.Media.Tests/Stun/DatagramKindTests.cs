using Telehealth.Media.Stun;

namespace Telehealth.Media.Tests.Stun;

public sealed class DatagramKindTests
{
    [Theory]
    [InlineData(new byte[] { }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 0, 1 }, DatagramKind.Stun)]
    [InlineData(new byte[] { 3 }, DatagramKind.Stun)]
    [InlineData(new byte[] { 4 }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 19 }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 20 }, DatagramKind.Dtls)]
    [InlineData(new byte[] { 63, 1 }, DatagramKind.Dtls)]
    [InlineData(new byte[] { 64, 1 }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 127, 1 }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 128 }, DatagramKind.Unknown)]
    [InlineData(new byte[] { 128, 96 }, DatagramKind.Rtp)]
    [InlineData(new byte[] { 144, 224 }, DatagramKind.Rtp)]
    [InlineData(new byte[] { 128, 191 }, DatagramKind.Rtp)]
    [InlineData(new byte[] { 128, 192 }, DatagramKind.Rtcp)]
    [InlineData(new byte[] { 129, 200 }, DatagramKind.Rtcp)]
    [InlineData(new byte[] { 191, 223 }, DatagramKind.Rtcp)]
    [InlineData(new byte[] { 192, 200 }, DatagramKind.Unknown)]
    public void The_first_bytes_tell_the_protocol(byte[] datagram, DatagramKind expected) =>
        Assert.Equal(expected, DatagramKind.Classify(datagram));
}
