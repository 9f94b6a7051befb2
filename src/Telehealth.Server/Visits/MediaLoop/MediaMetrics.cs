using System.Diagnostics.Metrics;
using Telehealth.Media;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// The relay's figures for whoever listens to the meter <c>Telehealth.Media</c>, of all threads together, and of each thread what shows
/// that one has too much. They are read when asked for: the media threads do nothing for them. Labels are reasons, parts and thread
/// numbers, never ids.
/// </summary>
internal static class MediaMetrics
{
    public const string MeterName = "Telehealth.Media";

    // "UnknownKind" as "unknown_kind", as labels are written.
    private static readonly KeyValuePair<string, object?>[] Reasons =
        [.. Enum.GetNames<DropReason>().Select(name => new KeyValuePair<string, object?>("reason", SnakeCase(name)))];

    private static readonly (double Part, KeyValuePair<string, object?> Label)[] Parts =
        [(0.5, new("quantile", "0.5")), (0.99, new("quantile", "0.99"))];

    /// <summary>Begins to answer for loops that have started; the factory ends it.</summary>
    public static void Publish(IMeterFactory meters, RelayLoops relay)
    {
        var meter = meters.Create(MeterName);
        Count("telehealth.media.datagrams.received",
            () => relay.Total(counters => counters.DatagramsReceived), "{datagram}", "Datagrams taken in.");
        Count("telehealth.media.packets.received",
            () => relay.Total(counters => counters.PacketsReceived), "{packet}", "Media packets accepted.");
        Count("telehealth.media.packets.forwarded",
            () => relay.Total(counters => counters.PacketsForwarded), "{packet}", "Media packets sent on, one for each receiver.");
        Count("telehealth.media.packets.resent",
            () => relay.Total(counters => counters.PacketsResent), "{packet}", "Media packets sent again.");
        meter.CreateObservableCounter("telehealth.media.dropped", () => Drops(relay), "{packet}", "What went no further, by reason.");
        Count("telehealth.media.send.failures", () => relay.SendFailures, "{datagram}", "Datagrams that the system would not send.");
        Count("telehealth.media.send.overflows",
            () => relay.SendOverflows, "{datagram}", "Datagrams given up, because the system took none for too long.");
        Count("telehealth.media.receive.overflows",
            () => relay.ReceiveOverflows, "{datagram}", "Frames of TCP connections that came too fast.");
        Level("telehealth.media.connections", () => relay.Connections.Open, "{connection}", "TCP connections.");
        Count("telehealth.media.connections.refused",
            () => relay.Connections.Refused, "{connection}", "TCP connections not let in, for there were too many.");
        Count("telehealth.media.faults", () => relay.Faults, "{fault}", "Exceptions in the media threads.");
        Count("telehealth.media.peers.given_up",
            () => relay.Total(counters => counters.PeersGivenUp), "{peer}",
            "Peers whose connection was given up, because work for them failed again and again.");
        Level("telehealth.media.rooms", () => relay.Total(counters => counters.Rooms), "{room}", "Open rooms.");
        Level("telehealth.media.peers", () => relay.Total(counters => counters.Peers), "{peer}", "Peers with a seat.");
        meter.CreateObservableGauge("telehealth.media.transit",
            () => Transits(relay.Transit), "s", "How long datagrams stay in the relay, since the start.");
        meter.CreateObservableGauge("telehealth.media.transit.max",
            () => relay.Transit.Max.TotalSeconds, "s", "The longest that a datagram stayed in the relay.");
        Count("telehealth.media.transit.count", () => relay.Transit.Count, "{datagram}", "Datagrams whose stay was measured.");
        meter.CreateObservableUpDownCounter("telehealth.media.thread.peers",
            () => Each(relay, loop => (long)(loop.Counters?.Peers ?? 0)), "{peer}", "Peers with a seat on each media thread.");
        meter.CreateObservableCounter("telehealth.media.thread.packets.forwarded",
            () => Each(relay, loop => loop.Counters?.PacketsForwarded ?? 0), "{packet}", "Media packets sent on by each media thread.");
        meter.CreateObservableGauge("telehealth.media.thread.transit",
            () => Each(relay, loop => loop.Transit?.Percentile(0.99).TotalSeconds ?? 0), "s",
            "Within which time 99 of 100 datagrams went on, on each media thread, since the start.");
        Level("telehealth.media.threads.stalled",
            () => relay.Loops.Count(loop => loop.IsStalled), "{thread}", "Media threads that have not come round for seconds.");

        void Count(string name, Func<long> read, string unit, string what) => meter.CreateObservableCounter(name, read, unit, what);
        void Level(string name, Func<long> read, string unit, string what) => meter.CreateObservableUpDownCounter(name, read, unit, what);
    }

    private static IEnumerable<Measurement<long>> Drops(RelayLoops relay) =>
        Enum.GetValues<DropReason>()
            .Select((reason, i) => new Measurement<long>(relay.Total(counters => counters.Dropped(reason)), Reasons[i]));

    private static IEnumerable<Measurement<TValue>> Each<TValue>(RelayLoops relay, Func<RelayLoop, TValue> figure) where TValue : struct =>
        relay.Loops.Select((loop, number) => new Measurement<TValue>(figure(loop), new KeyValuePair<string, object?>("thread", number)));

    private static IEnumerable<Measurement<double>> Transits(TransitHistogram transit) =>
        Parts.Select(entry => new Measurement<double>(transit.Percentile(entry.Part).TotalSeconds, entry.Label));

    private static string SnakeCase(string name) =>
        string.Concat(
            name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
