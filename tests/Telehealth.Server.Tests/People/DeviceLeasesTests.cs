using Telehealth.Server.Platform.People;

namespace Telehealth.Server.Tests.People;

/// <summary>Given what nodes said and when, who is there at what moment.</summary>
public sealed class DeviceLeasesTests
{
    private static readonly Guid Phone = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Desk = Guid.Parse("00000000-0000-0000-0000-000000000002");

    private readonly DeviceLeases _devices = new(grace: At(10), lease: At(90));
    private long _round;

    [Fact]
    public void Of_whom_nobody_has_spoken_is_not_there_and_was_never_seen() =>
        Assert.Equal((false, (TimeSpan?)null), (_devices.IsHere(At(1)), _devices.LastHere));

    [Fact]
    public void Somebody_is_there_as_long_as_any_device_is()
    {
        Hear(1, "a", Phone);
        Hear(2, "b", Desk);
        Hear(3, "a");

        Assert.True(_devices.IsHere(At(60)));
    }

    [Fact]
    public void A_phone_that_is_back_at_another_node_within_the_grace_was_never_gone()
    {
        Hear(1, "a", Phone);
        Hear(20, "a");
        Assert.True(_devices.IsHere(At(29.9)));

        Hear(29.9, "b", Phone);

        Assert.True(_devices.IsHere(At(30)));
        Assert.True(_devices.IsHere(At(119)));
    }

    [Fact]
    public void Who_is_not_back_within_the_grace_was_last_seen_when_the_connection_broke()
    {
        Hear(1, "a", Phone);
        Hear(20, "a");

        Assert.False(_devices.IsHere(At(30)));
        Assert.Equal((At(30), At(20)), (_devices.Until, _devices.LastHere));
    }

    [Fact]
    public void The_last_device_that_goes_says_when_somebody_was_last_seen()
    {
        Hear(1, "a", Phone, Desk);
        Hear(5, "a", Desk);
        Hear(40, "a");

        Assert.False(_devices.IsHere(At(50)));
        Assert.Equal(At(40), _devices.LastHere);
    }

    [Fact]
    public void What_is_said_again_while_somebody_leaves_does_not_keep_them()
    {
        Hear(1, "a", Phone);
        Hear(20, "a");
        Hear(25, "a");

        Assert.Equal((At(30), At(20)), (_devices.Until, _devices.LastHere));
    }

    [Fact]
    public void A_node_that_says_nothing_more_is_believed_until_its_lease_ends()
    {
        Hear(1, "a", Phone);
        Hear(31, "a", Phone);

        Assert.True(_devices.IsHere(At(120.9)));
        Assert.False(_devices.IsHere(At(121)));
        Assert.Equal(At(31), _devices.LastHere);
    }

    [Fact]
    public void What_was_at_a_node_that_is_gone_has_the_grace_to_come_back_from_when_that_is_known()
    {
        Hear(1, "a", Phone);

        _devices.Lose(node => node == "a", At(40));
        _devices.Lose(node => node == "a", At(45));

        Assert.True(_devices.IsHere(At(49.9)));
        Assert.False(_devices.IsHere(At(50)));
        Assert.Equal(At(40), _devices.LastHere);
    }

    [Fact]
    public void Of_two_nodes_one_may_go_and_nobody_is_missed()
    {
        Hear(1, "a", Phone);
        Hear(1, "b", Desk);

        _devices.Lose(node => node == "a", At(2));

        Assert.True(_devices.IsHere(At(80)));
    }

    [Fact]
    public void A_sign_in_that_ended_takes_its_device_away_at_once_from_every_node()
    {
        Hear(1, "a", Phone);
        Hear(2, "b", Phone);

        Say(3, "a", connected: [], ended: [Phone]);

        Assert.False(_devices.IsHere(At(3)));
        Assert.Equal(At(3), _devices.LastHere);
    }

    [Fact]
    public void A_connection_that_outlives_its_sign_in_keeps_nobody()
    {
        Say(1, "a", connected: [Phone], ended: [Phone]);

        Assert.False(_devices.IsHere(At(1)));
    }

    [Fact]
    public void A_sign_in_that_ended_leaves_the_other_devices()
    {
        Hear(1, "a", Phone, Desk);

        Say(3, "a", connected: [Desk], ended: [Phone]);

        Assert.True(_devices.IsHere(At(60)));
    }

    [Fact]
    public void News_that_come_late_are_not_believed()
    {
        _devices.Hear(new DevicesAtNode("a", 7, [], []), At(1));

        _devices.Hear(new DevicesAtNode("a", 6, [Phone], []), At(2));

        Assert.False(_devices.IsHere(At(2)));
    }

    [Fact]
    public void Who_was_there_when_all_was_forgotten_is_there_until_the_nodes_had_time_to_speak()
    {
        _devices.Presume(last: At(-40), now: At(0));

        Assert.True(_devices.IsHere(At(9.9)));
        Assert.False(_devices.IsHere(At(10)));
        Assert.Equal(At(-40), _devices.LastHere);
    }

    [Fact]
    public void Who_was_there_when_all_was_forgotten_stays_when_a_node_speaks_of_them()
    {
        _devices.Presume(last: At(-40), now: At(0));

        Hear(2, "b", Phone);

        Assert.True(_devices.IsHere(At(60)));
    }

    [Fact]
    public void More_devices_than_one_person_may_have_are_forgotten_the_shortest_lived_first()
    {
        Hear(1, "a", Phone);
        Hear(20, "b", [.. Enumerable.Range(0, DeviceLeases.MostDevices).Select(_ => Guid.NewGuid())]);

        Assert.Equal(At(110), _devices.Until);
        Hear(21, "b");
        Assert.False(_devices.IsHere(At(31)));
    }

    private void Hear(double at, string node, params Guid[] connected) => Say(at, node, connected, ended: []);

    private void Say(double at, string node, Guid[] connected, Guid[] ended) =>
        _devices.Hear(new DevicesAtNode(node, ++_round, connected, ended), At(at));

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
