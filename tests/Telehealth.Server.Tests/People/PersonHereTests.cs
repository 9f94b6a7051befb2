using Telehealth.Server.Platform.People;

namespace Telehealth.Server.Tests.People;

/// <summary>Given who connects to a node and when, what a person's grain is told and how often.</summary>
public sealed class PersonHereTests
{
    private static readonly Guid Phone = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Desk = Guid.Parse("00000000-0000-0000-0000-000000000002");

    private readonly PersonHere _person = new(apart: At(1));

    [Fact]
    public void Who_connects_is_told_of_at_once_and_then_when_it_is_time_again()
    {
        _person.See([Phone], At(0));

        Tells(0, Phone);
        Assert.Null(Told(29));
        Tells(30, Phone);
    }

    [Fact]
    public void However_often_pages_come_and_go_it_is_told_once_a_second()
    {
        _person.See([Phone], At(0));
        Told(0);

        _person.See([], At(0.2));
        _person.See([Phone], At(0.4));
        _person.See([Phone, Desk], At(0.6));

        Assert.Null(Told(0.9));
        Tells(1, Phone, Desk);
        Assert.Null(Told(1.5));
    }

    [Fact]
    public void The_same_devices_with_other_pages_are_not_told_again()
    {
        _person.See([Phone], At(0));
        Told(0);

        _person.See([Phone], At(2));

        Assert.Null(Told(2));
    }

    [Fact]
    public void What_nobody_has_heard_is_told_again()
    {
        _person.See([Phone], At(0));
        _person.Take(At(0));
        _person.Told(At(5), wasHeard: false);

        Assert.Null(_person.Take(At(4)));
        Tells(5, Phone);
    }

    [Fact]
    public void What_changes_while_it_is_being_told_is_told_afterwards()
    {
        _person.See([Phone], At(0));
        _person.Take(At(0));
        _person.See([], At(3));
        Assert.Null(_person.Take(At(3)));
        _person.Told(At(33), wasHeard: true);

        Tells(3);
    }

    [Fact]
    public void Who_signs_out_is_told_of_at_once_and_stays_out_while_a_connection_is_left()
    {
        _person.See([Phone, Desk], At(0));
        Told(0);

        Assert.True(_person.End(new HashSet<Guid> { Phone }, At(0.1)));

        var devices = Assert.NotNull(_person.Take(At(0.1)));
        Assert.Equal([Desk], devices.Connected);
        Assert.Equal([Phone], devices.Ended);
        _person.Told(At(30), wasHeard: true);
        _person.See([Phone, Desk], At(2));
        Assert.Null(_person.Take(At(2)));
    }

    [Fact]
    public void Who_signs_out_just_after_the_line_broke_is_told_of_too()
    {
        _person.See([Phone], At(0));
        Told(0);
        _person.See([], At(2));
        Told(2);

        _person.End(new HashSet<Guid> { Phone }, At(3));

        Assert.Equal([Phone], Assert.NotNull(_person.Take(At(3))).Ended);
    }

    [Fact]
    public void A_sign_in_that_was_never_here_is_nothing_to_be_told()
    {
        _person.See([Phone], At(0));
        Told(0);

        Assert.False(_person.End(new HashSet<Guid> { Desk }, At(1)));
        Assert.Null(_person.Take(At(1)));
    }

    [Fact]
    public void Who_has_gone_is_forgotten_once_that_was_told_and_a_sign_out_can_come_no_more()
    {
        _person.See([Phone], At(0));
        Told(0);
        _person.See([], At(10));
        Told(10);

        Assert.False(_person.IsOver);
        Assert.Null(Told(71));
        Assert.True(_person.IsOver);
    }

    private void Tells(double at, params Guid[] devices) => Assert.Equal(devices, Told(at) ?? [Guid.Empty]);

    private Guid[]? Told(double at)
    {
        var devices = _person.Take(At(at));
        if (devices is not null)
            _person.Told(At(at + 30), wasHeard: true);
        return devices?.Connected;
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
