using System.Net;
using System.Text;
using Telehealth.Media;
using Telehealth.Server.Visits.MediaLoop.Sockets;

namespace Telehealth.Server.Tests.MediaLoop;

/// <summary>What the relay may expect of its socket, whichever it is.</summary>
public sealed class MediaSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static TheoryData<string, string, string> Families => new()
    {
        { "Batched", "127.0.0.1", "127.0.0.1" },
        { "Batched", "::1", "::1" },
        { "Batched", "::", "127.0.0.1" },
        { "Batched", "::", "::1" },
        { "Plain", "127.0.0.1", "127.0.0.1" },
        { "Plain", "::1", "::1" },
        { "Plain", "::", "127.0.0.1" },
        { "Plain", "::", "::1" },
    };

    public static TheoryData<string, int[]> Runs => new()
    {
        { "Batched", Sizes(8, 1100) },
        { "Batched", [.. Sizes(7, 1100), 500] },
        { "Batched", [.. Sizes(7, 1100), 500, 500, 1100] },
        { "Batched", Sizes(200, 1100) },
        { "Batched", Sizes(130, 1) },
        { "Batched", Sizes(64, 1500) },
        { "Batched", [.. Enumerable.Range(0, 99).Select(i => i % 2 == 0 ? 900 : 901)] },
        { "Batched", [.. Enumerable.Range(1, 99)] },
        { "Plain", [.. Sizes(7, 1100), 500] },
        { "Plain", [.. Enumerable.Range(0, 99).Select(i => i % 2 == 0 ? 900 : 901)] },
    };

    public static TheoryData<string> Kinds => ["Batched", "Plain"];

    [Theory]
    [MemberData(nameof(Families))]
    public void Echoes_come_back_whole_and_in_order(string kind, string bind, string client)
    {
        using var socket = Open(kind, bind);
        var target = new IPEndPoint(IPAddress.Parse(client), socket.LocalEndPoint.Port);
        UdpClientEnd[] ends = [new(target.Address), new(target.Address), new(target.Address)];
        var random = new Random(20);
        var sent = ends.Select(_ => new List<byte[]>()).ToArray();

        for (var i = 0; i < 10_000; i++)
        {
            var who = random.Next(ends.Length);
            sent[who].Add(SomeBytes(random, i % 3 == 0 ? 1100 : random.Next(1, 1500)));
            ends[who].Send(sent[who][^1], target);
            if (i % 40 == 39) Echo(socket, 40);
        }

        for (var i = 0; i < ends.Length; i++)
        {
            ends[i].DrainUntil(sent[i].Count);
            Assert.Equal(sent[i], ends[i].Received);
            ends[i].Dispose();
        }

        void Echo(MediaSocket through, int count)
        {
            while (count > 0)
            {
                Assert.True(through.Wait(Patience));
                var taken = through.Receive();
                for (var i = 0; i < taken; i++) through.Send(PathOf(through.Received(i, out var from), from), through.Received(i, out _));
                through.Flush();
                count -= taken;
            }
            foreach (var end in ends) end.Drain();
        }

        static NetworkPath PathOf(ReadOnlySpan<byte> datagram, NetworkPath from) => datagram.IsEmpty ? default : from;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_to_one_address_arrives_as_the_datagrams_it_was(string kind, int[] sizes)
    {
        using var socket = Open(kind, "127.0.0.1");
        using var one = new UdpClientEnd(IPAddress.Loopback);
        using var two = new UdpClientEnd(IPAddress.Loopback);
        var random = new Random(21);
        var run = sizes.Select(size => SomeBytes(random, size)).ToArray();

        foreach (var end in new[] { one, two, one })
            foreach (var datagram in run)
                socket.Send(end.Path, datagram);
        socket.Flush();

        one.DrainUntil(2 * run.Length);
        two.DrainUntil(run.Length);
        Assert.Equal([.. run, .. run], one.Received);
        Assert.Equal(run, two.Received);
        Assert.Equal(0, socket.SendFailures);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_sent_to_several_in_turn_reaches_each_in_order(string kind)
    {
        using var socket = Open(kind, "127.0.0.1");
        UdpClientEnd[] ends = [.. Enumerable.Range(0, 5).Select(_ => new UdpClientEnd(IPAddress.Loopback))];

        for (var i = 0; i < 3000; i++)
        {
            socket.Send(ends[i % 5].Path, Encoding.ASCII.GetBytes($"{i}"));
            if (i % 100 != 99) continue;
            socket.Flush();
            foreach (var end in ends) end.Drain();
        }

        for (var i = 0; i < 5; i++)
        {
            ends[i].DrainUntil(600);
            Assert.Equal(Enumerable.Range(0, 600).Select(turn => $"{turn * 5 + i}"), ends[i].Received.Select(Encoding.ASCII.GetString));
            ends[i].Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_wake_from_another_thread_ends_a_wait(string kind)
    {
        using var socket = Open(kind, "127.0.0.1");
        for (var round = 0; round < 20; round++)
        {
            // A wait ends after a second at the latest, so that one wait here is no proof: twenty in a row are.
            var waiting = Task.Factory.StartNew(() => socket.Wait(Patience) ? socket.Receive() : 0, TaskCreationOptions.LongRunning);
            socket.Wake();

            Assert.Equal(0, await waiting.WaitAsync(Patience));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wake_is_no_datagram(string kind)
    {
        using var socket = Open(kind, "127.0.0.1");
        using var end = new UdpClientEnd(IPAddress.Loopback);

        socket.Wake();
        socket.Wake();
        end.Send([1], socket.LocalEndPoint);

        var count = 0;
        while (count == 0)
        {
            if (socket.Wait(Patience)) count = socket.Receive();
        }
        Assert.Equal(1, count);
        Assert.Equal([1], socket.Received(0, out var from).ToArray());
        Assert.Equal(end.Path, from);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_wake_after_the_end_does_nothing(string kind)
    {
        var socket = Open(kind, "127.0.0.1");
        socket.Dispose();

        socket.Wake();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_address_that_cannot_be_reached_costs_the_others_nothing(string kind)
    {
        using var socket = Open(kind, "127.0.0.1");
        using var end = new UdpClientEnd(IPAddress.Loopback);
        // From a loopback address there is no way to the documentation's network, and none from IPv4 to IPv6.
        NetworkPath[] far = [NetworkPath.From(IPAddress.Parse("203.0.113.1"), 9), NetworkPath.From(IPAddress.Parse("2001:db8::1"), 9)];

        for (var i = 0; i < 30; i++)
        {
            socket.Send(end.Path, new byte[100]);
            foreach (var path in far)
            {
                socket.Send(path, new byte[100]);
                socket.Send(path, new byte[100]);
            }
        }
        socket.Flush();

        end.DrainUntil(30);
        Assert.Equal(120, socket.SendFailures);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_empty_or_overlong_datagram_does_no_harm(string kind)
    {
        using var socket = Open(kind, "127.0.0.1");
        using var end = new UdpClientEnd(IPAddress.Loopback);

        end.Send([], socket.LocalEndPoint);
        end.Send(new byte[9000], socket.LocalEndPoint);
        end.Send([7], socket.LocalEndPoint);

        var last = Array.Empty<byte>();
        while (last is not [7])
        {
            Assert.True(socket.Wait(Patience));
            for (var count = socket.Receive(); count > 0; count--)
            {
                last = socket.Received(count - 1, out _).ToArray();
                if (last is [7]) break;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Datagrams_allocate_nothing(string kind)
    {
        using var socket = Open(kind, "127.0.0.1");
        var self = NetworkPath.From(socket.LocalEndPoint.Address, (ushort)socket.LocalEndPoint.Port);
        var datagram = new byte[300];
        Exchange(10_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var exchanged = Exchange(100_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(100_000, exchanged);
        // Not one byte for a datagram; the runtime itself may need some thousands once, when it compiles anew what has become hot.
        Assert.InRange(allocated, 0, 20_000);

        int Exchange(int datagrams)
        {
            var received = 0;
            for (var sent = 0; sent < datagrams; sent += 20)
            {
                for (var i = 0; i < 20; i++) socket.Send(self, datagram.AsSpan(0, 200 + i / 8));
                socket.Flush();
                while (received < sent + 20 && socket.Wait(TimeSpan.FromSeconds(1)))
                    for (var i = socket.Receive(); i > 0; i--, received++)
                        if (socket.Received(i - 1, out _).Length < 200)
                            return -1;
            }
            return received;
        }
    }

    internal static MediaSocket Open(string kind, string bind) =>
        MediaSocket.Open(Enum.Parse<SocketKind>(kind), IPAddress.Parse(bind), 0, out _);

    internal static byte[] SomeBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static int[] Sizes(int count, int size) => [.. Enumerable.Repeat(size, count)];
}
