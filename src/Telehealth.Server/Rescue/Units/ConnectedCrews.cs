using System.Collections.Concurrent;

namespace Telehealth.Server.Rescue.Units;

/// <summary>Crews whose pages are connected to this node. The hub's threads write; <see cref="UnitHearing"/> reads.</summary>
internal sealed class ConnectedCrews
{
    private readonly ConcurrentDictionary<string, (TenantId Tenant, Guid Person)> _pages = new(StringComparer.Ordinal);

    public void Came(string connection, TenantId tenant, Guid person) => _pages[connection] = (tenant, person);

    public void Went(string connection) => _pages.TryRemove(connection, out _);

    public IReadOnlyList<(TenantId Tenant, Guid Person)> All() => [.. _pages.Values.Distinct()];
}
