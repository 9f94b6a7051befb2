using Telehealth.LoadTests.Measuring;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>How long people waited for what, by kind of fault.</summary>
internal sealed class FaultFigures
{
    private readonly SortedDictionary<FaultKind, OfKind> _kinds = [];

    public int Count { get; private set; }

    /// <summary>Faults after which not every node was ready again.</summary>
    public int NotWhole { get; private set; }

    public void Take(Injected injected, CommandLedger ledger, Senders senders, Visits visits)
    {
        var (since, until) = (injected.Since, injected.Until);
        if (!_kinds.TryGetValue(injected.Fault.Kind, out var kind))
            _kinds[injected.Fault.Kind] = kind = new OfKind([], [], [], [], [], []);
        List<TimeSpan> recoveries = [.. ledger.Recoveries(since, until)];
        List<TimeSpan> rooms = [.. visits.BackAfter(since, until)];
        var (silence, offers) = (ledger.Silence(since, until, injected.Troubled), senders.FirstOfferAfter(since, until));
        kind.Recoveries.AddRange(recoveries);
        kind.Rooms.AddRange(rooms);
        kind.Silences.Add(silence);
        kind.Offers.Add(offers);
        kind.Waits.AddRange(ledger.LongestWaits(since, until, injected.Troubled));
        if (injected.Healed is { } healed)
            kind.Returns.AddRange(ledger.FirstAnswers(healed, until));
        Count++;
        NotWhole += injected.IsWhole ? 0 : 1;
        Figures.Say(
            $"{injected.Fault.Kind.Name()}: everybody was answered again after {recoveries.DefaultIfEmpty().Max().TotalSeconds:0.00} s, "
            + $"nobody for {silence.TotalSeconds:0.00} s, rooms {rooms.DefaultIfEmpty().Max().TotalSeconds:0.00} s, "
            + $"an offer after {offers.TotalSeconds:0.00} s");
        visits.TellOfSilent();
    }

    public void Print()
    {
        foreach (var (kind, of) in _kinds)
        {
            Seconds("recovery_p50_s", kind, of.Recoveries, 0.5);
            Seconds("recovery_p99_s", kind, of.Recoveries, 0.99);
            Seconds("silence_p99_s", kind, of.Silences, 0.99);
            Seconds("wait_p99_s", kind, of.Waits, 0.99);
            Seconds("after_return_p99_s", kind, of.Returns, 0.99);
            Seconds("rooms_back_p99_s", kind, of.Rooms, 0.99);
            Seconds("offers_back_p99_s", kind, of.Offers, 0.99);
        }
    }

    private static void Seconds(string name, FaultKind kind, List<TimeSpan> times, double share)
    {
        if (times.Count > 0)
        {
            var at = times.Order().ElementAt((int)Math.Ceiling(times.Count * share) - 1);
            Figures.Print($"faults.{name}.{kind.Name()}", at.TotalSeconds, "s");
        }
    }

    private sealed record OfKind(
        List<TimeSpan> Recoveries, List<TimeSpan> Silences, List<TimeSpan> Waits, List<TimeSpan> Returns, List<TimeSpan> Rooms,
        List<TimeSpan> Offers);
}
