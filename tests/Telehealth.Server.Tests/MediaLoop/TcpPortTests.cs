using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media;
using Telehealth.Media.Ice;
using Telehealth.Media.Stun;
using Telehealth.Server.Visits.MediaLoop.Tcp;

namespace Telehealth.Server.Tests.MediaLoop;

public sealed class TcpPortTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<TcpPort> _ports = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => new(Task.WhenAll(_ports.Select(port => port.Stop())));

    [Fact]
    public async Task Frames_arrive_whole_wherever_the_stream_is_split()
    {
        var port = Open();
        byte[] stream = [0, 3, 1, 2, 3, 0, 1, 9, 0, 0, 0, 2, 7, 8];
        for (var at = 1; at < stream.Length; at++)
        {
            using var client = Connect(port);
            client.NoDelay = true;
            client.Send(stream.AsSpan(0, at));
            if (at >= 5) await Until(() => port.Lanes[0].Frames.HasFrames);
            client.Send(stream.AsSpan(at));

            Assert.Equal([[1, 2, 3], [9], [7, 8]], await Take(port, 3));
        }
    }

    [Fact]
    public async Task A_frame_that_is_too_long_ends_the_connection()
    {
        var port = Open();
        using var client = Connect(port);

        client.Send([0, 1, 5, 0x05, 0xDD, 0, 0]);

        Assert.Equal([[5]], await Take(port, 1));
        Assert.True(IsClosedByThem(client));
        await Until(() => port.Connections == 0);
    }

    [Fact]
    public async Task What_is_committed_arrives_as_frames_with_the_path_it_came_from()
    {
        var port = Open();
        using var client = Connect(port);
        client.Send([0, 1, 5]);
        await Until(() => port.Lanes[0].Frames.HasFrames);
        port.Lanes[0].Frames.TryPeek(out _, out var path);

        port.Lanes[0].Send(path, [1, 2, 3]);
        port.Lanes[0].Send(path, [4]);
        port.Lanes[0].Flush();

        Assert.True(path.IsTcp);
        Assert.Equal(((IPEndPoint)client.LocalEndPoint!).Port, path.Port);
        Assert.Equal([0, 3, 1, 2, 3, 0, 1, 4], ReadExactly(client, 8));
    }

    [Fact]
    public async Task A_reader_that_is_slow_gets_whole_frames_and_costs_bounded_memory()
    {
        var port = Open();
        using var client = Connect(port, receiveBuffer: 8 * 1024);
        var path = await PathOf(port, client);

        // Far more than fits, in turns as the media thread takes them.
        var frame = new byte[1200];
        var committed = 0;
        while (port.Lanes[0].SendOverflows == 0)
        {
            for (var i = 0; i < 20; i++, committed++)
            {
                BitConverter.TryWriteBytes(frame, committed);
                port.Lanes[0].Send(path, frame);
            }
            port.Lanes[0].Flush();
            Assert.True(committed * 1200L < 64 * 1024 * 1024);
        }

        // What arrives are frames in order, with gaps.
        var last = -1;
        for (var i = 0; i < 100; i++)
        {
            var header = ReadExactly(client, 2);
            Assert.Equal(1200, header[0] << 8 | header[1]);
            var number = BitConverter.ToInt32(ReadExactly(client, 1200));
            Assert.True(number > last);
            last = number;
        }
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_is_dropped()
    {
        var port = Open(new() { WriteStall = TimeSpan.FromMilliseconds(200), SweepInterval = TimeSpan.FromMilliseconds(50) });
        using var client = Connect(port, receiveBuffer: 8 * 1024);
        var path = await PathOf(port, client);

        var clock = Stopwatch.StartNew();
        while (port.Connections > 0 && clock.Elapsed < Patience)
        {
            port.Lanes[0].Send(path, new byte[1200]);
            port.Lanes[0].Flush();
        }

        Assert.Equal(0, port.Connections);
    }

    [Fact]
    public async Task A_stranger_with_whom_the_relay_does_not_speak_is_dropped()
    {
        var port = Open(new() { ProofTime = TimeSpan.FromMilliseconds(200), SweepInterval = TimeSpan.FromMilliseconds(50) });
        using var client = Connect(port);
        client.Send([0, 1, 5]);

        await Until(() => port.Lanes[0].Frames.HasFrames);

        Assert.True(IsClosedByThem(client));
        await Until(() => port.Connections == 0);
    }

    [Fact]
    public async Task Who_has_been_spoken_to_stays_until_the_relay_falls_silent()
    {
        var limits = new TcpLimits
        {
            ProofTime = TimeSpan.FromMilliseconds(100),
            SilenceTime = TimeSpan.FromSeconds(1),
            SweepInterval = TimeSpan.FromMilliseconds(50),
        };
        var port = Open(limits);
        using var client = Connect(port);
        var path = await PathOf(port, client);
        port.Lanes[0].Send(path, [1]);
        port.Lanes[0].Flush();
        var clock = Stopwatch.StartNew();

        Assert.True(IsClosedByThem(client));

        Assert.True(clock.Elapsed > limits.ProofTime);
    }

    [Fact]
    public async Task More_connections_than_an_address_may_have_are_refused()
    {
        var port = Open(new() { MaxPerAddress = 3 });
        var clients = Enumerable.Range(0, 3).Select(_ => Connect(port)).ToList();
        await Until(() => port.Connections == 3);

        using var fourth = Connect(port);

        Assert.True(IsClosedByThem(fourth));
        Assert.Equal(1, port.Refused);
        // One that leaves makes room.
        clients[0].Dispose();
        await Until(() => port.Connections == 2);
        using var fifth = Connect(port);
        await Until(() => port.Connections == 3);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task One_connection_fills_its_share_of_the_queue_only()
    {
        var port = Open();
        using var loud = Connect(port);
        using var calm = Connect(port);
        byte[] one = [0, 1, 1];
        loud.Send(Enumerable.Repeat(one, 2000).SelectMany(bytes => bytes).ToArray());
        await Until(() => port.Lanes[0].Frames.Dropped == 2000 - 256);

        calm.Send([0, 1, 2]);

        var frames = await Take(port, 257);
        Assert.Equal([2], frames[^1]);
    }

    [Fact]
    public async Task A_connection_belongs_to_the_lane_that_its_first_check_names()
    {
        var port = Open(lanes: 3);
        using var client = Connect(port);
        client.Send(FrameOf(CheckFor(relay: 2)));
        client.Send([0, 1, 7]);

        await Until(() => port.Lanes[2].Frames.HasFrames);
        port.Lanes[2].Frames.TryPeek(out _, out var path);
        port.Lanes[1].Send(path, [1]);
        port.Lanes[2].Send(path, [2]);
        port.Lanes[1].Flush();
        port.Lanes[2].Flush();

        Assert.Equal([0, 1, 2], ReadExactly(client, 3));
        Assert.Equal((0, 1, 0), (port.Lanes[0].SendOverflows, port.Lanes[1].SendOverflows, port.Lanes[2].SendOverflows));
    }

    [Fact]
    public async Task Who_begins_with_anything_else_is_on_the_first_lane()
    {
        var port = Open(lanes: 3);
        foreach (var first in (byte[][])[[9], CheckFor(relay: 3), CheckFor(relay: 63)])
        {
            using var client = Connect(port);
            client.Send(FrameOf(first));

            Assert.Equal([first], await Take(port, 1));
        }
    }

    [Fact]
    public async Task Connections_are_counted_over_all_lanes_and_leave_their_lane_with_their_end()
    {
        var port = Open(new() { MaxPerAddress = 2 }, lanes: 2);
        using var one = Connect(port);
        var other = Connect(port);
        one.Send(FrameOf(CheckFor(relay: 0)));
        other.Send(FrameOf(CheckFor(relay: 1)));
        await Until(() => port.Lanes[0].Frames.HasFrames && port.Lanes[1].Frames.HasFrames);
        port.Lanes[1].Frames.TryPeek(out _, out var path);

        using var third = Connect(port);
        Assert.True(IsClosedByThem(third));
        other.Dispose();
        await Until(() => port.Connections == 1);
        port.Lanes[1].Send(path, [1]);

        Assert.Equal(1, port.Lanes[1].SendOverflows);
    }

    [Fact]
    public async Task A_stop_ends_every_connection()
    {
        var port = Open();
        using var client = Connect(port);
        await Until(() => port.Connections == 1);

        await port.Stop().WaitAsync(Patience);

        Assert.True(IsClosedByThem(client));
        Assert.Equal(0, port.Connections);
    }

    private TcpPort Open(TcpLimits? limits = null, int lanes = 1)
    {
        var port = new TcpPort(
            new(IPAddress.Loopback, 0), [.. Enumerable.Range(0, lanes).Select(_ => new TcpLane(new(() => { })))], limits ?? new(),
            TimeProvider.System, NullLogger.Instance);
        port.Start();
        _ports.Add(port);
        return port;
    }

    private static byte[] CheckFor(int relay)
    {
        var buffer = new byte[100];
        var writer = new StunWriter(buffer, StunMessageType.BindingRequest, "transaction!"u8);
        writer.WriteAttribute(
            StunAttribute.Username, Encoding.ASCII.GetBytes($"{IceCredentials.Create(new Random(relay), relay).Ufrag}:browser"));
        return buffer[..writer.Length];
    }

    private static byte[] FrameOf(byte[] datagram) => [0, (byte)datagram.Length, .. datagram];

    private static Socket Connect(TcpPort port, int receiveBuffer = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
        };
        if (receiveBuffer > 0)
            socket.ReceiveBufferSize = receiveBuffer;
        socket.Connect(port.LocalEndPoint);
        return socket;
    }

    private static async Task<NetworkPath> PathOf(TcpPort port, Socket client)
    {
        // Its lane knows a connection from its first frame on.
        client.Send([0, 1, 5]);
        await Until(() => port.Lanes[0].Frames.HasFrames);
        var local = (IPEndPoint)client.LocalEndPoint!;
        return NetworkPath.From(local.Address, (ushort)local.Port) with { IsTcp = true };
    }

    private static async Task<List<byte[]>> Take(TcpPort port, int count)
    {
        var frames = new List<byte[]>();
        while (frames.Count < count)
        {
            await Until(() => port.Lanes[0].Frames.HasFrames);
            port.Lanes[0].Frames.TryPeek(out var frame, out _);
            frames.Add(frame.ToArray());
            port.Lanes[0].Frames.Release();
        }
        return frames;
    }

    private static byte[] ReadExactly(Socket client, int count)
    {
        var bytes = new byte[count];
        for (var filled = 0; filled < count; )
            filled += client.Receive(bytes.AsSpan(filled)) is > 0 and var more ? more : throw new EndOfStreamException();
        return bytes;
    }

    private static bool IsClosedByThem(Socket client)
    {
        try
        {
            var buffer = new byte[4096];
            while (client.Receive(buffer) > 0)
            {
            }
            return true;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    private static async Task Until(Func<bool> isSo)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < Patience, "It did not become so in time.");
            await Task.Delay(5);
        }
    }
}
