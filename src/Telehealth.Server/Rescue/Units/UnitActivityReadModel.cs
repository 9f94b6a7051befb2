using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Units;

/// <summary>
/// What a unit's jobs last did to it, one row a unit. It stands here and not beside
/// the jobs, because whoever shows or chooses a unit must know whether it is free.
/// </summary>
internal sealed class UnitActivityReadModel : IInlineReadModel
{
    public string Name => "unit activity";

    public IReadOnlyList<string> Tables { get; } = ["units.unit_activity"];

    public void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        if (stored.Event is not EmergencyEvent happened || AssignmentSteps.Of(happened) is not { } step)
            return;
        // Two statements and not one with nulls: a value that is null now and then has no type, and is planned anew each time.
        if (AssignmentSteps.IsLive(step.Status))
        {
            batch.Add(
                """
                insert into units.unit_activity as present (tenant, unit_id, emergency_id, status, since, version) values ($1, $2, $4, $5, $3, 1)
                on conflict (tenant, unit_id) do update set emergency_id = $4, status = $5, since = $3, version = present.version + 1
                """,
                stored.Tenant.Value, step.Unit.Value, step.At, stored.StreamId, step.Status.ToWire());
        }
        else
        {
            batch.Add(
                """
                insert into units.unit_activity as present (tenant, unit_id, since, version) values ($1, $2, $3, 1)
                on conflict (tenant, unit_id) do update set emergency_id = null, status = null, since = $3, version = present.version + 1
                """,
                stored.Tenant.Value, step.Unit.Value, step.At);
        }
    }
}
