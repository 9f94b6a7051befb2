using System.Diagnostics.Metrics;
using Telehealth.Media;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// The relay's figures for whoever listens to the meter <c>Telehealth.Media</c>. They are read when asked for: the media thread does
/// nothing for them. Labels are reasons and parts, never ids.
/// </summary>
internal static class MediaMetrics
{
    public const string MeterName = "Telehealth.Media";

    // "UnknownKind" as "unknown_kind", as labels are written.
    private static readonly KeyValuePair<string, object?>[] Reasons =
        [.. Enum.GetNames<DropReason>().Select(name => new KeyValuePair<string, object?>("reason", SnakeCase(name)))];

    private static readonly (double Part, KeyValuePair<string, object?> Label)[] Parts =
        [(0.5, new("quantile", "0.5")), (0.99, new("quantile", "0.99"))];

    /// <summary>Begins to answer for a loop that has started; the factory ends it.</summary>
    public static void Publish(IMeterFactory meters, RelayLoop loop, MediaCounters counters, TransitHistogram transit)
    {
        var meter = meters.Create(MeterName);
        Count("telehealth.media.datagrams.received", () => counters.DatagramsReceived, "{datagram}", "Datagrams taken in.");
        Count("telehealth.media.packets.received", () => counters.PacketsReceived, "{packet}", "Media packets accepted.");
        Count("telehealth.media.packets.forwarded",
            () => counters.PacketsForwarded, "{packet}", "Media packets sent on, one for each receiver.");
        Count("telehealth.media.packets.resent", () => counters.PacketsResent, "{packet}", "Media packets sent again.");
        meter.CreateObservableCounter("telehealth.media.dropped", () => Drops(counters), "{packet}", "What went no further, by reason.");
        Count("telehealth.media.send.failures", () => loop.SendFailures, "{datagram}", "Datagrams that the system would not send.");
        Count("telehealth.media.send.overflows",
            () => loop.SendOverflows, "{datagram}", "Datagrams given up, because the system took none for too long.");
        Count("telehealth.media.receive.overflows",
            () => loop.ReceiveOverflows, "{datagram}", "Frames of TCP connections that came too fast.");
        Level("telehealth.media.connections", () => loop.Connections.Open, "{connection}", "TCP connections.");
        Count("telehealth.media.connections.refused",
            () => loop.Connections.Refused, "{connection}", "TCP connections not let in, for there were too many.");
        Count("telehealth.media.faults", () => loop.Faults, "{fault}", "Exceptions in the media thread.");
        Count("telehealth.media.peers.given_up",
            () => counters.PeersGivenUp, "{peer}", "Peers whose connection was given up, because work for them failed again and again.");
        Level("telehealth.media.rooms", () => counters.Rooms, "{room}", "Open rooms.");
        Level("telehealth.media.peers", () => counters.Peers, "{peer}", "Peers with a seat.");
        meter.CreateObservableGauge("telehealth.media.transit",
            () => Transits(transit), "s", "How long datagrams stay in the relay, since the start.");
        meter.CreateObservableGauge("telehealth.media.transit.max",
            () => transit.Max.TotalSeconds, "s", "The longest that a datagram stayed in the relay.");
        Count("telehealth.media.transit.count", () => transit.Count, "{datagram}", "Datagrams whose stay was measured.");

        void Count(string name, Func<long> read, string unit, string what) => meter.CreateObservableCounter(name, read, unit, what);
        void Level(string name, Func<long> read, string unit, string what) => meter.CreateObservableUpDownCounter(name, read, unit, what);
    }

    private static IEnumerable<Measurement<long>> Drops(MediaCounters counters) =>
        Enum.GetValues<DropReason>().Select((reason, i) => new Measurement<long>(counters.Dropped(reason), Reasons[i]));

    private static IEnumerable<Measurement<double>> Transits(TransitHistogram transit) =>
        Parts.Select(entry => new Measurement<double>(transit.Percentile(entry.Part).TotalSeconds, entry.Label));

    private static string SnakeCase(string name) =>
        string.Concat(
            name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
