using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Sending;

/// <summary>
/// Remembers the last sender reports, to find the round trip when a receiver report answers one (RFC 3550 section 6.4.1).
/// </summary>
internal struct SenderReportLog
{
    private const int Length = 4;
    private Entries _entries;
    private int _next;

    public void Add(uint middleNtp, TimeSpan sentAt)
    {
        _entries[_next] = (middleNtp, sentAt);
        _next = (_next + 1) % Length;
    }

    public readonly TimeSpan? RoundTrip(in ReportBlock report, TimeSpan now)
    {
        if (report.LastReport == 0) return null;
        for (var i = 0; i < Length; i++)
        {
            var (middleNtp, sentAt) = _entries[i];
            if (middleNtp != report.LastReport) continue;
            var roundTrip = now - sentAt - TimeSpan.FromSeconds(report.DelaySinceLastReport / 65536.0);
            // The peer's own arithmetic may be off by its clock's grain.
            return roundTrip > TimeSpan.Zero ? roundTrip : TimeSpan.Zero;
        }
        return null;
    }

    [System.Runtime.CompilerServices.InlineArray(Length)]
    private struct Entries
    {
        private (uint, TimeSpan) _first;
    }
}
