using System.Diagnostics;

namespace Telehealth.LoadTests.Faults;

/// <summary>When somebody in a visit heard the other. Any thread may call.</summary>
internal sealed class SoundTimes
{
    // Ten packets: less is a stutter, which nobody takes for the end of a visit.
    private static readonly TimeSpan WorthNoting = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly List<(long From, long To)> _silences = [];
    private long _last;

    /// <summary>For how long nothing has been heard; null before the first word.</summary>
    public TimeSpan? SilentFor => Volatile.Read(ref _last) is var last && last != 0 ? Stopwatch.GetElapsedTime(last) : null;

    public void Hear()
    {
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            if (_last != 0 && Stopwatch.GetElapsedTime(_last, now) > WorthNoting)
                _silences.Add((_last, now));
            Volatile.Write(ref _last, now);
        }
    }

    /// <summary>How long after this instant the last silence ended that belongs to it; nothing when there was none.</summary>
    public TimeSpan BackAfter(long since, long until)
    {
        lock (_gate)
        {
            if (_last != 0 && _last < until && Stopwatch.GetElapsedTime(_last, until) > WorthNoting)
                return Stopwatch.GetElapsedTime(since, until);
            var end = _silences.Where(silence => silence.To > since && silence.From < until)
                .Select(silence => Math.Min(silence.To, until)).DefaultIfEmpty(since).Max();
            return Stopwatch.GetElapsedTime(since, end);
        }
    }
}
