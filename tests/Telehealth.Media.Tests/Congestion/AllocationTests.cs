using System.Globalization;
using Telehealth.Media.Congestion;

namespace Telehealth.Media.Tests.Congestion;

public sealed class AllocationTests
{
    private const RequestPriority Audio = RequestPriority.Audio;
    private const RequestPriority SpeakerAudio = RequestPriority.SpeakerAudio;
    private const RequestPriority Video = RequestPriority.Video;
    private const RequestPriority SpeakerVideo = RequestPriority.SpeakerVideo;
    private const RequestPriority Screen = RequestPriority.Screen;

    // Every request wants its top layer and has nothing yet, so each step needs 15 % more than it takes.
    [Theory]
    [InlineData(10_000, "0 - - - -")] // the speaker's audio always flows
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
        LayerRequest[] requests =
        [
            Of(SpeakerAudio, 40_000), Of(Audio, 40_000), Of(Screen, 200_000, 1_000_000), Of(SpeakerVideo, 150_000, 500_000, 1_500_000),
            Of(Video, 150_000, 500_000, 1_500_000),
        ];
        Allocation.Share(bitsPerSecond, requests);
        Assert.Equal(granted, Granted(requests));
    }

    [Fact]
    public void The_order_of_the_claims_does_not_matter_but_between_equals()
    {
        LayerRequest[] requests = [Of(Video, 150_000), Of(Video, 150_000), Of(SpeakerAudio, 40_000)];
        Allocation.Share(250_000, requests);
        Assert.Equal("0 - 0", Granted(requests));
    }

    [Fact]
    public void No_picture_is_sent_while_a_sound_is_withheld()
    {
        LayerRequest[] requests = [Of(SpeakerAudio, 40_000), Of(Audio, 40_000), Of(Video, 10_000)];
        Allocation.Share(60_000, requests);
        Assert.Equal("0 - -", Granted(requests));
    }

    [Fact]
    public void Equals_are_raised_in_turn()
    {
        LayerRequest[] requests = [Of(Video, 100_000, 300_000, 900_000), Of(Video, 100_000, 300_000, 900_000)];
        Allocation.Share(1_100_000, requests);
        Assert.Equal("1 1", Granted(requests));
    }

    [Theory]
    [InlineData(500_000, 1, "1")] // what it has it keeps, to the last bit
    [InlineData(499_999, 1, "0")] // a drop does not wait
    [InlineData(500_000, 0, "0")]
    [InlineData(574_999, 0, "0")]
    [InlineData(575_000, 0, "1")] // a raise needs 15 % more
    public void A_raise_needs_a_margin_and_a_drop_does_not_wait(long bitsPerSecond, int current, string granted)
    {
        var request = Of(Video, 150_000, 500_000);
        request.Current = current;
        LayerRequest[] requests = [request];
        Allocation.Share(bitsPerSecond, requests);
        Assert.Equal(granted, Granted(requests));
    }

    [Fact]
    public void Layers_that_do_not_arrive_or_are_not_wanted_are_passed_over()
    {
        var middleMissing = Of(Video, 150_000, 0, 1_500_000);
        var lowestMissing = Of(Video, 0, 500_000);
        var small = Of(Video, 150_000, 500_000);
        small.Wanted = 0;
        var unwatched = Of(Video, 150_000);
        unwatched.Wanted = LayerRequest.Paused;
        LayerRequest[] requests = [middleMissing, lowestMissing, small, unwatched, Of(Video, 0)];
        Assert.Equal(0, Allocation.Share(9_000_000, requests));
        Assert.Equal("2 1 0 - -", Granted(requests));
    }

    [Theory]
    [InlineData(60_000, 86_000)] // the other audio: 40 + 40 x 1.15
    [InlineData(100_000, 252_500)] // the lowest layer: 80 + 150 x 1.15
    [InlineData(400_000, 655_000)] // the next layer: 80 + 500 x 1.15
    [InlineData(700_000, 0)]
    public void It_says_what_the_next_raise_would_need(long bitsPerSecond, long next)
    {
        LayerRequest[] requests = [Of(SpeakerAudio, 40_000), Of(Audio, 40_000), Of(Video, 150_000, 500_000)];
        Assert.Equal(next, Allocation.Share(bitsPerSecond, requests));
        Assert.True(next == 0 || Allocation.Share(next, requests) != next);
    }

    [Fact]
    public void Never_more_is_given_than_there_is()
    {
        const int seed = 31;
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var requests = new LayerRequest[random.Next(1, 12)];
            for (var i = 0; i < requests.Length; i++)
            {
                var middle = random.Next(2) * random.Next(100_000, 500_000);
                requests[i] = Of((RequestPriority)random.Next(1, 5), random.Next(100_000), middle, random.Next(2_000_000));
                requests[i].Current = random.Next(-1, 3);
                requests[i].Wanted = random.Next(-1, 3);
            }
            var bitsPerSecond = random.Next(3_000_000);
            Allocation.Share(bitsPerSecond, requests);
            Assert.True(requests.Sum(request => request.Rate(request.Granted)) <= bitsPerSecond, $"round {round}, seed {seed}");
            Assert.All(requests, request => Assert.True(request.Granted <= request.Wanted));
        }
    }

    private static LayerRequest Of(RequestPriority priority, params long[] rates)
    {
        var request = new LayerRequest { Priority = priority, Wanted = rates.Length - 1, Current = LayerRequest.Paused };
        for (var i = 0; i < rates.Length; i++) request.Rates[i] = rates[i];
        return request;
    }

    private static string Granted(LayerRequest[] requests) =>
        string.Join(' ', requests.Select(request => request.Granted).Select(layer =>
            layer == LayerRequest.Paused ? "-" : layer.ToString(CultureInfo.InvariantCulture)));
}
