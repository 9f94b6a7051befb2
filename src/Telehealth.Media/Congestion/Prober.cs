namespace Telehealth.Media.Congestion;

/// <summary>
/// Finds out by padding whether more fits. A relay sends what publishers send, so its estimate stays near that; only a try shows
/// whether the next layer would fit. For a little longer than the estimator's window, padding fills the rate up to what is wanted,
/// at most to twice the estimate; it ends at the first sign of a growing queue or of loss. A try that shows nothing doubles the wait
/// for the next.
/// </summary>
internal sealed class Prober
{
    /// <summary>The most that the padding of one RTP packet counts (RFC 3550 section 5.1).</summary>
    public const int PaddingBytes = 255;

    // Padding, RTP header with extensions, SRTP's tag, UDP and IP.
    private const int WireBytes = PaddingBytes + 24 + 16 + 28;

    private const int MaxPacketsAtOnce = 20;
    private const double MaxGrowth = 2;

    // The estimator believes 95 % of what came through.
    private const double Margin = 1.1;

    // A first step from audio alone should reach the lowest layer.
    private const long MinStepBps = 100_000;

    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan VerdictWait = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MinBackOff = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan MaxBackOff = TimeSpan.FromSeconds(64);

    private Phase _phase;
    private long _wantedBps;
    private double _targetBps;
    private double _owedBytes;
    private TimeSpan _paced;
    private TimeSpan _end;
    private TimeSpan _backOff = MinBackOff;
    private TimeSpan _due;

    private enum Phase
    {
        Resting,
        Padding,
        Awaiting,
    }

    /// <summary>When <see cref="TakeDue"/> is to be called next; the maximum while nothing is wanted.</summary>
    public TimeSpan Due => _wantedBps == 0 ? TimeSpan.MaxValue : _due;

    /// <summary>Says what the next layer would need in all; 0 for nothing. What is being tried goes on, unless it is 0.</summary>
    public void Want(long bitsPerSecond)
    {
        _wantedBps = Math.Clamp(bitsPerSecond, 0, SendSideEstimator.CeilingBps);
        if (_wantedBps == 0 && _phase != Phase.Resting) Rest(_paced + CheckInterval);
    }

    /// <summary>How many packets of <see cref="PaddingBytes"/> are to be sent now.</summary>
    public int TakeDue(TimeSpan now, SendSideEstimator estimator)
    {
        if (now < Due) return 0;
        switch (_phase)
        {
            case Phase.Resting:
                if (estimator.BitsPerSecond >= _wantedBps || !estimator.IsCalm) _due = now + CheckInterval;
                else Begin(now, estimator);
                return 0;
            case Phase.Padding when !estimator.IsCalm:
                Fail(now);
                return 0;
            case Phase.Padding when now < _end:
                return Pace(now, estimator);
            case Phase.Padding:
                _phase = Phase.Awaiting;
                _due = now + VerdictWait;
                return 0;
            default:
                Conclude(now, estimator);
                return 0;
        }
    }

    private void Begin(TimeSpan now, SendSideEstimator estimator)
    {
        var estimate = estimator.BitsPerSecond;
        _targetBps = Math.Min(Margin * _wantedBps, Math.Max(MaxGrowth * estimate, estimate + MinStepBps));
        _phase = Phase.Padding;
        (_owedBytes, _paced, _end, _due) = (0, now, now + Length, now + Tick);
    }

    private int Pace(TimeSpan now, SendSideEstimator estimator)
    {
        var bytesPerSecond = Math.Max(0, _targetBps - estimator.MediaBitsPerSecond) / 8;
        _owedBytes += (now - _paced).TotalSeconds * bytesPerSecond;
        _paced = now;
        _due = now + Tick;
        var packets = Math.Min(MaxPacketsAtOnce, (int)(_owedBytes / WireBytes));
        // What was missed by a late call is not made good later.
        _owedBytes = Math.Min(WireBytes, _owedBytes - packets * WireBytes);
        return packets;
    }

    private void Conclude(TimeSpan now, SendSideEstimator estimator)
    {
        if (!estimator.IsCalm || estimator.BitsPerSecond < Math.Min(_wantedBps, _targetBps / Margin * 0.95))
        {
            Fail(now);
            return;
        }
        _backOff = MinBackOff;
        Rest(now + CheckInterval);
    }

    private void Fail(TimeSpan now)
    {
        Rest(now + _backOff);
        _backOff = _backOff * 2 < MaxBackOff ? _backOff * 2 : MaxBackOff;
    }

    private void Rest(TimeSpan until)
    {
        _phase = Phase.Resting;
        _due = until;
    }
}
