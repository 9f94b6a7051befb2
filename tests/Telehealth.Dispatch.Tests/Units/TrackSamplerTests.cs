using Telehealth.Dispatch.Units;

namespace Telehealth.Dispatch.Tests.Units;

public sealed class TrackSamplerTests
{
    private readonly TrackSampler sampler = new();

    [Fact]
    public void The_first_fix_is_kept() => Assert.True(Keep(0, 0, 0));

    [Theory]
    [InlineData(24, 5, false)]
    [InlineData(26, 5, true)]
    [InlineData(0, 15, false)]
    [InlineData(0, 16, true)]
    public void A_move_or_a_silence_is_kept(double east, double seconds, bool kept)
    {
        Keep(0, 0, 0);

        Assert.Equal(kept, Keep(east, 0, seconds));
    }

    [Fact]
    public void A_turn_is_kept_before_it_is_a_long_way()
    {
        Keep(0, 0, 0);
        Keep(30, 0, 2);

        Assert.False(Keep(42, 0, 3));
        Assert.True(Keep(42, 10, 4));
    }

    private bool Keep(double east, double north, double seconds) =>
        sampler.Keep(Some.Unit(1), new Fix(Some.Place(east, north), null, null, Some.Noon.AddSeconds(seconds)));
}
