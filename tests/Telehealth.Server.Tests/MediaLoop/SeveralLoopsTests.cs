using System.Diagnostics.Metrics;
using System.Net;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Server.Visits.MediaLoop;
using Telehealth.Testing.Media;

namespace Telehealth.Server.Tests.MediaLoop;

/// <summary>Rooms on several media threads, on real sockets.</summary>
public sealed class SeveralLoopsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_rooms_are_on_two_threads_and_media_flows_in_both(bool isTcp)
    {
        await using var relay = await RunningRelay.Start();
        using var here = await Meeting.Begin(relay.Loop, "here", isTcp);
        using var there = await Meeting.Begin(relay.Loop, "there", isTcp);

        here.Talk(3);
        there.Talk(5);

        Assert.Equal([2, 2], relay.Loop.Loops.Select(loop => loop.Counters!.Peers));
        Assert.Equal([3, 5], relay.Loop.Loops.Select(loop => loop.Counters!.PacketsForwarded));
        Assert.Equal((8, 0), (relay.Loop.Total(counters => counters.PacketsForwarded), relay.Loop.Faults));
        Assert.Equal(isTcp ? 4 : 0, relay.Loop.Connections.Open);
    }

    [Fact]
    public async Task All_people_of_a_room_are_told_the_port_of_its_thread()
    {
        await using var relay = await RunningRelay.Start();
        using var here = await Meeting.Begin(relay.Loop, "here");
        using var there = await Meeting.Begin(relay.Loop, "there");
        using var late = new RelayClient(relay.Loop, "late", isTcp: false, "here");
        await late.Negotiate();

        var ports = relay.Loop.LocalEndPoints;
        Assert.Equal(2, ports.Select(end => end.Port).Distinct().Count());
        Assert.Equal([ports[0], ports[0], ports[0]], new[] { here.One.Candidate, here.Other.Candidate, late.Candidate });
        Assert.Equal([ports[1], ports[1]], new[] { there.One.Candidate, there.Other.Candidate });
    }

    [Fact]
    public async Task By_TCP_all_are_told_the_one_port()
    {
        await using var relay = await RunningRelay.Start();
        using var here = await Meeting.Begin(relay.Loop, "here", isTcp: true);
        using var there = await Meeting.Begin(relay.Loop, "there", isTcp: true);

        Assert.Equal(relay.Loop.TcpEndPoint, here.One.Candidate);
        Assert.Equal(relay.Loop.TcpEndPoint, there.Other.Candidate);
    }

    [Fact]
    public async Task One_thread_is_one_port_for_every_room()
    {
        await using var relay = await RunningRelay.Start(options => options.Threads = 1);
        using var here = await Meeting.Begin(relay.Loop, "here");
        using var there = await Meeting.Begin(relay.Loop, "there");

        here.Talk(2);
        there.Talk(2);

        var port = Assert.Single(relay.Loop.LocalEndPoints);
        Assert.Equal([port, port], new[] { here.One.Candidate, there.Other.Candidate });
        Assert.Equal(4, Assert.Single(relay.Loop.Loops).Counters!.Peers);
    }

    [Fact]
    public async Task A_thread_that_is_held_stops_its_own_rooms_alone_and_gets_no_new_ones()
    {
        await using var relay = await RunningRelay.Start(options => options.Threads = 3);
        using var here = await Meeting.Begin(relay.Loop, "here");
        using var there = await Meeting.Begin(relay.Loop, "there");
        using var release = new ManualResetEventSlim();
        try
        {
            await relay.Loop.Loops[0].Send((_, _, _) => release.Wait(Patience), CancellationToken.None);
            await relay.Loop.Loops[2].Send((_, _, _) => release.Wait(Patience), CancellationToken.None);

            there.Talk(10);
            RelayClient.RunUntil(() => relay.Loop.Loops[2].IsStalled && relay.Loop.Loops[0].IsStalled, there.One, there.Other);
            using var next = await Meeting.Begin(relay.Loop, "next");
            next.Talk(1);
            there.Talk(10);

            Assert.Equal(there.One.Candidate, next.One.Candidate);
        }
        finally
        {
            release.Set();
        }
        here.Talk(1);
        Assert.Equal(0, relay.Loop.Faults);
    }

    [Fact]
    public async Task A_thread_that_meets_faults_goes_on_and_the_other_has_none()
    {
        await using var relay = await RunningRelay.Start();
        using var here = await Meeting.Begin(relay.Loop, "here");
        using var there = await Meeting.Begin(relay.Loop, "there");

        for (var i = 0; i < 20; i++)
        {
            await relay.Loop.Loops[0].Send((_, _, _) => throw new InvalidOperationException("a fault"), CancellationToken.None);
            there.Talk(1);
            here.Talk(1);
        }

        Assert.Equal([20, 0], relay.Loop.Loops.Select(loop => loop.Faults));
        Assert.Equal(20, relay.Loop.Faults);
    }

    [Fact]
    public async Task The_ports_follow_the_first_one_and_one_that_is_taken_stops_the_start_with_what_to_set()
    {
        using var taken = new UdpClientEnd(IPAddress.Loopback);
        var first = taken.Path.Port - 1;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningRelay.Start(options =>
            (options.Port, options.Threads, options.TcpPort) = (first, 2, -1)));

        Assert.Equal(
            $"The media relay cannot listen on UDP 127.0.0.1:{taken.Path.Port} (AddressAlreadyInUse). Set Media:BindAddress and Media:Port. "
            + $"Each of the 2 media threads needs a port, from {first} on; Media:Threads is their number.",
            error.Message);
        // What was opened before is free again, and one thread needs no more than it.
        await using var relay = await RunningRelay.Start(options => (options.Port, options.Threads, options.TcpPort) = (first, 1, -1));
        Assert.Equal(first, Assert.Single(relay.Loop.LocalEndPoints).Port);
    }

    [Fact]
    public async Task The_limits_are_the_servers_and_not_a_threads()
    {
        await using var relay = await RunningRelay.Start(options => options.MaxPeers = 3);
        using var here = await Meeting.Begin(relay.Loop, "here");
        using var there = new RelayClient(relay.Loop, "one", isTcp: false, "there");
        await there.Negotiate();
        using var words = new VirtualNetwork();
        var fourth = words.Add("there", "fourth");
        fourth.Publish(TrackSource.Microphone);

        var refused = await relay.Loop.Negotiate("there", "fourth", fourth.Offer(), []);

        Assert.Equal("media.relay_full", Assert.IsType<NegotiationOutcome.Refused>(refused).Refusal.Code);
        Assert.Equal([2, 1], relay.Loop.Loops.Select(loop => loop.Counters!.Peers));
    }

    [Fact]
    public async Task A_room_that_was_closed_before_anybody_sat_there_stays_closed_on_whichever_thread()
    {
        await using var relay = await RunningRelay.Start(options => options.Threads = 4);
        string[] rooms = [.. Enumerable.Range(0, 16).Select(i => $"room{i}")];

        foreach (var room in rooms) await relay.Loop.CloseRoom(room);

        foreach (var room in rooms) Assert.False(await relay.Loop.Admit(room, "late"));
    }

    [Fact]
    public async Task Where_a_room_was_is_forgotten_when_it_is_gone_and_not_while_somebody_sits_there()
    {
        var clock = new SetTime();
        await using var relay = await RunningRelay.Start(options => options.TcpPort = -1, clock: clock);
        await relay.Loop.Admit("kept", "ann", version: 1);
        await relay.Loop.Admit("gone", "ben", version: 1);
        await relay.Loop.RemovePeer("gone", "ben", version: 2);
        clock.At += TimeSpan.FromMinutes(10);
        await Task.WhenAll(relay.Loop.ForgetGone(0, CancellationToken.None), relay.Loop.ForgetGone(1, CancellationToken.None));
        Assert.Equal(2, relay.Loop.PlacedRooms);

        clock.At += TimeSpan.FromMinutes(2);
        await Task.WhenAll(relay.Loop.ForgetGone(0, CancellationToken.None), relay.Loop.ForgetGone(1, CancellationToken.None));

        Assert.Equal(1, relay.Loop.PlacedRooms);
        await relay.Loop.CloseRoom("kept");
        Assert.False(await relay.Loop.Admit("kept", "ann", version: 5));
    }

    [Fact]
    public async Task The_meter_tells_of_all_threads_together_and_of_each()
    {
        await using var relay = await RunningRelay.Start();
        using var here = await Meeting.Begin(relay.Loop, "here");
        using var there = await Meeting.Begin(relay.Loop, "there");
        here.Talk(2);
        there.Talk(3);
        var told = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == MediaMetrics.MeterName && instrument.Meter.Scope == relay.Meters)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) =>
            told[instrument.Name + (labels.Length > 0 ? $"/{labels[0].Value}" : "")] = value);
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Equal((5, 2, 3), (
            told["telehealth.media.packets.forwarded"], told["telehealth.media.thread.packets.forwarded/0"],
            told["telehealth.media.thread.packets.forwarded/1"]));
        Assert.Equal((4, 2, 2), (
            told["telehealth.media.peers"], told["telehealth.media.thread.peers/0"], told["telehealth.media.thread.peers/1"]));
        Assert.Equal((2, 0), (told["telehealth.media.rooms"], told["telehealth.media.threads.stalled"]));
    }

    /// <summary>Two people in a room, connected.</summary>
    private sealed class Meeting : IDisposable
    {
        private readonly RelayLoops _relay;

        private Meeting(RelayLoops relay, string room, bool isTcp)
        {
            (_relay, One, Other) = (relay, new(relay, "one", isTcp, room), new(relay, "other", isTcp, room));
        }

        public RelayClient One { get; }

        public RelayClient Other { get; }

        public static async Task<Meeting> Begin(RelayLoops relay, string room, bool isTcp = false)
        {
            var meeting = new Meeting(relay, room, isTcp);
            await meeting.One.Negotiate();
            await meeting.Other.Negotiate();
            await meeting.One.Negotiate();
            RelayClient.RunUntil(
                () => meeting.One.Transport.IsConnected && meeting.Other.Transport.IsConnected, meeting.One, meeting.Other);
            // A browser is connected a flight before the relay is, and what comes before is dropped.
            using var deadline = new CancellationTokenSource(Patience);
            for (var connected = 0; connected < 2;)
                if (await relay.Notices.ReadAsync(deadline.Token) is RoomNotice.PeerConnected notice && notice.Room == room)
                    connected++;
            return meeting;
        }

        /// <summary>One speaks so many packets, and the other hears them.</summary>
        public void Talk(int packets)
        {
            var heard = Other.Transport.ReceivedRtp.Count;
            for (var i = 0; i < packets; i++) One.SendSound([1, 2, 3]);
            RelayClient.RunUntil(() => Other.Transport.ReceivedRtp.Count == heard + packets, One, Other);
        }

        public void Dispose()
        {
            One.Dispose();
            Other.Dispose();
        }
    }

    private sealed class SetTime : TimeProvider
    {
        public TimeSpan At { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => At.Ticks;
    }
}
