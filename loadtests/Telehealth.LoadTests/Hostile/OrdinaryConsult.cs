using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.LoadTests.Measuring;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Hostile;

/// <summary>
/// A patient and a clinician who do nothing wrong: they talk, and write to
/// each other. Each line is timed from when it was due until the other has it.
/// </summary>
internal sealed class OrdinaryConsult : IAsyncDisposable
{
    private readonly HubClient _patient;
    private readonly HubClient _clinician;
    private readonly ConcurrentDictionary<string, Func<TimeSpan>> _onTheWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _heardOnce = new(StringComparer.Ordinal);
    private LatencyHistogram _latencies = new();
    private long _failed;

    private OrdinaryConsult(HubClient patient, HubClient clinician, int seed)
    {
        (_patient, _clinician) = (patient, clinician);
        Ends = [new MediaEnd(seed, sends: true, receives: 1), new MediaEnd(seed + 1, sends: true, receives: 1)];
        _patient.Connection.On<Guid, Line>("MessageSaid", (_, line) => Heard(line));
        _clinician.Connection.On<Guid, Line>("MessageSaid", (_, line) => Heard(line));
    }

    public Guid Id { get; private set; }

    public IReadOnlyList<MediaEnd> Ends { get; }

    /// <summary>Lines that the server said it has, by their text.</summary>
    public IEnumerable<string> Acknowledged => _acknowledged.Keys;

    /// <summary>Lines that one of the two has not heard.</summary>
    public int Unheard => _onTheWay.Count;

    /// <summary>Lines that were refused or not answered.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public static async Task<OrdinaryConsult> Begin(HubClient patient, HubClient clinician, int seed, CancellationToken ct)
    {
        var consult = new OrdinaryConsult(patient, clinician, seed);
        await patient.Start(ct);
        await clinician.Start(ct);
        var asked = await patient.Ask<Card>("Ask", [new { commandId = Guid.NewGuid(), reason = "an ordinary visit" }], ct);
        consult.Id = asked.Id;
        await clinician.Ask<Card>("Admit", [new { commandId = Guid.NewGuid(), consultId = asked.Id }], ct);
        foreach (var (hub, end) in new[] { (patient, consult.Ends[0]), (clinician, consult.Ends[1]) })
        {
            await hub.Ask<object>("Enter", [asked.Id, 0], ct);
            end.Connect(await consult.Negotiate(hub, end, ct));
            await hub.Ask<object>("ShowMedia", [asked.Id, new { microphone = true, camera = false, screen = false }], ct);
        }

        return consult;
    }

    /// <summary>Once both are connected, each offers again and is given the other's track.</summary>
    public async Task Subscribe(CancellationToken ct)
    {
        await Negotiate(_patient, Ends[0], ct);
        await Negotiate(_clinician, Ends[1], ct);
    }

    /// <summary>From now on lines are counted here.</summary>
    public void CountIn(LatencyHistogram latencies) => Volatile.Write(ref _latencies, latencies);

    /// <summary>One of the two writes a line that was due just now.</summary>
    public async Task Say(int index, Func<TimeSpan> sinceDue, CancellationToken ct)
    {
        var text = $"line {index} of {Guid.NewGuid():N}";
        _onTheWay[text] = sinceDue;
        try
        {
            await (index % 2 == 0 ? _patient : _clinician).Ask<Line>("Say", [new { commandId = Guid.NewGuid(), consultId = Id, text }], ct);
            _acknowledged[text] = true;
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Interlocked.Increment(ref _failed);
            _onTheWay.TryRemove(text, out _);
            Figures.Say($"a line was not taken: {failed.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _patient.DisposeAsync();
        await _clinician.DisposeAsync();
        foreach (var end in Ends)
            end.Dispose();
    }

    /// <summary>Both hear each line, the writer too; a line has arrived when the second of them has it.</summary>
    private void Heard(Line line)
    {
        if (_heardOnce.TryAdd(line.Text, true) || !_onTheWay.TryRemove(line.Text, out var sinceDue))
            return;
        Volatile.Read(ref _latencies).Add(sinceDue());
    }

    private async Task<string> Negotiate(HubClient hub, MediaEnd end, CancellationToken ct) =>
        (await hub.Ask<Answer>("Negotiate", [new { consultId = Id, sdp = end.Offer(), sources = end.Sources }], ct)).Sdp;

    private sealed record Card(Guid Id);

    private sealed record Line(string Text);

    private sealed record Answer(string Sdp);
}
