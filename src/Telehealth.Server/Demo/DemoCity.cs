using System.Collections.Concurrent;
using Telehealth.Dispatch.Cities;
using Telehealth.Server.Rescue.Paramedics;

namespace Telehealth.Server.Demo;

/// <summary>What a vehicle's job is; null when it has none. Another one each time that it changed.</summary>
internal sealed record JobNotice(JobView? Job);

/// <summary>
/// A living city for demo mode: simulated crews on the streets, and an emergency now and then. It uses the same commands as real devices.
/// Of several servers one runs it (<see cref="CityLease"/>), and all hear what becomes of jobs, so that any other can go on with it. What
/// other threads tell it waits in a box that holds the last word for each vehicle.
/// </summary>
internal sealed class DemoCity(City city, IDemoActions actions, CityLease lease, TimeProvider clock, ILogger<DemoCity> log)
    : BackgroundService
{
    private readonly ConcurrentDictionary<string, JobNotice> _notices = new();

    /// <summary>Tells what a simulated vehicle's job is now; null when it has none. Any thread; unknown call signs are ignored.</summary>
    public void JobChanged(string callSign, JobView? job) => _notices[callSign] = new JobNotice(job);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        lease.WhileHeld(ct => new CityLife(city, actions, _notices, clock, log).Live(ct), stoppingToken);
}
