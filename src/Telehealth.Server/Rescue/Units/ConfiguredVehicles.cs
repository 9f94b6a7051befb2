using Microsoft.Extensions.Options;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Rescue.Units;

/// <summary>Brings the vehicles of the configuration into the database at the start. A vehicle's id follows from its call sign.</summary>
internal sealed class ConfiguredVehicles(VehicleTable vehicles, Tenants tenants, IOptions<UnitOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var tenant = tenants.Default;
        foreach (var text in options.Value.Vehicles)
        {
            if (Parse(text) is var (callSign, skills))
                await vehicles.Keep(
                    tenant, new FleetVehicle(DerivedId.From(tenant.Value, $"vehicle:{callSign}"), callSign, skills), cancellationToken);
        }
    }

    /// <summary>Null when the text names no vehicle or a skill that does not exist.</summary>
    public static (string CallSign, Skills Skills)? Parse(string text)
    {
        var parts = text.Split(':', 2, StringSplitOptions.TrimEntries);
        if (parts[0].Length is 0 or > 20)
            return null;
        if (parts.Length == 1)
            return (parts[0], Skills.Basic);
        return Enum.TryParse<Skills>(parts[1], ignoreCase: true, out var skills) && skills != Skills.None ? (parts[0], skills) : null;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
