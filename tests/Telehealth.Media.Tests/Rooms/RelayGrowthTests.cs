using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Testing.Media;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>Tests that weigh the process run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>People come and go all day: the relay must be as small in the evening as it was in the morning.</summary>
[Collection(nameof(Alone))]
public sealed class RelayGrowthTests : IDisposable
{
    private readonly VirtualNetwork network = new(seed: 3);

    public void Dispose() => network.Dispose();

    [Fact]
    public void Ten_thousand_joins_and_leaves_leave_nothing_behind()
    {
        var stays = network.Join("room", "stays", TrackSource.Microphone, TrackSource.Camera);
        ComeAndGo(500);
        var before = Settled();

        ComeAndGo(10_000);

        Assert.InRange(Settled() - before, long.MinValue, 256 * 1024);
        Assert.Equal(1, network.Relay.Counters.Peers);
        Assert.Equal(1, network.Relay.Counters.Rooms);
        Assert.True(stays.Transport.IsConnected);
    }

    [Fact]
    public void Handshakes_leave_nothing_behind_either()
    {
        for (var i = 0; i < 20; i++) Meet(i);
        var before = Settled();

        for (var i = 20; i < 220; i++) Meet(i);

        Assert.InRange(Settled() - before, long.MinValue, 512 * 1024);
        Assert.Equal(0, network.Relay.Counters.Peers);
    }

    private void ComeAndGo(int times)
    {
        var guest = network.Add("room", "guest");
        guest.Publish(TrackSource.Microphone);
        guest.Want(1, 1);
        var offer = guest.Offer();
        for (var i = 0; i < times; i++)
        {
            Assert.True(network.Relay.Admit("room", $"guest-{i}", 0, network.Now));
            Assert.IsType<NegotiationOutcome.Answered>(
                network.Relay.Negotiate("room", $"guest-{i}", offer, [new("0", TrackSource.Microphone)], network.Now));
            network.Relay.RemovePeer("room", $"guest-{i}", network.Now, network);
            if (i % 100 != 0) continue;
            network.Run(1);
            // Not at the end: a list keeps the room that it once needed, and that is not the relay's.
            network.Notices.Clear();
        }
        network.Remove(guest);
        guest.Transport.Dispose();
    }

    private void Meet(int number)
    {
        var guest = network.Join($"room-{number}", "guest", TrackSource.Camera);
        guest.SendPicture(isKeyFrame: true);
        network.Relay.CloseRoom(guest.Room, network.Now, network);
        network.Remove(guest);
        guest.Transport.Dispose();
        network.Notices.Clear();
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
