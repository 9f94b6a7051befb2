using System.Net;
using Telehealth.Testing.Media;

namespace Telehealth.Server.Tests.MediaLoop;

public sealed class ImpairmentTests
{
    [Fact]
    public void One_seed_decides_the_same_fate_again()
    {
        var impairment = new Impairment
        {
            Loss = 0.1,
            Delay = TimeSpan.FromMilliseconds(20),
            Jitter = TimeSpan.FromMilliseconds(5),
            Reordering = 0.05,
            Duplication = 0.05,
            RateBps = 1_000_000,
        };

        Assert.Equal(Fates(impairment, seed: 7), Fates(impairment, seed: 7));
        Assert.NotEqual(Fates(impairment, seed: 7), Fates(impairment, seed: 8));
    }

    [Fact]
    public void The_parts_are_what_was_asked_for()
    {
        var link = new ImpairedLink(new() { Loss = 0.05, Duplication = 0.02, Reordering = 0.01 }, new Random(9));

        for (var i = 0; i < 100_000; i++) link.Take(1000, TimeSpan.FromMilliseconds(i), out _);

        Assert.InRange(link.Counters.Lost, 4_700, 5_300);
        Assert.InRange(link.Counters.Duplicated, 1_700, 2_100);
        Assert.InRange(link.Counters.Reordered, 800, 1_100);
        Assert.Equal(100_000, link.Counters.Lost + link.Counters.Passed);
    }

    [Fact]
    public void Jitter_keeps_the_order_and_its_bounds()
    {
        var link = new ImpairedLink(new() { Delay = TimeSpan.FromMilliseconds(20), Jitter = TimeSpan.FromMilliseconds(5) }, new Random(10));
        var last = TimeSpan.Zero;
        for (var now = TimeSpan.Zero; now < TimeSpan.FromSeconds(1); now += TimeSpan.FromMilliseconds(1))
        {
            var arrival = link.Take(100, now, out _)!.Value;

            Assert.InRange((arrival - now).TotalMilliseconds, 15, 25);
            Assert.True(arrival >= last);
            last = arrival;
        }
    }

    [Fact]
    public void A_rate_lets_through_what_it_says_and_its_queue_no_more_than_it_holds()
    {
        var link = new ImpairedLink(new() { RateBps = 300_000, Queue = TimeSpan.FromMilliseconds(100) }, new Random(11));
        var arrived = 0;
        for (var now = TimeSpan.Zero; now < TimeSpan.FromSeconds(10); now += TimeSpan.FromMilliseconds(10))
        {
            if (link.Take(972, now, out _) is not { } arrival) continue;
            arrived++;
            Assert.True(arrival - now < TimeSpan.FromMilliseconds(140));
        }

        // 300 kbit/s are 37.5 datagrams of 1,000 bytes a second.
        Assert.InRange(arrived, 370, 382);
        Assert.Equal(1000 - arrived, link.Counters.Overflowed);
    }

    [Fact]
    public void The_proxy_gives_each_client_a_way_of_its_own_and_back()
    {
        var impairment = new Impairment { Delay = TimeSpan.FromMilliseconds(5) };
        using var socket = MediaSocketTests.Open("Plain", "127.0.0.1");
        using var proxy = new ImpairmentProxy(new(IPAddress.Loopback, 0), socket.LocalEndPoint, impairment, impairment, seed: 12);
        using var one = new UdpClientEnd(IPAddress.Loopback);
        using var two = new UdpClientEnd(IPAddress.Loopback);

        one.Send([1], proxy.LocalEndPoint);
        two.Send([2], proxy.LocalEndPoint);
        for (var echoed = 0; echoed < 2;)
        {
            Assert.True(socket.Wait(TimeSpan.FromSeconds(10)));
            for (var i = socket.Receive(); i > 0; i--, echoed++)
            {
                var datagram = socket.Received(i - 1, out var from);
                Telehealth.Media.DatagramSinks.Send(socket, from, datagram);
            }
        }

        one.DrainUntil(1);
        two.DrainUntil(1);
        Assert.Equal([1], one.Received[0]);
        Assert.Equal([2], two.Received[0]);
        Assert.Equal((2, 2), (proxy.Up.Passed, proxy.Down.Passed));
    }

    private static List<(TimeSpan?, TimeSpan?)> Fates(Impairment impairment, int seed)
    {
        var link = new ImpairedLink(impairment, new Random(seed));
        return [.. Enumerable.Range(0, 500).Select(i => (link.Take(1000, TimeSpan.FromMilliseconds(i * 5), out var again), again))];
    }
}
