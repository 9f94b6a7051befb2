using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Tests.Units;

/// <summary>Whither a unit faces, which decides on which of two carriageways it is.</summary>
public sealed class UnitCourseTests
{
    private readonly UnitCourse course = new();

    [Fact]
    public void A_device_that_drives_and_says_its_heading_is_believed() => Assert.Equal(90, Take(0, 0, heading: 90, speed: 10));

    [Fact]
    public void One_that_stands_at_a_light_keeps_the_direction_for_two_minutes_whatever_its_receiver_says()
    {
        Take(0, 0, heading: 90, speed: 10);

        Assert.Equal(90, Take(30, 2, heading: 271, speed: 0.4));
        Assert.Equal(90, Take(120, 0, heading: null, speed: null));
        Assert.Null(Take(121, 1, heading: 12, speed: 0));
    }

    [Fact]
    public void Without_a_heading_it_is_the_direction_since_an_earlier_fix()
    {
        Assert.Null(Take(0, 0));
        Assert.Null(Take(1, 12));
        Assert.Equal(90, Take(3, 36)!.Value, 0.1);
        Assert.Equal(270, Take(6, 0)!.Value, 0.1);
    }

    [Fact]
    public void Fixes_that_differ_by_their_doubt_or_are_long_apart_tell_no_direction()
    {
        Assert.Null(Take(0, 0, accuracy: 20));
        Assert.Null(Take(5, 60, accuracy: 20));
        Assert.Null(Take(60, 400));
    }

    private double? Take(double seconds, double east, double? heading = null, double? speed = null, double? accuracy = null) =>
        course.Take(new Fix(Some.Place(east, 0), accuracy, heading, Some.Noon.AddSeconds(seconds), speed)).DrivenDegrees;
}
