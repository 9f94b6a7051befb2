using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Offers;

/// <summary>One paramedic's device: on shift, reporting its position, taking every offer and working it off quickly.</summary>
internal sealed class Crew : IAsyncDisposable
{
    // Long enough that many units are busy at once, short enough that some are always free.
    private static readonly TimeSpan StatusLasts = TimeSpan.FromSeconds(1);

    private readonly HubClient _hub;
    private readonly Action<JobNotice> _offered;
    private readonly Random _random;
    private readonly TimeSpan _fixEvery;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _jobs = [];
    private readonly Lock _gate = new();
    private double _latitude;
    private double _longitude;
    private Guid _lastAssignment;
    private Task _moving = Task.CompletedTask;

    public Crew(Uri hub, string accessToken, int seed, TimeSpan fixEvery, Action<JobNotice> offered)
    {
        _random = new Random(seed);
        _fixEvery = fixEvery;
        _offered = offered;
        _latitude = 48.40 + (_random.NextDouble() - 0.5) * 0.07;
        _longitude = 9.60 + (_random.NextDouble() - 0.5) * 0.14;
        _hub = HubClient.To(hub, accessToken);
        _hub.Connection.On<JobNotice?>("JobChanged", JobChanged);
    }

    /// <summary>Accepted offers as this device knows them: which emergency, and from when to when it held the job.</summary>
    public List<(Guid Emergency, long From, long Until)> Held { get; } = [];

    public async Task GoOnShift(Guid vehicle, CancellationToken ct)
    {
        await _hub.Start(ct);
        await _hub.Ask<UnitDesk>("Watch", [], ct);
        await _hub.Ask<UnitName>("StartShift", [new { commandId = Guid.NewGuid(), vehicleId = vehicle }], ct);
        await ReportPosition();
        _moving = KeepMoving();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] jobs;
        lock (_gate)
        {
            jobs = [.. _jobs];
        }

        await Task.WhenAll([_moving, .. jobs]);
        await _hub.DisposeAsync();
        _stop.Dispose();
    }

    private void JobChanged(JobNotice? job)
    {
        if (job is not { Status: "offered" } || job.AssignmentId == _lastAssignment)
        {
            return;
        }

        _lastAssignment = job.AssignmentId;
        _offered(job);
        lock (_gate)
        {
            _jobs.Add(Work(job));
        }
    }

    private async Task Work(JobNotice job)
    {
        try
        {
            await _hub.Ask<JobNotice>("Accept", [Command(job, null)], _stop.Token);
            var from = Environment.TickCount64;
            foreach (var status in new[] { "enRoute", "onScene", "clear" })
            {
                await Task.Delay(StatusLasts, _stop.Token);
                await _hub.Ask<JobNotice?>("Report", [Command(job, status)], _stop.Token);
            }

            lock (_gate)
            {
                Held.Add((job.EmergencyId, from, Environment.TickCount64));
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
        catch (HubRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
        }
    }

    private static object Command(JobNotice job, string? status) => new
    {
        commandId = Guid.NewGuid(),
        emergencyId = job.EmergencyId,
        assignmentId = job.AssignmentId,
        epoch = job.Epoch,
        status,
        deviceTime = DateTimeOffset.UtcNow,
    };

    private async Task KeepMoving()
    {
        using var tick = new PeriodicTimer(_fixEvery);
        try
        {
            // Fleets do not report in step.
            await Task.Delay(_fixEvery * _random.NextDouble(), _stop.Token);
            while (await tick.WaitForNextTickAsync(_stop.Token))
            {
                // Some 50 km/h in a direction of its own.
                _latitude += (_random.NextDouble() - 0.5) * 0.00025 * _fixEvery.TotalSeconds;
                _longitude += (_random.NextDouble() - 0.5) * 0.00038 * _fixEvery.TotalSeconds;
                await ReportPosition();
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private Task ReportPosition() =>
        _hub.Tell(
            "Position",
            [
                new
                {
                    latitude = _latitude,
                    longitude = _longitude,
                    accuracyMetres = 8.0,
                    speedMetresPerSecond = (double?)null,
                    headingDegrees = (double?)null,
                    deviceTime = DateTimeOffset.UtcNow,
                },
            ],
            _stop.Token);
}

/// <summary>What this device reads of a job; the contract has more.</summary>
internal sealed record JobNotice(Guid EmergencyId, Guid AssignmentId, int Epoch, string Status, string Description);

internal sealed record UnitName(Guid Id, string CallSign);

internal sealed record UnitDesk(IReadOnlyList<UnitName> Vehicles);
