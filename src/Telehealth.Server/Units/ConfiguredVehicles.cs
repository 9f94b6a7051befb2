using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Paramedics;
using Telehealth.Server.Access;
using Telehealth.Server.Contracts;

namespace Telehealth.Server.Units;

/// <summary>Brings the vehicles of the configuration into the database at the start. A vehicle's id follows from its call sign.</summary>
internal sealed class ConfiguredVehicles(NpgsqlDataSource database, Tenants tenants, IOptions<UnitOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var tenant = tenants.Default.Value;
        foreach (var text in options.Value.Vehicles)
        {
            if (Parse(text) is not var (callSign, skills))
                continue;
            await using var command = database.CreateCommand(
                """
                insert into vehicle (tenant, vehicle_id, call_sign, skills) values ($1, $2, $3, $4)
                on conflict (tenant, call_sign) do update set skills = excluded.skills
                """);
            command.Parameters.Add(new NpgsqlParameter { Value = tenant });
            command.Parameters.Add(new NpgsqlParameter { Value = DerivedId.From(tenant, $"vehicle:{callSign}") });
            command.Parameters.Add(new NpgsqlParameter { Value = callSign });
            command.Parameters.Add(new NpgsqlParameter { Value = (int)skills });
            await command.ExecuteNonQueryAsync(cancellationToken);
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
