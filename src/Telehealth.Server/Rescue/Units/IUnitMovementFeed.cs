namespace Telehealth.Server.Rescue.Units;

/// <summary>Wants to know which units moved, at most once a tick.</summary>
internal interface IUnitMovementFeed
{
    Task Moved(TenantId tenant, IReadOnlyList<UnitFix> fixes, CancellationToken ct);
}
