using System.Collections.Concurrent;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Clinicians with pages at this node that show who waits: for nobody else it looks who is there. The hub's threads write;
/// <see cref="PatientPresenceFeed"/> reads.
/// </summary>
internal sealed class WatchingClinicians
{
    private readonly ConcurrentDictionary<string, (TenantId Tenant, Guid Person)> _pages = new(StringComparer.Ordinal);

    /// <summary>One more page wants to know. Handlers hand over and return.</summary>
    public event Action? Came;

    public void Come(string connection, TenantId tenant, Guid person)
    {
        _pages[connection] = (tenant, person);
        Came?.Invoke();
    }

    public void Go(string connection) => _pages.TryRemove(connection, out _);

    public IEnumerable<IGrouping<TenantId, Guid>> ByTenant() => _pages.Values.Distinct().GroupBy(page => page.Tenant, page => page.Person);
}
