namespace Telehealth.Media.Rtcp;

/// <summary>The 32.32 fixed point seconds of sender reports (RFC 3550 section 4).</summary>
internal static class NtpTime
{
    public static uint Middle(ulong ntp) => (uint)(ntp >> 16);

    public static ulong Span(TimeSpan span) => (ulong)(span.TotalSeconds * 4294967296.0);
}
