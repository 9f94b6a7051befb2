using System.Diagnostics.Metrics;

namespace Telehealth.Server.Platform.Entities;

/// <summary>How commands reach their entities, under the meter <c>Telehealth.Entities</c>. No tag says which entity or whose.</summary>
internal sealed class EntityMetrics
{
    public const string MeterName = "Telehealth.Entities";

    private readonly Counter<long> _bypassed;

    public EntityMetrics(IMeterFactory factory, ActiveEntities here)
    {
        var meter = factory.Create(MeterName);
        _bypassed = meter.CreateCounter<long>(
            "telehealth.entity.bypassed", description: "Commands that went to the log past their grain, by reason.");
        meter.CreateObservableGauge("telehealth.entity.active", () => here.Count, description: "Entities that are active on this node.");
    }

    /// <param name="reason"><c>late</c>, <c>gone</c>, or <c>suspect</c> when the node that has it has just let others wait.</param>
    public void Bypassed(string reason) => _bypassed.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
