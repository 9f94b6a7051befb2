using Telehealth.LoadTests.Hostile;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Soak;

/// <summary>A patient and a clinician with camera and microphone, and all that their pages tell and ask the server meanwhile.</summary>
internal sealed class SoakCall : IAsyncDisposable
{
    private const int Seed = 20261130;

    private static readonly TimeSpan QualityToldEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QualityAskedEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(20);

    private readonly HubClient _patient;
    private readonly HubClient _clinician;
    private readonly Talker[] _talkers;
    private readonly Thread _thread;
    private volatile bool _isOver;
    private Guid _consult;

    private SoakCall(HubClient patient, HubClient clinician)
    {
        (_patient, _clinician) = (patient, clinician);
        _talkers = [.. new[] { Seed, Seed + 1 }.Select(seed => new Talker(new MediaEnd(seed, sends: true, receives: 1, camera: true)))];
        _thread = new Thread(Talk) { IsBackground = true, Name = "call" };
    }

    /// <summary>Packets that either side has got from the other.</summary>
    public IReadOnlyList<long> Arrived => [.. _talkers.Select(talker => talker.Arrived)];

    public static async Task<SoakCall> Begin(HubClient patient, HubClient clinician, CancellationToken ct)
    {
        var call = new SoakCall(patient, clinician);
        await patient.Start(ct);
        await clinician.Start(ct);
        call._consult = (await patient.Ask<Card>("Ask", [new { commandId = Guid.NewGuid(), reason = "a long visit" }], ct)).Id;
        await clinician.Ask<Card>("Admit", [new { commandId = Guid.NewGuid(), consultId = call._consult }], ct);
        foreach (var (hub, talker) in call.Sides())
        {
            await hub.Ask<object>("Enter", [call._consult, 0], ct);
            talker.End.Connect(await call.Negotiate(hub, talker, ct));
            await hub.Ask<object>("ShowMedia", [call._consult, new { microphone = true, camera = true, screen = false }], ct);
        }

        call._thread.Start();
        await call.BecomeConnected(ct);
        foreach (var (hub, talker) in call.Sides())
            await call.Negotiate(hub, talker, ct);
        return call;
    }

    /// <summary>What the pages say until the call is stopped, or until one of them is refused something.</summary>
    public async Task Live(CancellationToken ct) =>
        await await Task.WhenAny(
            Every(QualityToldEvery, () => Task.WhenAll(Tell(_consult, _patient, ct), Tell(_consult, _clinician, ct)), ct),
            Every(QualityAskedEvery, () => _clinician.Ask<object>("Quality", [_consult], ct), ct),
            Every(
                LineEvery,
                () =>
                    _patient.Ask<object>(
                        "Say",
                        [
                            new
                            {
                                commandId = Guid.NewGuid(),
                                consultId = _consult,
                                text = "still here",
                            },
                        ],
                        ct),
                ct));

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        if (_thread.IsAlive)
            _thread.Join();
        await _patient.DisposeAsync();
        await _clinician.DisposeAsync();
        foreach (var talker in _talkers)
            talker.End.Dispose();
    }

    private (HubClient Hub, Talker Talker)[] Sides() => [(_patient, _talkers[0]), (_clinician, _talkers[1])];

    private static async Task Tell(Guid consult, HubClient hub, CancellationToken ct) =>
        await hub.Ask<object>("ReportQuality", [consult, Quality()], ct);

    private static object Quality() => new
    {
        freezes = 0, frozenMs = 0, framesDropped = 0, framesDecoded = (int)(MediaEnd.Now.TotalSeconds % 36_000 * 30), concealedSamples = 0L,
        receivedSamples = (long)(MediaEnd.Now.TotalSeconds * 48_000), path = "udp", connectMs = 200, firstPictureMs = 400,
    };

    private async Task<string> Negotiate(HubClient hub, Talker talker, CancellationToken ct) =>
        (await hub.Ask<Answer>(
                "Negotiate",
                [
                    new
                    {
                        consultId = _consult,
                        sdp = talker.End.Offer(),
                        sources = talker.End.Sources,
                    },
                ],
                ct)).Sdp;

    private async Task BecomeConnected(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(ConnectWithin);
        while (!_talkers.All(talker => talker.End.Transport.IsConnected))
            await Task.Delay(100, patience.Token);
    }

    private static async Task Every(TimeSpan period, Func<Task> act, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(period);
        while (await timer.WaitForNextTickAsync(ct))
            await act();
    }

    private void Talk()
    {
        while (!_isOver)
        {
            foreach (var talker in _talkers)
                talker.Step();
            // Sockets hold far more than arrives in this time.
            Thread.Sleep(4);
        }
    }

    private sealed record Card(Guid Id);

    private sealed record Answer(string Sdp);
}
