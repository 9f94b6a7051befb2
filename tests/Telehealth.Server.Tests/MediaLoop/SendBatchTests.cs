using System.Net;
using Telehealth.Media;
using Telehealth.Server.Visits.MediaLoop.Sockets;

namespace Telehealth.Server.Tests.MediaLoop;

/// <summary>What is the batched socket's own. On a system without batches there is nothing to see.</summary>
public sealed class SendBatchTests
{
    [Fact]
    public void Batches_work_on_this_platform() => Assert.Equal(LibC.IsKnownPlatform, SocketProbe.WhyNotBatched() is null);

    [Fact]
    public void What_one_burst_produced_leaves_in_one_call()
    {
        if (!LibC.IsKnownPlatform) return;
        using var socket = new BatchedSocket(IPAddress.Loopback, 0);
        UdpClientEnd[] ends = [.. Enumerable.Range(0, 20).Select(_ => new UdpClientEnd(IPAddress.Loopback))];

        foreach (var end in ends)
            for (var i = 0; i < 8; i++)
                socket.Send(end.Path, new byte[1100]);
        socket.Flush();

        foreach (var end in ends) end.DrainUntil(8);
        Assert.Equal(1, socket.Sending.Calls);
        foreach (var end in ends) end.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void More_than_the_slab_holds_arrives_all_the_same(bool cutsRuns)
    {
        if (!LibC.IsKnownPlatform) return;
        using var socket = new BatchedSocket(IPAddress.Loopback, 0, slabBytes: 4 * IDatagramSink.DatagramRoom);
        socket.Sending.Segments = cutsRuns;
        using var end = new UdpClientEnd(IPAddress.Loopback);
        var random = new Random(22);
        var sent = Enumerable.Range(0, 100).Select(i => MediaSocketTests.SomeBytes(random, i < 50 ? 1000 : random.Next(1, 1600))).ToArray();

        foreach (var datagram in sent)
        {
            socket.Send(end.Path, datagram);
            end.Drain();
        }
        socket.Flush();

        end.DrainUntil(sent.Length);
        Assert.Equal(sent, end.Received);
    }

    [Fact]
    public void More_messages_than_one_call_takes_arrive_in_order()
    {
        if (!LibC.IsKnownPlatform) return;
        using var socket = new BatchedSocket(IPAddress.Loopback, 0);
        using var one = new UdpClientEnd(IPAddress.Loopback);
        using var two = new UdpClientEnd(IPAddress.Loopback);

        // 1,024 messages fit. Small datagrams, so that the receiving sockets hold them all whatever the system grants.
        for (var i = 0; i < 1500; i++)
        {
            socket.Send(i % 2 == 0 ? one.Path : two.Path, BitConverter.GetBytes(i));
            if (i % 50 == 0) one.Drain();
            if (i % 50 == 0) two.Drain();
        }
        Assert.True(socket.Sending.Calls > 0);
        one.Drain();
        two.Drain();
        socket.Flush();

        one.DrainUntil(750);
        two.DrainUntil(750);
        Assert.Equal(Enumerable.Range(0, 750).Select(i => 2 * i), one.Received.Select(bytes => BitConverter.ToInt32(bytes)));
        Assert.Equal(Enumerable.Range(0, 750).Select(i => 2 * i + 1), two.Received.Select(bytes => BitConverter.ToInt32(bytes)));
    }

    [Fact]
    public void A_run_that_the_route_refuses_is_sent_one_by_one()
    {
        if (!LibC.IsKnownPlatform || !SocketProbe.CutsRuns()) return;
        using var socket = new BatchedSocket(IPAddress.Loopback, 0);
        using var end = new UdpClientEnd(IPAddress.Loopback);
        var nowhere = Telehealth.Media.NetworkPath.From(IPAddress.Parse("203.0.113.1"), 9);

        for (var i = 0; i < 3; i++) socket.Send(nowhere, new byte[100]);
        for (var i = 0; i < 3; i++) socket.Send(end.Path, new byte[100]);
        socket.Flush();

        end.DrainUntil(3);
        Assert.Equal(3, socket.SendFailures);
        Assert.True(socket.Sending.Segments);
    }
}
