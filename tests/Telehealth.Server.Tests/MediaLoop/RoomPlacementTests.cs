using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.Server.Tests.MediaLoop;

public sealed class RoomPlacementTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);

    private readonly RoomPlacement _placement = new(loops: 3, maxRooms: 4);

    [Fact]
    public void A_room_goes_to_the_loop_with_the_fewest_seats_and_stays_there()
    {
        Assert.Equal(2, Place("room", 4, 5, 3));
        Assert.Equal(2, Place("room", 0, 0, 90));
        Assert.Equal(2, _placement.Find("room", Start));
    }

    [Fact]
    public void Rooms_that_come_before_anybody_sits_are_spread_all_the_same()
    {
        Assert.Equal([0, 1, 2, 0], new[] { "a", "b", "c", "d" }.Select(room => Place(room, 0, 0, 0)));
    }

    [Fact]
    public void A_room_whose_seats_are_counted_is_not_counted_twice()
    {
        Place("a", 0, 0, 0);
        _placement.EndWait("a");
        _placement.EndWait("a");

        Assert.Equal(1, Place("b", 1, 0, 0));
        Assert.Equal(2, Place("c", 1, 0, 0));
        Assert.Equal(0, Place("d", 0, 0, 0));
    }

    [Fact]
    public void A_room_that_is_only_told_to_be_gone_weighs_nothing()
    {
        Assert.Equal(0, _placement.Place("gone", [0, 0, 0], awaitsSeat: false, Start));

        Assert.Equal(0, Place("room", 0, 0, 0));
        Assert.Equal(0, _placement.Find("gone", Start));
    }

    [Fact]
    public void A_loop_that_stands_still_is_chosen_only_when_all_do()
    {
        Assert.Equal(1, Place("a", int.MaxValue, 9, int.MaxValue));
        Assert.Equal(0, Place("b", int.MaxValue, int.MaxValue, int.MaxValue));
    }

    [Fact]
    public void More_rooms_than_there_may_be_find_no_loop()
    {
        foreach (var room in new[] { "a", "b", "c", "d" }) Place(room, 0, 0, 0);

        Assert.Equal(-1, Place("e", 0, 0, 0));
        Assert.Equal(-1, _placement.Find("e", Start));
        Assert.Equal(1, Place("b", 0, 0, 0));
    }

    [Fact]
    public void Only_a_room_of_which_nothing_was_asked_meanwhile_is_forgotten()
    {
        foreach (var room in new[] { "a", "b", "c" }) Place(room, 0, 9, 9);
        var old = _placement.NotAskedSince(0, Start);
        _placement.Find("b", Start + TimeSpan.FromSeconds(1));

        _placement.Forget(old, Start);

        Assert.Equal(["a", "b", "c"], old);
        Assert.Equal([-1, 0, -1], new[] { "a", "b", "c" }.Select(room => _placement.Find(room, Start)));
        Assert.Empty(_placement.NotAskedSince(1, Start));
    }

    private int Place(string room, params int[] seats) => _placement.Place(room, seats, awaitsSeat: true, Start);
}
