using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Takes away what the log no longer gives: seat, media and sign-in first, and only then are the others told. Done where the room is, in
/// the answer of the command that ended it, and again by the feed of every node, where it may change nothing any more.
/// </summary>
internal sealed class SeatRevocations(
    SeatCommands seatCommands, QualityCommands quality, ConsultQueries queries, ConsultAudience audience, LostSeats pages,
    Revocations sessions)
{
    public Task Apply(RoomRequest.TakeAway loss) => loss.Loss switch
    {
        SeatLoss.Guest => OfGuest(loss.Tenant, loss.Consult, loss.Guest),
        SeatLoss.Return => OfReturned(loss.Tenant, loss.Consult),
        _ => OfEverybody(loss.Tenant, loss.Consult),
    };

    /// <summary>The guest was removed, or the link withdrawn.</summary>
    public async Task OfGuest(TenantId tenant, Guid consult, Guid guest)
    {
        var seat = new SeatKey(tenant, consult, guest);
        // Neither waits for the other: one of them may be slow, or fail and be done again.
        var vacated = seatCommands.Vacate(seat, CancellationToken.None);
        await Task.WhenAll(vacated, sessions.EndSessionsOfGuest(tenant, guest, CancellationToken.None));
        if (await vacated is { } view)
            await audience.Present(seat, view);
    }

    /// <summary>
    /// The patient waits again, and nobody stays in the room. Links go on working: a guest waits before the door, and hears when it opens.
    /// </summary>
    public async Task OfReturned(TenantId tenant, Guid consult)
    {
        // While there is still something to measure.
        await quality.SampleNew(tenant, consult, CancellationToken.None);
        var left = await seatCommands.PutOutWhoeverIsNotSeated(tenant, consult, CancellationToken.None);
        foreach (var seat in left)
            await audience.OutOfTheRoom(seat);
    }

    /// <summary>The same for this node's pages, wherever their room is: what is said from now on is not for them.</summary>
    public async Task OfReturnedPages(TenantId tenant, Guid consult, CancellationToken ct) =>
        await pages.PutOut(new RoomKey(tenant, consult), await seatCommands.SeatedByTheLog(tenant, consult, ct));

    /// <summary>The consult is over.</summary>
    public async Task OfEverybody(TenantId tenant, Guid consult)
    {
        // While there is still something to measure.
        await quality.SampleNew(tenant, consult, CancellationToken.None);
        await seatCommands.Close(tenant, consult, CancellationToken.None);
        foreach (var link in await queries.GuestLinks(tenant, consult, CancellationToken.None))
            await sessions.EndSessionsOfGuest(tenant, link.Id, CancellationToken.None);
    }
}
