namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>Whether a dispatcher's console is open, on whichever node; whoever has the consoles knows.</summary>
internal interface IConsoleAttendance
{
    Task<bool> IsOpen(TenantId tenant, CancellationToken ct);
}
