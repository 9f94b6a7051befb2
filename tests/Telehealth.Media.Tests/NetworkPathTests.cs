using System.Net;

namespace Telehealth.Media.Tests;

public sealed class NetworkPathTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1:4000", false)]
    [InlineData("2001:db8::1", "[2001:db8::1]:4000", true)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1:4000", false)]
    public void An_address_is_kept_and_a_mapped_one_becomes_IPv4(string address, string text, bool isIPv6)
    {
        var path = NetworkPath.From(IPAddress.Parse(address), 4000);

        Assert.Equal(isIPv6, path.IsIPv6);
        Assert.Equal(text, path.ToString());
        Span<byte> bytes = stackalloc byte[16];
        Assert.Equal(path, NetworkPath.FromBytes(bytes[..path.WriteAddress(bytes)], 4000));
    }

    [Fact]
    public void An_address_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => NetworkPath.FromBytes(new byte[5], 1));
}
