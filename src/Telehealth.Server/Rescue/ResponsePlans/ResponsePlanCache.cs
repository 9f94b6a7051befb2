using System.Collections.Concurrent;
using Telehealth.Domain.Rescue.ResponsePlans;

namespace Telehealth.Server.Rescue.ResponsePlans;

/// <summary>
/// The response plans of each tenant: one stream a tenant, named by the tenant's own id. Remembered for a moment, so that raising an
/// emergency does not read the log each time; a publication counts at once on this node and within that moment on the others.
/// </summary>
internal sealed class ResponsePlanCache(ResponsePlanEntity books, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    /// <summary>Bounded by the number of tenants.</summary>
    private readonly ConcurrentDictionary<TenantId, (DateTimeOffset At, ResponsePlanBook Book)> _known = new();

    public async Task<ResponsePlanBook> Of(TenantId tenant, CancellationToken ct) =>
        _known.TryGetValue(tenant, out var known) && time.GetUtcNow() - known.At < Remembered ? known.Book : await Newest(tenant, ct);

    /// <summary>As the log has them now.</summary>
    public async Task<ResponsePlanBook> Newest(TenantId tenant, CancellationToken ct)
    {
        // The moment counts from before the reading: what is published while it runs is seen a moment later.
        var asked = time.GetUtcNow();
        var (book, _) = await books.Load(tenant, tenant.Value, ct);
        return _known.AddOrUpdate(tenant, (asked, book), (_, known) => known.Book.Version > book.Version ? known : (asked, book)).Book;
    }
}
