using System.Globalization;
using Telehealth.Testing.Media;

namespace Telehealth.Media.Tests.Rooms;

/// <summary>
/// Two peers and the relay with everything that is real but sockets and clock (SDP, ICE, DTLS, SRTP), over links that lose, delay,
/// reorder, repeat and limit in both directions. The seed stands in the test's name.
/// </summary>
public sealed class ImpairedCallTests
{
    private static readonly Impairment Radio = new()
    {
        Loss = 0.05,
        Delay = TimeSpan.FromMilliseconds(25),
        Jitter = TimeSpan.FromMilliseconds(8),
        Reordering = 0.02,
        ReorderedBy = TimeSpan.FromMilliseconds(15),
        Duplication = 0.02,
        RateBps = 1_500_000,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Over_links_that_lose_every_twentieth_packet_each_way_nearly_every_picture_packet_arrives_in_the_end_and_none_as_two(
        int seed)
    {
        using var call = new ImpairedCall(seed, Radio, Radio);
        call.Run(seconds: 2);
        var first = call.LastPicture + 1;
        call.Run(seconds: 20, drainMs: 2_000);

        var numbers = call.Receiver.Pictures.Values.Select(NumberOf).ToList();
        var arrived = numbers.Count(number => number >= first);
        var sent = call.LastPicture - first + 1;
        Assert.True(sent > 15 * ImpairedCall.PicturePacketsEachSecond);
        Assert.True(arrived >= 0.995 * sent, $"{arrived} of {sent} picture packets: {string.Join("; ", call.Counters)}");
        Assert.All(call.Counters, way => Assert.True(way.Lost > 0 && way.Duplicated > 0 && way.Reordered > 0, way.ToString()));
        Assert.True(call.Receiver.Repaired > 0);
        Assert.True(call.Receiver.Sounds.Count > 0.85 * call.LastSound, $"{call.Receiver.Sounds.Count} of {call.LastSound} sound packets");
        AssertTold(call, numbers);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Over_links_that_lose_a_fifth_and_are_too_thin_for_all_it_goes_on_and_nothing_is_told_twice(int seed)
    {
        var poor = Radio with { Loss = 0.2, RateBps = 250_000, Reordering = 0.1, Duplication = 0.1 };
        using var call = new ImpairedCall(seed, poor, poor);
        call.Run(seconds: 20);
        var soundsBefore = call.Receiver.Sounds.Count;
        call.Run(seconds: 5, drainMs: 1_000);

        Assert.True(call.Receiver.Sounds.Count > soundsBefore);
        Assert.True(call.Counters[0].Overflowed > 0, call.Counters[0].ToString());
        AssertTold(call, [.. call.Receiver.Pictures.Values.Select(NumberOf)]);
    }

    [Fact]
    public void The_same_seed_is_the_same_run_and_another_is_another()
    {
        var (once, again, other) = (TraceOf(seed: 8), TraceOf(seed: 8), TraceOf(seed: 9));

        Assert.True(once.Count > 500);
        Assert.Equal(once, again);
        Assert.NotEqual(once, other);
    }

    private static List<string> TraceOf(int seed)
    {
        using var call = new ImpairedCall(seed, Radio, Radio);
        call.Run(seconds: 8, drainMs: 500);
        return call.Receiver.Trace;
    }

    // The relay sent nothing twice but as a retransmission, no packet came under two numbers, no number stood for two packets, and
    // the numbers keep the order in which frames were sent.
    private static void AssertTold(ImpairedCall call, List<int> numbers)
    {
        Assert.Equal(0, call.Receiver.Contradictions);
        Assert.True(call.Receiver.Refused <= call.Counters[^1].Duplicated, $"{call.Receiver.Refused} came twice: {call.Counters[^1]}");
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(numbers.Distinct().Count(), numbers.Count);
        Assert.Equal(call.Receiver.Sounds.Distinct().Count(), call.Receiver.Sounds.Count);
    }

    private static int NumberOf(string name) => int.Parse(name.Trim('p', '.'), CultureInfo.InvariantCulture);
}
