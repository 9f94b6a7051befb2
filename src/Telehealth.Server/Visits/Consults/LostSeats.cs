using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Visits.Consults;

/// <summary>A page has lost its seat: it hears no more of the room.</summary>
/// <param name="Seat">The seat.</param>
/// <param name="Connection">Of the page.</param>
/// <param name="IsTaken">Another page of the same person has taken it, which this one is told. Otherwise it was put out.</param>
/// <param name="WaitsAtDoor">It hears at the door when the room opens again.</param>
internal sealed record LostSeat(SeatKey Seat, string Connection, bool IsTaken, bool WaitsAtDoor);

/// <summary>Lets pages hear no more of a room that they have lost, on whichever node they are.</summary>
internal sealed class LostSeats(IHubContext<ConsultHub, IConsultClient> hub, SeatedPages pages, IClusterBus bus) : IHostedService
{
    private const string Topic = "consults.seat_lost";

    private IDisposable? _subscription;

    public async Task Tell(LostSeat lost)
    {
        await HearNoMore(lost);
        // A connection has its id on one node alone.
        if (pages.Find(lost.Connection, lost.Seat.Consult) is null && !bus.IsAlone)
            await bus.AnnounceToOthers(Topic, JsonSerializer.SerializeToUtf8Bytes(lost, EventJson.Options));
        pages.Forget(lost.Connection, lost.Seat.Consult);
    }

    /// <summary>To pages of this node, after the log: whoever sits there by no event any more is out.</summary>
    public async Task PutOut(RoomKey room, IReadOnlySet<ParticipantId> seated)
    {
        foreach (var page in pages.Of(room.Tenant, room.Consult).Where(page => !seated.Contains(new ParticipantId(page.Seat.Participant))))
        {
            await HearNoMore(new LostSeat(page.Seat, page.Connection, IsTaken: false, page.IsGuest));
            pages.Forget(page.Connection, room.Consult);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = bus.Subscribe(Topic, Hear);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    private void Hear(ReadOnlyMemory<byte> payload)
    {
        if (JsonSerializer.Deserialize<LostSeat>(payload.Span, EventJson.Options) is not { } lost
            || pages.Find(lost.Connection, lost.Seat.Consult) is null)
            return;
        pages.Forget(lost.Connection, lost.Seat.Consult);
        // Done when it returns: groups are this node's own, and outboxes wait for nobody.
        _ = HearNoMore(lost);
    }

    private async Task HearNoMore(LostSeat lost)
    {
        var (seat, connection) = (lost.Seat, lost.Connection);
        await hub.Groups.RemoveFromGroupAsync(connection, ConsultAudience.Consult(seat.Tenant, seat.Consult));
        await hub.Groups.RemoveFromGroupAsync(connection, ConsultAudience.Seat(seat.Consult, seat.Participant));
        await hub.Groups.RemoveFromGroupAsync(connection, ConsultAudience.Guests(seat.Tenant, seat.Consult));
        if (lost.WaitsAtDoor)
            await hub.Groups.AddToGroupAsync(connection, ConsultAudience.Door(seat.Tenant, seat.Consult));
        if (lost.IsTaken)
            await hub.Clients.Client(connection).SeatTaken(seat.Consult);
    }
}
