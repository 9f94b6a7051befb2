namespace Telehealth.Media.Congestion;

/// <summary>
/// Video, audio only, a call by phone: says what a link carries, once that has been so for a while. Down after seconds of trouble, up
/// only after longer and well above the bar: video that comes and goes is worse than none.
/// </summary>
internal sealed class QualityLadder
{
    /// <summary>Opus for speech with in-band repair, its headers included.</summary>
    public const long AudioBps = 40_000;

    // From about a fifth of packets lost, video freezes more than it moves, in spite of retransmissions.
    private const double VideoLoss = 0.20;

    // Beyond a third, Opus with its repair is no longer understood.
    private const double AudioLoss = 0.35;

    // Well above the bar: half as much again, or that much less loss.
    private const double Above = 1.5;

    // A dip by a passing download is shorter than this.
    private static readonly TimeSpan VideoTrouble = TimeSpan.FromSeconds(5);

    // To leave the screen for the phone is a burden to a patient: twice as long.
    private static readonly TimeSpan AudioTrouble = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);

    private QualityRung _rung;
    private QualityCause _cause;
    private long _videoBps;
    private Spell _videoFails;
    private Spell _audioFails;
    private Spell _recovers;

    /// <summary>What there must be for the next rung up: worth a probe while little is sent. 0 on the highest.</summary>
    public long WantedBitsPerSecond => _rung == QualityRung.Video ? 0 : (long)(Above * BarBps(_rung));

    /// <summary>Looks at the link; call some times a second.</summary>
    /// <param name="estimate">Bits a second that the link carries.</param>
    /// <param name="loss">The share lost lately, 0 to 1.</param>
    /// <param name="lowestVideoRate">What the lowest layer takes; 0 while none arrives, and then the last one known counts.</param>
    /// <param name="now">The time.</param>
    /// <param name="rung">What the link carries now.</param>
    /// <param name="cause">Why.</param>
    /// <returns>Whether the rung has changed.</returns>
    public bool Watch(long estimate, double loss, long lowestVideoRate, TimeSpan now, out QualityRung rung, out QualityCause cause)
    {
        if (lowestVideoRate > 0) _videoBps = lowestVideoRate;
        var before = _rung;
        var videoFails = _videoFails.Lasts(estimate < VideoBarBps || loss > VideoLoss, now, VideoTrouble);
        var audioFails = _audioFails.Lasts(estimate < AudioBps || loss > AudioLoss, now, AudioTrouble);
        var recovers = _recovers.Lasts(_rung != QualityRung.Video && IsWellAbove(estimate, loss), now, Recovery);

        if (audioFails) _rung = QualityRung.SuggestPhone;
        else if (videoFails && _rung == QualityRung.Video) _rung = QualityRung.AudioOnly;
        else if (recovers) _rung--;

        // The next rung up must be earned anew.
        if (_rung != before) _recovers = default;
        if (_rung > before) _cause = loss > VideoLoss ? QualityCause.HighLoss : QualityCause.LowBandwidth;
        if (_rung == QualityRung.Video) _cause = QualityCause.Good;
        (rung, cause) = (_rung, _cause);
        return _rung != before;
    }

    private long VideoBarBps => _videoBps == 0 ? 0 : _videoBps + AudioBps;

    private long BarBps(QualityRung rung) => rung == QualityRung.SuggestPhone ? AudioBps : VideoBarBps;

    private bool IsWellAbove(long estimate, double loss)
    {
        var lossBar = _rung == QualityRung.SuggestPhone ? AudioLoss : VideoLoss;
        return estimate > Above * BarBps(_rung) && loss < lossBar / Above;
    }

    /// <summary>Since when something has been so without a break.</summary>
    private struct Spell
    {
        private TimeSpan? _since;

        public bool Lasts(bool isSo, TimeSpan now, TimeSpan length)
        {
            if (!isSo) _since = null;
            else _since ??= now;
            return now - _since >= length;
        }
    }
}
