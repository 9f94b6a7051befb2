using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Npgsql;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>Who is there to help: read from the database, so that every node says the same.</summary>
internal sealed class AttendanceReader(NpgsqlDataSource database, IConsoleAttendance consoles)
{
    private readonly ConcurrentDictionary<TenantId, bool> _asked = new();

    /// <summary>Tenants whose pages want to know.</summary>
    public IReadOnlyCollection<TenantId> Tenants => [.. _asked.Keys];

    public async Task<Attendance> Of(TenantId tenant, CancellationToken ct)
    {
        _asked.TryAdd(tenant, true);
        var isOpen = await consoles.IsOpen(tenant, ct);
        var rows = await database.Query(
            """
            select
                exists (select from units.unit u where u.tenant = $1) as set_up,
                exists (select from units.unit_on_shift s where s.tenant = $1) as crew
            """,
            row => new Attendance(row.Flag("set_up"), isOpen, row.Flag("crew")), ct, tenant.Value);
        return rows[0];
    }
}

/// <summary>Tells patients' pages when somebody came to help, or the last one left.</summary>
internal sealed class AttendanceFeed(
    AttendanceReader attendance, IHubContext<EmergencyHub, IEmergencyClient> hub, ILogger<AttendanceFeed> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Dictionary<TenantId, Attendance> _told = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ticking.Every(LookEvery, Tell, log, stoppingToken);

    private async Task Tell(CancellationToken ct)
    {
        foreach (var tenant in attendance.Tenants)
        {
            var present = await attendance.Of(tenant, ct);
            if (_told.TryGetValue(tenant, out var told) && told == present)
                continue;
            _told[tenant] = present;
            await hub.Clients.Group(EmergencyHub.AttendanceGroupOf(tenant)).AttendanceChanged(present);
        }
    }
}
