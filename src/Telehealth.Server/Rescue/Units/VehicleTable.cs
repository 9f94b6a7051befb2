using Npgsql;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Rescue.Units;

/// <summary>Writes the vehicles that crews can take.</summary>
internal sealed class VehicleTable(NpgsqlDataSource database)
{
    /// <summary>A vehicle whose call sign is known gets these skills.</summary>
    public Task Keep(TenantId tenant, FleetVehicle vehicle, CancellationToken ct) =>
        Insert("on conflict (tenant, call_sign) do update set skills = excluded.skills", tenant, vehicle, ct);

    /// <summary>A vehicle that is known stays as it is.</summary>
    public Task AddIfNew(TenantId tenant, FleetVehicle vehicle, CancellationToken ct) =>
        Insert("on conflict do nothing", tenant, vehicle, ct);

    private async Task Insert(string whenKnown, TenantId tenant, FleetVehicle vehicle, CancellationToken ct)
    {
        await using var insert = database.Command(
            $"insert into units.vehicle (tenant, vehicle_id, call_sign, skills) values ($1, $2, $3, $4) {whenKnown}",
            tenant.Value, vehicle.Id, vehicle.CallSign, (int)vehicle.Skills);
        await insert.ExecuteNonQueryAsync(ct);
    }
}
