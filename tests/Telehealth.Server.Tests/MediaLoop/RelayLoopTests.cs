using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Server.Visits.MediaLoop;
using Telehealth.Server.Visits.MediaLoop.Sockets;
using Telehealth.Testing.Media;

namespace Telehealth.Server.Tests.MediaLoop;

public sealed class RelayLoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("Batched", false, false)]
    [InlineData("Plain", false, false)]
    [InlineData("Batched", true, true)]
    [InlineData("Batched", true, false)]
    [InlineData("Plain", false, true)]
    public async Task Two_browsers_hear_each_other(string kind, bool firstByTcp, bool secondByTcp)
    {
        await using var relay = await RunningRelay.Start(options => options.Sockets = Enum.Parse<SocketKind>(kind));
        using var one = new RelayClient(relay.Loop, "one", firstByTcp);
        using var other = new RelayClient(relay.Loop, "other", secondByTcp);
        await one.Negotiate();
        await other.Negotiate();
        await one.Negotiate();
        RelayClient.RunUntil(() => one.Transport.IsConnected && other.Transport.IsConnected, one, other);
        await WaitForConnections(relay.Loop, 2);

        byte[][] said = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];
        foreach (var sound in said) one.SendSound(sound);
        RelayClient.RunUntil(() => other.Transport.ReceivedRtp.Count >= said.Length, one, other);
        other.SendSound([42]);
        RelayClient.RunUntil(() => one.Transport.ReceivedRtp.Count >= 1, one, other);

        Assert.Equal(said, other.Transport.ReceivedRtp.Select(packet => packet[^3..]));
        Assert.Equal(42, one.Transport.ReceivedRtp.Dequeue()[^1]);
        Assert.True(relay.Loop.Transit.Count >= 4);
        Assert.Equal(0, relay.Loop.Faults);
        Assert.Equal((firstByTcp ? 1 : 0) + (secondByTcp ? 1 : 0), relay.Loop.Connections.Open);
    }

    [Fact]
    public async Task A_stop_answers_or_cancels_whoever_waits_and_refuses_the_rest()
    {
        await using var relay = await RunningRelay.Start();
        var asked = await Task.Run(() => Enumerable.Range(0, 3000).Select(i => relay.Loop.StatisticsOf("room", $"peer{i}")).ToList());

        await relay.Loop.StopAsync(CancellationToken.None);

        // Each has its answer, was cancelled, or found the queue closed: nobody waits for ever.
        var all = Task.WhenAll(asked.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        await all.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<Exception>(() => relay.Loop.StatisticsOf("room", "late"));
        Assert.False(await relay.Loop.Notices.WaitToReadAsync());
    }

    [Fact]
    public async Task After_its_end_taking_seats_away_is_nothing()
    {
        await using var relay = await RunningRelay.Start();
        await relay.Loop.StopAsync(CancellationToken.None);

        await relay.Loop.EmptyRoom("room");
        await relay.Loop.RemovePeer("room", "nobody");
        await relay.Loop.CloseRoom("room");
    }

    [Fact]
    public async Task More_questions_than_the_queue_holds_are_all_answered()
    {
        await using var relay = await RunningRelay.Start();

        // As callers in the server do, without the tests' own order of turns.
        var answers = await Task.Run(() => Task.WhenAll(Enumerable.Range(0, 3000).Select(_ => relay.Loop.StatisticsOf("room", "nobody"))))
            .WaitAsync(Patience);

        Assert.All(answers, Assert.Null);
    }

    [Fact]
    public async Task A_wrong_id_reaches_its_caller_and_the_relay_goes_on()
    {
        await using var relay = await RunningRelay.Start();

        using var words = new VirtualNetwork();
        var browser = words.Add("room", "peer");
        browser.Publish(TrackSource.Microphone);

        await Assert.ThrowsAsync<ArgumentException>(() => relay.Loop.Negotiate("no id!", "peer", browser.Offer(), []));

        Assert.Null(await relay.Loop.StatisticsOf("room", "peer"));
        Assert.Equal(1, relay.Loop.Faults);
    }

    [Fact]
    public async Task An_offer_that_was_on_its_way_when_its_seat_was_taken_away_is_refused()
    {
        await using var relay = await RunningRelay.Start();
        using var words = new VirtualNetwork();
        var browser = words.Add("room", "guest");
        browser.Publish(TrackSource.Microphone);

        Assert.True(await relay.Loop.Admit("room", "guest", version: 3));
        await relay.Loop.RemovePeer("room", "guest", version: 4);
        var late = await relay.Loop.NegotiateSeat("room", "guest", browser.Offer(), []);

        Assert.Equal("media.no_seat", Assert.IsType<NegotiationOutcome.Refused>(late).Refusal.Code);
        Assert.Equal(0, relay.Loop.Total(counters => counters.Peers));
    }

    [Fact]
    public async Task A_new_certificate_is_seen_by_new_connections_and_by_no_other()
    {
        await using var relay = await RunningRelay.Start();
        using var before = new RelayClient(relay.Loop, "before", isTcp: false);
        using var after = new RelayClient(relay.Loop, "after", isTcp: false);
        await before.Negotiate();
        var old = before.Fingerprint;

        await Task.WhenAll(relay.Loop.Loops.Select(loop => loop.RotateIdentity(CancellationToken.None)));

        await after.Negotiate();
        await before.Negotiate();
        RelayClient.RunUntil(() => before.Transport.IsConnected && after.Transport.IsConnected, before, after);
        Assert.Equal(old, before.Fingerprint);
        Assert.NotEqual(old, after.Fingerprint);
    }

    [Fact]
    public async Task Wishes_for_a_peer_without_a_seat_find_nobody()
    {
        await using var relay = await RunningRelay.Start();

        Assert.False(await relay.Loop.Mute("room", "nobody", TrackSource.Microphone, isMuted: true));
        Assert.False(await relay.Loop.Subscribe("room", "nobody", null));
        Assert.False(await relay.Loop.ListenTo("room", "nobody", null));
    }

    [Fact]
    public async Task A_UDP_port_in_use_is_named_with_the_setting_to_change()
    {
        using var taken = new UdpClientEnd(IPAddress.Loopback);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            RunningRelay.Start(options => options.Port = taken.Path.Port));

        Assert.Contains($"UDP 127.0.0.1:{taken.Path.Port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("Media:Port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TCP_port_in_use_is_named_with_the_setting_to_change()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunningRelay.Start(options => options.TcpPort = port));

        Assert.Contains($"TCP 127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("Media:TcpPort", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_TCP_only_UDP_listens()
    {
        await using var relay = await RunningRelay.Start(options => options.TcpPort = -1);

        Assert.Null(relay.Loop.TcpEndPoint);
        Assert.Equal(2, relay.Loop.LocalEndPoints.Count);
    }

    [Fact]
    public async Task The_meter_tells_drops_by_their_reason()
    {
        await using var relay = await RunningRelay.Start();
        using var stranger = new UdpClientEnd(IPAddress.Loopback);
        var dropped = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == MediaMetrics.MeterName && instrument.Meter.Scope == relay.Meters)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) =>
        {
            if (instrument.Name == "telehealth.media.dropped") dropped[(string)labels[0].Value!] = value;
        });
        listener.Start();

        for (var i = 0; i < 3; i++) stranger.Send([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], relay.Loop.LocalEndPoints[0]);
        RelayClient.RunUntil(() => relay.Loop.Transit.Count == 3);
        listener.RecordObservableInstruments();

        Assert.Equal(3, dropped["unvalidated_path"]);
        Assert.Equal(0, dropped["srtp_rejected"]);
    }

    private static async Task WaitForConnections(RelayLoops loop, int peers)
    {
        using var deadline = new CancellationTokenSource(Patience);
        for (var connected = 0; connected < peers;)
            if (await loop.Notices.ReadAsync(deadline.Token) is RoomNotice.PeerConnected)
                connected++;
    }
}
