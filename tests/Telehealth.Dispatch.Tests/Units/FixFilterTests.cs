using Telehealth.Dispatch.Units;

namespace Telehealth.Dispatch.Tests.Units;

public sealed class FixFilterTests
{
    private readonly FixFilter filter = new();

    [Theory]
    [InlineData(91, 9, "fix.out_of_range")]
    [InlineData(48, -180.5, "fix.out_of_range")]
    [InlineData(double.NaN, 9, "fix.out_of_range")]
    [InlineData(48, double.PositiveInfinity, "fix.out_of_range")]
    [InlineData(0, 0, "fix.zero")]
    [InlineData(-0.0, 0, "fix.zero")]
    public void A_place_that_is_none_is_refused(double latitude, double longitude, string code) =>
        Assert.Equal(code, Offer(new RawFix(latitude, longitude, null, null, Some.Noon)).Code());

    [Theory]
    [InlineData(5.001, FixRefusal.Future)]
    [InlineData(5, FixRefusal.None)]
    [InlineData(-300, FixRefusal.None)]
    [InlineData(-300.001, FixRefusal.TooOld)]
    public void A_time_is_believed_from_five_minutes_ago_to_five_seconds_ahead(double seconds, FixRefusal expected) =>
        Assert.Equal(expected, Offer(At(0, seconds)));

    [Theory]
    [InlineData(1_000.0, FixRefusal.None)]
    [InlineData(1_000.1, FixRefusal.Inaccurate)]
    [InlineData(-1.0, FixRefusal.Inaccurate)]
    [InlineData(double.NaN, FixRefusal.Inaccurate)]
    public void An_accuracy_worse_than_a_kilometre_is_refused(double accuracy, FixRefusal expected) =>
        Assert.Equal(expected, Offer(At(0, 0) with { AccuracyMetres = accuracy }));

    [Fact]
    public void The_same_fix_twice_is_a_duplicate_and_an_older_one_out_of_order()
    {
        Offer(At(0, -10));

        Assert.Equal(FixRefusal.Duplicate, Offer(At(0, -10)));
        Assert.Equal(FixRefusal.OutOfOrder, Offer(At(5, -10)));
        Assert.Equal(FixRefusal.OutOfOrder, Offer(At(0, -11)));
        Assert.Equal(FixRefusal.None, Offer(At(0, -9)));
    }

    [Theory]
    [InlineData(995, FixRefusal.None)]
    [InlineData(1_005, FixRefusal.ImpossibleSpeed)]
    public void More_than_a_hundred_metres_a_second_is_refused(double metresInTenSeconds, FixRefusal expected)
    {
        Offer(At(0, -10));

        Assert.Equal(expected, Offer(At(metresInTenSeconds, 0)));
    }

    [Fact]
    public void Inaccuracy_is_not_taken_for_speed()
    {
        Offer(At(0, -0.1) with { AccuracyMetres = 20 });

        Assert.Equal(FixRefusal.None, Offer(At(30, 0) with { AccuracyMetres = 20 }));
    }

    [Fact]
    public void Three_fixes_that_agree_outvote_a_believed_lie()
    {
        Offer(At(500_000, -60));

        Assert.Equal(FixRefusal.ImpossibleSpeed, Offer(At(0, -5)));
        Assert.Equal(FixRefusal.ImpossibleSpeed, Offer(At(10, -4)));
        Assert.Equal(FixRefusal.None, Offer(At(20, -3)));
        Assert.Equal(FixRefusal.None, Offer(At(30, -2)));
    }

    [Fact]
    public void Jumps_that_disagree_never_outvote_the_last()
    {
        Offer(At(0, -60));

        for (var jump = 1; jump <= 20; jump++)
            Assert.Equal(FixRefusal.ImpossibleSpeed, Offer(At(jump * 50_000, -50 + jump)));
    }

    [Fact]
    public void What_another_filter_believed_is_judged_by_as_what_this_one_did()
    {
        filter.TryAccept(Some.Unit(1), At(0, -10), Some.Noon, out var fix, out _);
        FixFilter other = new();

        other.Learn(Some.Unit(1), fix);
        other.Learn(Some.Unit(1), fix with { At = fix.At.AddSeconds(-1) });

        foreach (var next in new[] { At(0, -10), At(5, -11), At(50_000, -9), At(5, -9), At(50_000, -8) })
        {
            filter.TryAccept(Some.Unit(1), next, Some.Noon, out _, out var expected);
            other.TryAccept(Some.Unit(1), next, Some.Noon, out _, out var refusal);
            Assert.Equal(expected, refusal);
        }

        Assert.Equal(1, other.Of(Some.Unit(1)).Believed);
    }

    [Fact]
    public void Refusals_are_counted_for_each_unit_and_in_all()
    {
        Offer(At(0, 0));
        Offer(At(0, 0));
        filter.TryAccept(Some.Unit(2), At(0, 60), Some.Noon, out _, out _);

        Assert.Equal(1, filter.Count(Some.Unit(1), FixRefusal.Duplicate));
        Assert.Equal(0, filter.Count(Some.Unit(2), FixRefusal.Duplicate));
        Assert.Equal(1, filter.Count(FixRefusal.Duplicate));
        Assert.Equal(1, filter.Count(FixRefusal.Future));
        Assert.Equal(1, filter.Count(FixRefusal.None));
    }

    [Fact]
    public void What_became_of_a_units_fixes_is_told_by_reason_and_does_not_change_afterwards()
    {
        Offer(At(0, 0));
        Offer(At(0, 0));
        Offer(At(0, 60));
        Offer(At(0, 61));

        var counts = filter.Of(Some.Unit(1));
        Offer(At(0, 0));

        Assert.Equal((4, 1), (counts.Received, counts.Believed));
        Assert.Equal(new Dictionary<FixRefusal, long> { [FixRefusal.Duplicate] = 1, [FixRefusal.Future] = 2 }, counts.Refused);
        Assert.Equal(0, filter.Of(Some.Unit(2)).Received);
        Assert.Equal(2, filter.All().Refused[FixRefusal.Duplicate]);
    }

    [Theory]
    [InlineData(13.9, 13.9)]
    [InlineData(-1.0, null)]
    [InlineData(101.0, null)]
    [InlineData(double.NaN, null)]
    public void A_speed_that_is_none_is_left_out(double speed, double? believed)
    {
        filter.TryAccept(Some.Unit(1), At(0, 0) with { SpeedMetresPerSecond = speed }, Some.Noon, out var fix, out _);

        Assert.Equal(believed, fix.SpeedMetresPerSecond);
    }

    [Fact]
    public void A_heading_that_is_none_is_left_out()
    {
        filter.TryAccept(Some.Unit(1), At(0, 0) with { HeadingDegrees = double.NaN }, Some.Noon, out var fix, out _);

        Assert.Null(fix.HeadingDegrees);
    }

    private static RawFix At(double eastMetres, double seconds)
    {
        var place = Some.Place(eastMetres, 0);
        return new RawFix(place.Latitude, place.Longitude, null, null, Some.Noon.AddSeconds(seconds));
    }

    private FixRefusal Offer(RawFix raw)
    {
        filter.TryAccept(Some.Unit(1), raw, Some.Noon, out _, out var refusal);
        return refusal;
    }
}
