using Telehealth.Media.Congestion;
using Telehealth.Media.Rooms;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Gathers how one participant's call does from samples of the relay and reports of the browser. Its memory does not grow with the call:
/// what medians are taken of is counted in steps. One thread at a time.
/// </summary>
internal sealed class CallFigures
{
    /// <summary>How often a sample is taken.</summary>
    public static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(5);

    private const int MostCounted = 100_000_000;
    private static readonly TimeSpan LongestTold = TimeSpan.FromHours(24);

    private readonly Spread _roundTripMs = new(step: 10, steps: 500);
    private readonly Spread _lossFromPercent = new(step: 0.5, steps: 200);
    private readonly Spread _lossToPercent = new(step: 0.5, steps: 200);
    private readonly int[] _samplesOn = new int[3];
    private int _freezes;
    private long _framesDropped;
    private long _framesDecoded;
    private int _breakUps;
    private bool _isBroken;
    private long _packets;
    private long _lost;

    /// <summary>What the browser told last.</summary>
    public QualitySample? Browser { get; private set; }

    /// <summary>Packets from the participant that were lost between the last two samples, 0 to 100.</summary>
    public double LossFromPercent { get; private set; }

    /// <summary>How often the connection was lost.</summary>
    public int Reconnects { get; private set; }

    public MediaPath Path { get; private set; }

    /// <summary>Whether all of it is kept elsewhere; set by whoever keeps it.</summary>
    public bool IsWritten { get; set; } = true;

    /// <summary>A participant's link as the relay sees it now.</summary>
    public void Add(PeerStatistics now)
    {
        if (!now.IsConnected)
            return;
        IsWritten = false;
        _samplesOn[Math.Clamp((int)now.Rung, 0, _samplesOn.Length - 1)]++;
        Path = PathOf(now, Browser);
        LossFromPercent = TakeLossFrom(now);
        var lossTo = LossToPercentOf(now);
        _lossFromPercent.Add(LossFromPercent);
        _lossToPercent.Add(lossTo);
        if (now.RoundTrip is { } roundTrip)
            _roundTripMs.Add(roundTrip.TotalMilliseconds);
        Break(Math.Max(LossFromPercent, lossTo) >= QualityWords.AudibleLossPercent);
    }

    /// <summary>What the browser counts. A count lower than before is that of a page that was loaded anew.</summary>
    public void Add(QualitySample told)
    {
        var now = Sensible(told);
        var before = Browser;
        Browser = now;
        IsWritten = false;
        _freezes += (int)Since(before?.Freezes, now.Freezes);
        _framesDropped += Since(before?.FramesDropped, now.FramesDropped);
        _framesDecoded += Since(before?.FramesDecoded, now.FramesDecoded);
        var received = Since(before?.ReceivedSamples, now.ReceivedSamples);
        var concealed = Since(before?.ConcealedSamples, now.ConcealedSamples);
        // A report that tells of less than a second is no ground for a judgement.
        if (received > 48_000 && concealed * 100.0 / received >= QualityWords.AudibleLossPercent)
            Break(isBroken: true);
    }

    /// <summary>The connection was lost.</summary>
    public void Lose()
    {
        Reconnects++;
        IsWritten = false;
    }

    /// <summary>All of it as of now; null before the first sample.</summary>
    public QualityFigures? Sum()
    {
        double samples = _samplesOn.Sum();
        if (samples == 0)
            return null;
        var frames = _framesDropped + _framesDecoded;
        return new QualityFigures(
            (int)(samples * SampleEvery.TotalSeconds),
            (QualityRung)Array.FindLastIndex(_samplesOn, count => count > 0),
            _samplesOn[0] / samples,
            _samplesOn[1] / samples,
            _samplesOn[2] / samples,
            _roundTripMs.Quantile(0.5),
            _roundTripMs.Quantile(0.95),
            _lossFromPercent.Quantile(0.5) ?? 0,
            _lossFromPercent.Quantile(0.95) ?? 0,
            _lossToPercent.Quantile(0.5) ?? 0,
            _lossToPercent.Quantile(0.95) ?? 0,
            _freezes,
            frames == 0 ? 0 : (double)_framesDropped / frames,
            _breakUps,
            Reconnects,
            Path);
    }

    /// <summary>The worst of what estimate and receiver reports say, 0 to 100.</summary>
    public static double LossToPercentOf(PeerStatistics now) =>
        100 * Math.Max(now.LossToPeer, now.Received.Select(track => track.FractionLost).DefaultIfEmpty().Max());

    /// <summary>Only the browser knows of a TURN server in between.</summary>
    public static MediaPath PathOf(PeerStatistics now, QualitySample? browser) =>
        !now.IsConnected ? MediaPath.Unknown
        : browser?.Path == MediaPath.Turn ? MediaPath.Turn
        : now.IsTcp ? MediaPath.Tcp : MediaPath.Udp;

    private double TakeLossFrom(PeerStatistics now)
    {
        var packets = now.Published.Sum(track => track.Packets);
        var lost = now.Published.Sum(track => track.Lost);
        var (newPackets, newLost) = packets < _packets ? (packets, lost) : (packets - _packets, Math.Max(0, lost - _lost));
        (_packets, _lost) = (packets, lost);
        return newPackets + newLost <= 0 ? 0 : 100.0 * newLost / (newPackets + newLost);
    }

    private void Break(bool isBroken)
    {
        if (isBroken && !_isBroken)
            _breakUps++;
        _isBroken = isBroken;
    }

    private static long Since(long? before, long now) => now >= before ? now - before.Value : now;

    private static QualitySample Sensible(QualitySample told) => new(
        Math.Clamp(told.Freezes, 0, MostCounted),
        Milliseconds(told.FrozenMs),
        Math.Clamp(told.FramesDropped, 0, MostCounted),
        Math.Clamp(told.FramesDecoded, 0, MostCounted),
        Math.Clamp(told.ConcealedSamples, 0, 48_000L * (long)LongestTold.TotalSeconds),
        Math.Clamp(told.ReceivedSamples, 0, 48_000L * (long)LongestTold.TotalSeconds),
        told.Path,
        told.ConnectMs is { } connect ? Milliseconds(connect) : null,
        told.FirstPictureMs is { } picture ? Milliseconds(picture) : null);

    private static int Milliseconds(int told) => Math.Clamp(told, 0, (int)LongestTold.TotalMilliseconds);
}

/// <summary>How often which values occurred, in equal steps from zero; what lies beyond the last counts as the last.</summary>
internal sealed class Spread(double step, int steps)
{
    private readonly int[] _counts = new int[steps + 1];
    private int _total;

    public void Add(double value)
    {
        _counts[double.IsFinite(value) ? (int)Math.Clamp(Math.Round(value / step), 0, steps) : steps]++;
        _total++;
    }

    /// <summary>The least value that this share of all does not exceed; null without any.</summary>
    public double? Quantile(double share)
    {
        var wanted = Math.Max(1, (int)Math.Ceiling(share * _total));
        var seen = 0;
        for (var index = 0; index < _counts.Length && _total > 0; index++)
        {
            seen += _counts[index];
            if (seen >= wanted)
                return index * step;
        }

        return null;
    }
}
