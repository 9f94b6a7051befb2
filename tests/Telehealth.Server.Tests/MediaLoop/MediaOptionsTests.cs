using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.Server.Tests.MediaLoop;

public sealed class MediaOptionsTests
{
    [Theory]
    [InlineData("127.0.0.1", 40000, null, "", null)]
    [InlineData("127.0.0.1", 0, -1, "", null)]
    [InlineData("::", 40000, 443, "2001:db8::1", null)]
    [InlineData("0.0.0.0", 40000, 0, "203.0.113.5:50000", null)]
    [InlineData("here", 40000, null, "", "Media:BindAddress 'here' is not an IP address.")]
    [InlineData("127.0.0.1", 65536, null, "", "Media:Port 65536 is not a port number.")]
    [InlineData("127.0.0.1", -1, null, "", "Media:Port -1 is not a port number.")]
    [InlineData("127.0.0.1", 40000, -2, "", "Media:TcpPort -2 is not a port number, 0 (any free) or -1 (off).")]
    [InlineData("127.0.0.1", 40000, 70000, "", "Media:TcpPort 70000 is not a port number, 0 (any free) or -1 (off).")]
    [InlineData(
        "0.0.0.0", 40000, null, "",
        "Media:AdvertisedAddresses must name an address at which browsers reach this server, because Media:BindAddress is 0.0.0.0.")]
    [InlineData(
        "127.0.0.1", 40000, null, "example.org", "Media:AdvertisedAddresses 'example.org' is not an IP address, or an address and port.")]
    [InlineData("127.0.0.1", 40000, null, "::", "Media:AdvertisedAddresses '::' stands for every address, so no browser can reach it.")]
    [InlineData(
        "127.0.0.1", 40000, null, "239.1.2.3", "Media:AdvertisedAddresses '239.1.2.3' is a multicast address, so no browser can reach it.")]
    public void The_start_check_says_what_is_wrong(string bind, int port, int? tcpPort, string advertised, string? wrong)
    {
        var options = new MediaOptions { BindAddress = bind, Port = port, TcpPort = tcpPort };
        if (advertised.Length > 0) options.AdvertisedAddresses.Add(advertised);

        var result = new MediaOptionsCheck().Validate(null, options);

        Assert.Equal(wrong is null ? [] : [wrong], result.Failures ?? []);
    }

    [Theory]
    [InlineData(40000, null, "", null)]
    [InlineData(65535, 1, "203.0.113.5:65535", null)]
    [InlineData(65534, 2, "203.0.113.5:65534", null)]
    [InlineData(0, 64, "", null)]
    [InlineData(40000, 0, "", "Media:Threads 0 is not a number of threads from 1 to 64.")]
    [InlineData(40000, 65, "", "Media:Threads 65 is not a number of threads from 1 to 64.")]
    [InlineData(65534, 3, "", "Media:Port 65534 leaves no room for the ports of 3 threads: the last port is 65535.")]
    [InlineData(
        40000, 3, "203.0.113.5:65534",
        "Media:AdvertisedAddresses '203.0.113.5:65534' leaves no room for the ports of 3 threads behind it.")]
    public void The_start_check_says_when_there_are_too_few_ports(int port, int? threads, string advertised, string? wrong)
    {
        var options = new MediaOptions { Port = port, Threads = threads };
        if (advertised.Length > 0) options.AdvertisedAddresses.Add(advertised);

        var result = new MediaOptionsCheck().Validate(null, options);

        Assert.Equal(wrong is null ? [] : [wrong], result.Failures ?? []);
    }

    [Fact]
    public void There_is_a_thread_for_each_core_whose_port_the_deployment_opens()
    {
        Assert.Equal(Math.Min(Environment.ProcessorCount, 16), new MediaOptions().ThreadCount);
        Assert.Equal(40, new MediaOptions { Threads = 40 }.ThreadCount);
    }

    [Fact]
    public void The_ports_that_are_mapped_on_the_way_follow_each_other_as_the_threads_do()
    {
        var options = new MediaOptions { Threads = 3 };
        options.AdvertisedAddresses.Add("203.0.113.5:50000");
        options.AdvertisedAddresses.Add("2001:db8::1");

        Assert.Equal(
            ["203.0.113.5:50000 [2001:db8::1]:40000", "203.0.113.5:50001 [2001:db8::1]:40001", "203.0.113.5:50002 [2001:db8::1]:40002"],
            Enumerable.Range(0, 3).Select(thread => string.Join(' ', options.AdvertisedEndPoints(40_000 + thread, thread: thread))));
    }

    [Theory]
    [InlineData(null, 40000, "203.0.113.5:50000 [2001:db8::1]:40000")]
    [InlineData(4443, 4443, "203.0.113.5:4443 [2001:db8::1]:4443")]
    public void A_mapped_port_stands_for_TCP_too_when_the_numbers_are_the_same(int? tcpPort, int bound, string expected)
    {
        var options = new MediaOptions { TcpPort = tcpPort };
        options.AdvertisedAddresses.Add("203.0.113.5:50000");
        options.AdvertisedAddresses.Add("2001:db8::1");

        Assert.Equal(expected, string.Join(' ', options.AdvertisedEndPoints(bound, isMapped: tcpPort is null)));
    }
}
