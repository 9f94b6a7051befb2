using Npgsql;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Dispatching;

/// <param name="IsOver">Its time has passed; else its second page is due.</param>
internal sealed record DueOffer(TenantId Tenant, Guid Emergency, Guid Assignment, bool IsOver);

/// <summary>
/// Which node looks at which offer's deadline, so that two do not do the same work. A node that dies in the middle is not waited for longer
/// than a mark holds; who may answer is decided by the log alone.
/// </summary>
internal sealed class OfferWatch(NpgsqlDataSource database)
{
    private static readonly TimeSpan MarkHolds = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MarkIsKept = TimeSpan.FromHours(1);

    /// <summary>Takes offers whose deadline, or whose second page, is due and that no other node looks at.</summary>
    public Task<IReadOnlyList<DueOffer>> TakeDue(DateTimeOffset now, int atMost, CancellationToken ct) =>
        database.Query(
            """
            with due as (
                select a.tenant, a.emergency_id, a.assignment_id, a.deadline from emergencies.assignment a left join dispatching.offer_watch w using (tenant, assignment_id)
                where a.status = 'offered' and (w.watched_until is null or w.watched_until < $1)
                    and (a.deadline < $1 or (a.pages = 1 and a.second_page_at < $1))
                order by a.deadline, a.assignment_id limit $2),
            -- Another node may have read the same offers: the row that it has marked meanwhile comes back to it alone.
            watched as (
                insert into dispatching.offer_watch as mark (tenant, assignment_id, watched_until)
                select tenant, assignment_id, $3 from due order by deadline, assignment_id
                on conflict (tenant, assignment_id) do update set watched_until = excluded.watched_until where mark.watched_until < $1
                returning tenant, assignment_id)
            select tenant, emergency_id, assignment_id, deadline < $1 as over from due join watched using (tenant, assignment_id) order by deadline
            """,
            row => new DueOffer(new TenantId(row.Guid("tenant")), row.Guid("emergency_id"), row.Guid("assignment_id"), row.Flag("over")),
            ct, now, atMost, now + MarkHolds);

    /// <summary>Removes marks that long hold nothing.</summary>
    public Task Forget(DateTimeOffset now, CancellationToken ct) =>
        database.Query("delete from dispatching.offer_watch where watched_until < $1 returning tenant", _ => true, ct, now - MarkIsKept);
}
