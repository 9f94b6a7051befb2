using Npgsql;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Offers;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Hostile;

/// <summary>Consults with audio and chat, and emergencies that crews take and work off; the same in every part of a run.</summary>
internal sealed class OrdinaryLife : IAsyncDisposable
{
    private const int Consults = 3;
    private const double LinesPerSecond = 6;
    private const double EmergenciesPerSecond = 2;

    private readonly ServerUnderTest _server;
    private readonly int _seed;
    private readonly List<OrdinaryConsult> _consults = [];
    private readonly CrewFleet _fleet;
    private readonly HubClient _console;
    private SoundThread? _sound;
    private RaisedCalls? _calls;
    private long _lost;
    private int _part;

    private OrdinaryLife(ServerUnderTest server, HubClient console, int seed) =>
        (_server, _console, _seed, _fleet) = (server, console, seed, new CrewFleet(server, seed));

    public static async Task<OrdinaryLife> Begin(ServerUnderTest server, People people, int units, int seed, CancellationToken ct)
    {
        var console = HubClient.To(
            server.Hub("/hub/dispatch"), await HubClient.SignIn(server.Http, "hana@demo.telehealth", "demo-telehealth", ct));
        var life = new OrdinaryLife(server, console, seed);
        await console.Start(ct);
        await console.Ask<object>("WatchBoard", [], ct);
        await life._fleet.GoOnShift(units, TimeSpan.FromSeconds(1), job => life._calls?.Offered(job), ct);
        for (var number = 0; number < Consults; number++)
        {
            var patient = HubClient.To(server.Hub("/hub/consult"), await people.SignUp($"patient{number}", "patient", ct));
            var clinician = HubClient.To(server.Hub("/hub/consult"), await people.SignUp($"clinician{number}", "clinician", ct));
            life._consults.Add(await OrdinaryConsult.Begin(patient, clinician, seed + number * 2, ct));
        }

        life._sound = new SoundThread([.. life._consults.SelectMany(consult => consult.Ends)]);
        for (var waited = 0; !life._sound.IsConnected; waited++)
        {
            if (waited == 200)
                throw new TimeoutException("The calls did not connect.");
            await Task.Delay(100, ct);
        }

        foreach (var consult in life._consults)
            await consult.Subscribe(ct);
        return life;
    }

    /// <summary>Lives for a while, counts how it was, and waits for what is still on its way.</summary>
    /// <param name="raising">Told of each call for help just before it is raised.</param>
    public async Task Live(TimeSpan length, Lived lived, Action<Guid>? raising, CancellationToken ct)
    {
        _part++;
        var lines = new Arrivals((int)(LinesPerSecond * length.TotalSeconds), LinesPerSecond, _seed + _part);
        var help = new Arrivals((int)(EmergenciesPerSecond * length.TotalSeconds), EmergenciesPerSecond, _seed - _part);
        var calls = _calls = new RaisedCalls(help, _seed + _part, $"part {_part} call", lived.Offers) { Raising = raising };
        foreach (var consult in _consults)
            consult.CountIn(lived.Chat);
        _sound!.Latencies = lived.Sound;
        _sound.TakeCounts();

        await Task.WhenAll(
            lines.Run(index => _consults[index % Consults].Say(index / Consults, () => lines.Since(index), ct), ct),
            help.Run(index => Raise(calls, index, ct), ct));

        // Counted before the attack ends, or what it held up would come as soon as it is over.
        var (sent, arrived) = _sound.TakeCounts();
        (lived.SoundSent, lived.SoundArrived) = (lived.SoundSent + sent, lived.SoundArrived + arrived);
        await calls.WaitUntilAllOffered(TimeSpan.FromSeconds(20), ct);
        _lost += calls.Missed;
    }

    /// <summary>
    /// Commands that failed, lines that the other did not hear, calls that
    /// nobody was offered, and what was acknowledged and is not in the database.
    /// </summary>
    public async Task<long> CountLost(CancellationToken ct)
    {
        var failed = _consults.Sum(consult => consult.Failed);
        var unheard = _consults.Sum(consult => consult.Unheard);
        var acknowledged = _consults.SelectMany(consult => consult.Acknowledged).ToArray();
        await using var database = _server.OpenDatabase();
        await using var count = database.CreateCommand("select count(*) from consults.consult_message where text = any($1)");
        count.Parameters.Add(new NpgsqlParameter { Value = acknowledged });
        var missing = acknowledged.Length - (long)(await count.ExecuteScalarAsync(ct))!;
        var doubles = await _fleet.CountDoubles(ct);
        Figures.Say(
            $"commands refused or unanswered {failed}, lines unheard {unheard}, acknowledged and missing {missing}, calls without an offer or refused {_lost}, given twice {doubles}");
        return failed + unheard + missing + _lost + doubles;
    }

    public async ValueTask DisposeAsync()
    {
        _sound?.Dispose();
        foreach (var consult in _consults)
            await consult.DisposeAsync();
        await _console.DisposeAsync();
        await _fleet.DisposeAsync();
    }

    private async Task Raise(RaisedCalls calls, int index, CancellationToken ct)
    {
        try
        {
            await _console.Ask<UnitName>("RaiseForCaller", [calls.Next(index)], ct);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Interlocked.Increment(ref _lost);
            Figures.Say($"a call for help was not taken: {failed.Message}");
        }
    }
}
