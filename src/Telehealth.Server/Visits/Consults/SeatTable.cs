namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Every seat that is known on this node, under one lock that is never held across a wait. Who holds them is written
/// by <see cref="ConsultSeats"/>, what their tracks are held to by <see cref="SeatTracks"/>.
/// </summary>
internal sealed class SeatTable
{
    public Lock Lock { get; } = new();

    public Dictionary<SeatKey, Seat> Seats { get; } = [];
}
