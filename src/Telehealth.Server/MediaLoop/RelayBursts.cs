using Telehealth.Media.Routing;

namespace Telehealth.Server.MediaLoop;

internal static class RelayBursts
{
    /// <summary>Ends a burst for a relay that sends on each datagram at once: nothing is left to do.</summary>
    public static void EndBurst(this Relay relay, TimeSpan now, IDatagramSink sink) => _ = (relay, now, sink);
}
