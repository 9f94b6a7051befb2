using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Guest links as the entrance asks for them.</summary>
internal sealed class GuestEntry(ConsultQueries queries, SeatCommands seatCommands) : IGuestLinks
{
    public Task<GuestGrant?> Find(TenantId tenant, byte[] tokenHash, CancellationToken cancellation) =>
        queries.Find(tenant, tokenHash, cancellation);

    public Task Vacate(GuestGrant grant, CancellationToken cancellation) =>
        seatCommands.PutOut(GuestCaller.SeatOf(grant), cancellation);
}
