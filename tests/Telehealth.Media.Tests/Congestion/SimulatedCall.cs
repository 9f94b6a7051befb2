using Telehealth.Media.Congestion;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Tests.Congestion;

/// <summary>The narrowest link of a path: a queue that drains at a rate and drops what it cannot hold, and a way after it.</summary>
internal sealed class SimulatedLink(Random random)
{
    private double _freeMs;
    private double _lastArrivalMs;

    public double BitsPerSecond { get; set; }
    public double OneWayMs { get; init; } = 25;
    public double MaxQueueMs { get; init; } = 400;
    public double Loss { get; set; }

    /// <summary>Up to so much more for each packet, in their order: a radio link's hold-ups.</summary>
    public double JitterMs { get; init; } = 8;

    /// <summary>Sends a packet. Returns when it arrives, or null when it is lost; and how long it waits.</summary>
    public double? Send(int bytes, double nowMs, out double queueMs)
    {
        queueMs = Math.Max(0, _freeMs - nowMs);
        if (queueMs > MaxQueueMs) return null;
        _freeMs = Math.Max(_freeMs, nowMs) + bytes * 8000.0 / BitsPerSecond;
        var jitterMs = JitterMs * random.NextDouble() * random.NextDouble();
        _lastArrivalMs = Math.Max(_lastArrivalMs, _freeMs + OneWayMs + jitterMs);
        return random.NextDouble() < Loss ? null : _lastArrivalMs;
    }
}

/// <summary>
/// A sender with our estimator and prober, a link, and a receiver with our arrival log, in steps of a millisecond. The sender sends
/// thirty frames a second, each at once, and audio.
/// </summary>
internal sealed class SimulatedCall
{
    private const int PacketBytes = 1200;
    private const int SoundBytes = 140;
    private const int AudioBps = SoundBytes * 8 * 50;

    private readonly Queue<(ushort Sequence, double AtMs)> _flying = new();
    private readonly Queue<int> _paced = new();
    private readonly Queue<(byte[] Packet, double AtMs)> _feedback = new();
    private readonly ArrivalLog _log = new();
    private readonly byte[] _buffer = new byte[1200];
    private ushort _sequence = 65_000;
    private double _crossBytes;
    private double _paceBytes;

    public required SimulatedLink Link { get; init; }
    public SendSideEstimator Estimator { get; init; } = new(600_000);
    public Prober Prober { get; } = new();

    /// <summary>What the video takes by time (s) and estimate.</summary>
    public Func<double, long, double> VideoBps { get; init; } = (_, estimate) => Math.Clamp(estimate - AudioBps, 0, 4_000_000);

    /// <summary>At which rate the publisher lets a frame's packets go; without it all at once.</summary>
    public Func<double> PaceBps { get; init; } = () => double.MaxValue;

    public Func<double, double> CrossBps { get; init; } = _ => 0;
    public Action<SimulatedCall>? EachTick { get; init; }
    public bool IsFeedbackLost { get; set; }

    public double NowMs { get; private set; } = 50_000;
    public double Seconds => (NowMs - 50_000) / 1000;
    public TimeSpan Now => TimeSpan.FromMilliseconds(NowMs);
    public List<(double Seconds, long Bps)> Estimates { get; } = [];
    public List<(double Seconds, double Ms)> Queues { get; } = [];
    public long PaddingBytes { get; private set; }

    public SimulatedCall Run(double seconds)
    {
        for (var ticks = (int)(seconds * 1000); ticks > 0; ticks--) Tick();
        return this;
    }

    public double MeanBps(double from, double to) => Between(from, to).Average();

    public long LeastBps(double from, double to) => Between(from, to).Min();

    public double QueueP95Ms(double from = 0)
    {
        var sorted = Queues.Where(sample => sample.Seconds >= from).Select(sample => sample.Ms).Order().ToList();
        return sorted[(int)(sorted.Count * 0.95)];
    }

    /// <summary>The first moment from which the estimate is so for a second.</summary>
    public double When(double from, Func<long, bool> isSo)
    {
        double? since = null;
        foreach (var (seconds, bps) in Estimates.Where(sample => sample.Seconds >= from))
        {
            since = isSo(bps) ? since ?? seconds : null;
            if (since is { } first && seconds - first >= 1) return first;
        }
        return double.PositiveInfinity;
    }

    public override string ToString() =>
        string.Join(' ', Estimates.Where((_, i) => i % 10 == 0).Select(sample => $"{sample.Seconds:F0}s:{sample.Bps / 1000}k"));

    private IEnumerable<long> Between(double from, double to) =>
        Estimates.Where(sample => sample.Seconds >= from && sample.Seconds < to).Select(sample => sample.Bps);

    private void Tick()
    {
        NowMs++;
        var tick = (long)NowMs;
        EachTick?.Invoke(this);
        _crossBytes += CrossBps(Seconds) / 8000;
        for (; _crossBytes >= PacketBytes; _crossBytes -= PacketBytes) Link.Send(PacketBytes, NowMs, out _);

        if (tick % 20 == 0) Send(SoundBytes, false);
        if (tick % 100 is 0 or 33 or 67)
        {
            var bytes = (int)(VideoBps(Seconds, Estimator.BitsPerSecond) / 30 / 8);
            var packets = (bytes + PacketBytes - 1) / PacketBytes;
            for (var i = 0; i < packets; i++) _paced.Enqueue(bytes / packets);
        }
        _paceBytes = Math.Min(PacketBytes, _paceBytes) + PaceBps() / 8000;
        for (; _paced.TryPeek(out var next) && next <= _paceBytes; _paceBytes -= next) Send(_paced.Dequeue(), false);
        for (var padding = Prober.TakeDue(Now, Estimator); padding > 0; padding--) Send(Prober.PaddingBytes + 68, true);

        for (; _flying.TryPeek(out var packet) && packet.AtMs <= NowMs; _flying.Dequeue())
            _log.Note(packet.Sequence, TimeSpan.FromMilliseconds(packet.AtMs));
        if (Now >= _log.Due) Tell();
        while (_feedback.TryPeek(out var feedback) && feedback.AtMs <= NowMs) Receive(_feedback.Dequeue().Packet);
        if (tick % 100 == 0) Estimates.Add((Seconds, Estimator.BitsPerSecond));
    }

    private void Send(int bytes, bool isProbe)
    {
        Estimator.Sent(_sequence, bytes, Now, isProbe);
        if (isProbe) PaddingBytes += bytes;
        if (Link.Send(bytes, NowMs, out var queueMs) is { } atMs) _flying.Enqueue((_sequence, atMs));
        Queues.Add((Seconds, queueMs));
        _sequence++;
    }

    private void Tell()
    {
        var writer = new RtcpWriter(_buffer);
        while (_log.TryWrite(ref writer, 1, 2, Now)) { }
        if (!IsFeedbackLost) _feedback.Enqueue((writer.Written.ToArray(), NowMs + Link.OneWayMs));
    }

    private void Receive(ReadOnlySpan<byte> rest)
    {
        while (RtcpPacket.TryTake(ref rest, out var packet)) Estimator.ReceiveFeedback(packet, Now);
    }
}
