using System.Collections.Concurrent;
using System.Diagnostics;
using Telehealth.LoadTests.Offers;
using Telehealth.Testing.Hubs;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>People at work while nodes and the database die: consoles, crews and a chat, each of whom sends until it is answered.</summary>
internal sealed class Senders(IReadOnlyList<NodeProcess> nodes, CommandLedger ledger) : IAsyncDisposable
{
    private const int Consoles = 6;
    private const string Password = "demo-telehealth";

    private static readonly string[] Crews = ["erik", "farah", "gil"];
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentDictionary<Guid, long> _offers = new();
    private Task _work = Task.CompletedTask;
    private int _jobs;

    /// <summary>How many jobs the crews have worked off.</summary>
    public int Jobs => _jobs;

    /// <summary>How long after this instant a crew was shown an offer that none had been shown before.</summary>
    public TimeSpan FirstOfferAfter(long since, long until) =>
        Stopwatch.GetElapsedTime(since, _offers.Values.Where(at => at >= since && at <= until).DefaultIfEmpty(until).Min());

    public async Task Start(CancellationToken ct)
    {
        var dispatcher = await SignIn("hana", ct);
        List<Task> work = [.. Enumerable.Range(0, Consoles).Select(number => Run(() => Dispatch(number, dispatcher)))];
        foreach (var (number, crew) in Crews.Index())
        {
            var token = await SignIn(crew, ct);
            work.Add(Run(() => Drive(number, token)));
        }

        var (patient, clinician) = (await SignIn("ana", ct), await SignIn("chloe", ct));
        work.Add(Run(() => Write(patient, clinician)));
        _work = Task.WhenAll(work);
    }

    /// <summary>Ends when everybody has put down what they had in hand.</summary>
    public async Task Stop()
    {
        await _enough.CancelAsync();
        await _work;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _enough.Dispose();
    }

    private Task<string> SignIn(string name, CancellationToken ct) =>
        HubClient.SignIn(nodes[0].Http, $"{name}@demo.telehealth", Password, ct);

    private Task Run(Func<Task> work) => Task.Run(async () =>
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_enough.IsCancellationRequested)
        {
            // What is not answered when it is enough is nobody's loss.
        }
    });

    private PersistentHub Hub(int first, string path, string token, Func<HubClient, CancellationToken, Task>? greet = null) =>
        new([.. nodes.Skip(first % nodes.Count), .. nodes.Take(first % nodes.Count)], path, token, ledger)
        {
            Greet = greet ?? ((_, _) => Task.CompletedTask),
        };

    /// <summary>Raises at one node and goes on at another, so that grains are beside whoever asks, and elsewhere.</summary>
    private async Task Dispatch(int number, string token)
    {
        // A console that calls for somebody has its board on the screen.
        static Task Watch(HubClient client, CancellationToken ct) => client.Ask<object>("WatchBoard", [], ct);
        await using var raising = Hub(number, "/hub/dispatch", token, Watch);
        await using var console = Hub(number / 2, "/hub/dispatch", token, Watch);
        while (true)
        {
            var id = Guid.NewGuid();
            var raised = await raising.Send<UnitName>(
                id, "RaiseForCaller", EmergencyCall.Of("Fell from a ladder", commandId: id), _enough.Token);
            for (var note = 0; note < 20; note++)
            {
                await Command<object>(console, "AddNote", commandId => new { commandId, emergencyId = raised.Id, text = $"Note {note}" });
            }

            await Command<object>(
                console, "Cancel", commandId => new { commandId, emergencyId = raised.Id, reason = "noLongerNeeded" });
        }
    }

    /// <summary>On shift, taking every offer and working it off at once.</summary>
    private async Task Drive(int number, string token)
    {
        await using var device = Hub(number, "/hub/unit", token);
        var desk = await device.Ask<CrewDesk>("Watch", [], _enough.Token);
        await Command<object>(device, "StartShift", commandId => new { commandId, vehicleId = desk.Vehicles[number].Id });
        while (true)
        {
            desk = await device.Ask<CrewDesk>("Watch", [], _enough.Token);
            if (desk.Job is { } job)
            {
                _offers.TryAdd(job.AssignmentId, Stopwatch.GetTimestamp());
                await Work(device, job);
            }

            await device.Ask<object>("Position", [Somewhere()], _enough.Token);
            await Task.Delay(Pace * 4, _enough.Token);
        }
    }

    private async Task Work(PersistentHub device, JobNotice job)
    {
        if (job.Status == "offered" && !await Command<object>(device, "Accept", commandId => Of(commandId, job, null)))
        {
            return;
        }

        foreach (var status in new[] { "enRoute", "onScene", "clear" })
        {
            await Command<object>(device, "Report", commandId => Of(commandId, job, status));
        }

        Interlocked.Increment(ref _jobs);
    }

    private static object Somewhere() => new
    {
        latitude = 48.401,
        longitude = 9.601,
        accuracyMetres = 8.0,
        speedMetresPerSecond = (double?)null,
        headingDegrees = (double?)null,
        deviceTime = DateTimeOffset.UtcNow,
    };

    private static object Of(Guid commandId, JobNotice job, string? status) => new
    {
        commandId,
        emergencyId = job.EmergencyId,
        assignmentId = job.AssignmentId,
        epoch = job.Epoch,
        status,
        deviceTime = DateTimeOffset.UtcNow,
    };

    /// <summary>A patient who was let in, and writes.</summary>
    private async Task Write(string token, string clinician)
    {
        await using var asking = Hub(0, "/hub/consult", token);
        await using var admitting = Hub(1, "/hub/consult", clinician);
        var id = Guid.NewGuid();
        var consult = await asking.Send<UnitName>(id, "Ask", new { commandId = id, reason = "A cough" }, _enough.Token);
        await Command<object>(admitting, "Admit", commandId => new { commandId, consultId = consult.Id });
        await using var chat = Hub(1, "/hub/consult", token, (client, ct) => client.Ask<object>("Enter", [consult.Id, 0L], ct));
        for (var message = 0; ; message++)
        {
            await Command<object>(chat, "Say", commandId => new { commandId, consultId = consult.Id, text = $"Message {message}" });
        }
    }

    /// <summary>Whether it was taken: what was refused, as an offer that somebody else has by now, is counted and goes on.</summary>
    private async Task<bool> Command<T>(PersistentHub hub, string method, Func<Guid, object> command)
    {
        await Task.Delay(Pace, _enough.Token);
        var id = Guid.NewGuid();
        try
        {
            await hub.Send<T>(id, method, command(id), _enough.Token);
            return true;
        }
        catch (HubRefusedException)
        {
            return false;
        }
    }

    private sealed record CrewDesk(IReadOnlyList<UnitName> Vehicles, JobNotice? Job);
}
