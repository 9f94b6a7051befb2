using System.Globalization;
using Telehealth.Media.Congestion;

namespace Telehealth.Media.Tests.Congestion;

public sealed class AllocationTests
{
    private const ClaimPriority Sound = ClaimPriority.Sound;
    private const ClaimPriority SpeakerSound = ClaimPriority.SpeakerSound;
    private const ClaimPriority Picture = ClaimPriority.Picture;
    private const ClaimPriority SpeakerPicture = ClaimPriority.SpeakerPicture;
    private const ClaimPriority Screen = ClaimPriority.Screen;

    // Every claim wants its top layer and has nothing yet, so each step needs 15 % more than it takes.
    [Theory]
    [InlineData(10_000, "0 - - - -")] // the speaker's sound always flows
    [InlineData(85_000, "0 - - - -")] // 40 + 46 is more
    [InlineData(86_000, "0 0 - - -")]
    [InlineData(252_000, "0 0 - - -")]
    [InlineData(309_000, "0 0 - 0 -")] // 80 + 230 is more, but 80 + 172.5 is not: what fits is sent
    [InlineData(310_000, "0 0 0 - -")]
    [InlineData(453_000, "0 0 0 0 -")] // 280 + 172.5
    [InlineData(603_000, "0 0 0 0 0")] // 430 + 172.5
    [InlineData(1_600_000, "0 0 1 0 0")] // the screen first: 580 + 800 + 150
    [InlineData(2_000_000, "0 0 1 1 0")] // then the speaker: 1,380 + 350 + 75
    [InlineData(2_300_000, "0 0 1 1 1")] // then the others: 1,730 + 350 + 75
    [InlineData(9_000_000, "0 0 1 2 2")]
    public void Each_gets_its_lowest_layer_by_priority_then_is_raised_by_priority(long bitsPerSecond, string granted)
    {
        Claim[] claims =
        [
            Of(SpeakerSound, 40_000), Of(Sound, 40_000), Of(Screen, 200_000, 1_000_000), Of(SpeakerPicture, 150_000, 500_000, 1_500_000),
            Of(Picture, 150_000, 500_000, 1_500_000),
        ];
        Allocation.Share(bitsPerSecond, claims);
        Assert.Equal(granted, Granted(claims));
    }

    [Fact]
    public void The_order_of_the_claims_does_not_matter_but_between_equals()
    {
        Claim[] claims = [Of(Picture, 150_000), Of(Picture, 150_000), Of(SpeakerSound, 40_000)];
        Allocation.Share(250_000, claims);
        Assert.Equal("0 - 0", Granted(claims));
    }

    [Fact]
    public void No_picture_is_sent_while_a_sound_is_withheld()
    {
        Claim[] claims = [Of(SpeakerSound, 40_000), Of(Sound, 40_000), Of(Picture, 10_000)];
        Allocation.Share(60_000, claims);
        Assert.Equal("0 - -", Granted(claims));
    }

    [Fact]
    public void Equals_are_raised_in_turn()
    {
        Claim[] claims = [Of(Picture, 100_000, 300_000, 900_000), Of(Picture, 100_000, 300_000, 900_000)];
        Allocation.Share(1_100_000, claims);
        Assert.Equal("1 1", Granted(claims));
    }

    [Theory]
    [InlineData(500_000, 1, "1")] // what it has it keeps, to the last bit
    [InlineData(499_999, 1, "0")] // a drop does not wait
    [InlineData(500_000, 0, "0")]
    [InlineData(574_999, 0, "0")]
    [InlineData(575_000, 0, "1")] // a raise needs 15 % more
    public void A_raise_needs_a_margin_and_a_drop_does_not_wait(long bitsPerSecond, int current, string granted)
    {
        var claim = Of(Picture, 150_000, 500_000);
        claim.Current = current;
        Claim[] claims = [claim];
        Allocation.Share(bitsPerSecond, claims);
        Assert.Equal(granted, Granted(claims));
    }

    [Fact]
    public void Layers_that_do_not_arrive_or_are_not_wanted_are_passed_over()
    {
        var middleMissing = Of(Picture, 150_000, 0, 1_500_000);
        var lowestMissing = Of(Picture, 0, 500_000);
        var small = Of(Picture, 150_000, 500_000);
        small.Wanted = 0;
        var unwatched = Of(Picture, 150_000);
        unwatched.Wanted = Claim.Paused;
        Claim[] claims = [middleMissing, lowestMissing, small, unwatched, Of(Picture, 0)];
        Assert.Equal(0, Allocation.Share(9_000_000, claims));
        Assert.Equal("2 1 0 - -", Granted(claims));
    }

    [Theory]
    [InlineData(60_000, 86_000)] // the other sound: 40 + 40 x 1.15
    [InlineData(100_000, 252_500)] // the lowest picture: 80 + 150 x 1.15
    [InlineData(400_000, 655_000)] // the next layer: 80 + 500 x 1.15
    [InlineData(700_000, 0)]
    public void It_says_what_the_next_raise_would_need(long bitsPerSecond, long next)
    {
        Claim[] claims = [Of(SpeakerSound, 40_000), Of(Sound, 40_000), Of(Picture, 150_000, 500_000)];
        Assert.Equal(next, Allocation.Share(bitsPerSecond, claims));
        Assert.True(next == 0 || Allocation.Share(next, claims) != next);
    }

    [Fact]
    public void Never_more_is_given_than_there_is()
    {
        const int seed = 31;
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var claims = new Claim[random.Next(1, 12)];
            for (var i = 0; i < claims.Length; i++)
            {
                var middle = random.Next(2) * random.Next(100_000, 500_000);
                claims[i] = Of((ClaimPriority)random.Next(1, 5), random.Next(100_000), middle, random.Next(2_000_000));
                claims[i].Current = random.Next(-1, 3);
                claims[i].Wanted = random.Next(-1, 3);
            }
            var bitsPerSecond = random.Next(3_000_000);
            Allocation.Share(bitsPerSecond, claims);
            Assert.True(claims.Sum(claim => claim.Rate(claim.Granted)) <= bitsPerSecond, $"round {round}, seed {seed}");
            Assert.All(claims, claim => Assert.True(claim.Granted <= claim.Wanted));
        }
    }

    private static Claim Of(ClaimPriority priority, params long[] rates)
    {
        var claim = new Claim { Priority = priority, Wanted = rates.Length - 1, Current = Claim.Paused };
        for (var i = 0; i < rates.Length; i++) claim.Rates[i] = rates[i];
        return claim;
    }

    private static string Granted(Claim[] claims) =>
        string.Join(' ', claims.Select(claim => claim.Granted).Select(layer =>
            layer == Claim.Paused ? "-" : layer.ToString(CultureInfo.InvariantCulture)));
}
