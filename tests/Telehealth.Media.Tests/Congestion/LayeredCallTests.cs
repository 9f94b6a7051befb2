using Telehealth.Media.Congestion;

namespace Telehealth.Media.Tests.Congestion;

/// <summary>Estimator, prober and sharing in one loop, as a receiver of a video in three layers has them.</summary>
public sealed class LayeredCallTests
{
    private const long AudioBps = 56_000;
    private static readonly long[] LayerBps = [150_000, 500_000, 1_500_000];

    [Theory]
    [InlineData(150_000, 0, -1, 1)]
    [InlineData(350_000, 0, 0, 2)]
    [InlineData(750_000, 0, 1, 6)]
    [InlineData(750_000, 0, 1, 7)]
    [InlineData(850_000, 0, 1, 8)]
    [InlineData(1_000_000, 0, 1, 3)]
    [InlineData(2_000_000, 0, 2, 9)]
    [InlineData(3_000_000, 0, 2, 4)]
    [InlineData(3_000_000, 0.05, 2, 5)]
    public void A_receiver_gets_the_highest_layer_that_fits_and_keeps_it(double linkBps, double loss, int layer, int seed)
    {
        var receiver = new Receiver(new Random(seed)) { LinkBps = _ => linkBps, Loss = loss };
        var call = receiver.Run(120);

        Assert.True(receiver.LayersFrom(30).All(got => got == layer), $"{receiver}\n{call}");
        Assert.True(call.QueueP95Ms(5) < 200, $"queue {call.QueueP95Ms(5):F0} ms: {receiver}\n{call}");
    }

    [Fact]
    public void A_link_that_always_loses_fifteen_percent_carries_more_than_the_lowest_layer()
    {
        var receiver = new Receiver(new Random(10)) { LinkBps = _ => 3_000_000, Loss = 0.15 };
        var call = receiver.Run(90);

        Assert.True(receiver.LayersFrom(30).All(got => got >= 1), $"{receiver}\n{call}");
    }

    [Fact]
    public void A_layer_goes_when_the_link_shrinks_and_comes_back_with_it()
    {
        var receiver = new Receiver(new Random(5)) { LinkBps = seconds => seconds is > 40 and < 80 ? 400_000 : 2_500_000 };
        var call = receiver.Run(160);

        Assert.True(receiver.LayersFrom(30, 40).All(got => got == 2), $"{receiver}\n{call}");
        Assert.True(receiver.LayersFrom(50, 80).All(got => got == 0), $"{receiver}\n{call}");
        Assert.True(receiver.LayersFrom(130).All(got => got == 2), $"{receiver}\n{call}");
        Assert.True(call.QueueP95Ms() < 200, $"queue {call.QueueP95Ms():F0} ms: {receiver}\n{call}");
    }

    private sealed class Receiver
    {
        private readonly SimulatedCall _call;
        private readonly Random _random;
        private readonly List<(double Seconds, int Layer)> _switches = [];
        private int _layer = LayerRequest.Paused;
        private bool _isKeyFrameDue;

        public Receiver(Random random)
        {
            _random = random;
            _call = new()
            {
                Link = new(random) { BitsPerSecond = 1 },
                VideoBps = (_, _) => NextFrame(),
                // Browsers spread a large frame at two and a half times their rate.
                PaceBps = () => _layer == LayerRequest.Paused ? 0 : 2.5 * LayerBps[_layer],
                EachTick = Share,
            };
        }

        public required Func<double, double> LinkBps { get; init; }

        public double Loss { get; init; }

        public SimulatedCall Run(double seconds) => _call.Run(seconds);

        public IEnumerable<int> LayersFrom(double from, double to = double.MaxValue) =>
            _switches.Where(change => change.Seconds > from && change.Seconds < to).Select(change => change.Layer)
                .Append(_switches.Last(change => change.Seconds <= from).Layer);

        public override string ToString() => string.Join(' ', _switches.Select(change => $"{change.Seconds:F1}s:{change.Layer}"));

        // Encoders sway by a third from frame to frame, and a switch begins with a key frame of five times the size.
        private double NextFrame()
        {
            if (_layer == LayerRequest.Paused) return 0;
            var factor = (0.67 + 0.66 * _random.NextDouble()) * (_isKeyFrameDue ? 5 : 1);
            _isKeyFrameDue = false;
            return LayerBps[_layer] * factor;
        }

        private void Share(SimulatedCall call)
        {
            (call.Link.BitsPerSecond, call.Link.Loss) = (LinkBps(call.Seconds), Loss);
            if ((long)call.NowMs % 100 != 0) return;
            var sound = new LayerRequest { Priority = RequestPriority.SpeakerAudio, Wanted = 0 };
            sound.Rates[0] = AudioBps;
            var picture = new LayerRequest { Priority = RequestPriority.SpeakerVideo, Wanted = 2, Current = _layer };
            for (var i = 0; i < LayerBps.Length; i++) picture.Rates[i] = LayerBps[i];
            Span<LayerRequest> requests = [sound, picture];
            call.Prober.Want(Allocation.Share(call.Estimator.BitsPerSecond, requests));
            if (requests[1].Granted == _layer && _switches.Count > 0) return;
            _layer = requests[1].Granted;
            _isKeyFrameDue = true;
            _switches.Add((call.Seconds, _layer));
        }
    }
}
