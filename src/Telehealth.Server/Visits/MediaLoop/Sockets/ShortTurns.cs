namespace Telehealth.Server.Visits.MediaLoop.Sockets;

/// <summary>
/// How long a thread wants a core for at a time. Linux 6.12 and later lets one that wants little begin at once, where it would wait for the
/// end of somebody's turn of milliseconds; its share of the core stays what it was. Earlier ones take it and change nothing.
/// </summary>
internal static class ShortTurns
{
    // The shortest there is: a batch of packets is done in less.
    private const ulong Nanoseconds = 100_000;

    /// <summary>Asks for it, for this thread and not for those that it starts; false where it cannot be asked for.</summary>
    public static unsafe bool TryAsk()
    {
        if (!LibC.IsKnownPlatform) return false;
        var how = new LibC.SchedulingEntry
        {
            Size = (uint)sizeof(LibC.SchedulingEntry), Flags = LibC.NotInherited, Nanoseconds = Nanoseconds,
        };
        return LibC.SetScheduling(0, &how) == 0;
    }
}
