using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Live;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Who hears of what: the SignalR groups of the consult hub, named in one place. What is stored each node tells to its own connections, as
/// it follows the log; what only the room knows its home tells to those of all nodes, by groups with a wide name.
/// </summary>
internal sealed class ConsultAudience(IHubContext<ConsultHub, IConsultClient> hub, WideGroups<ConsultHub> wide, LostSeats lost)
{
    public static string Person(TenantId tenant, Guid person) => $"person:{tenant}:{person}";

    public static string Clinicians(TenantId tenant) => $"clinicians:{tenant}";

    public static string Consult(TenantId tenant, Guid consult) => WideGroup.Named($"consult:{tenant}:{consult}");

    /// <summary>Guests who are in the room.</summary>
    public static string Guests(TenantId tenant, Guid consult) => $"guests:{tenant}:{consult}";

    /// <summary>Guests who wait before a locked room.</summary>
    public static string Door(TenantId tenant, Guid consult) => $"door:{tenant}:{consult}";

    /// <summary>A consult's id is unique over all tenants, and the relay knows rooms by it alone.</summary>
    public static string Seat(Guid consult, Guid participant) => WideGroup.Named($"seat:{consult}:{participant}");

    /// <summary>Why the patient came is between patient and clinician.</summary>
    public static ConsultCard ForGuests(ConsultCard card) => card with { Reason = string.Empty };

    /// <summary>Before they are let in, guests learn whether the door opens, and of nobody behind it.</summary>
    public static ConsultCard AtTheDoor(ConsultCard card) => new(
        card.Id, card.Version, card.Phase, Guid.Empty, string.Empty, null, null, string.Empty, null, null, null, null, card.Locked);

    public async Task Changed(TenantId tenant, ConsultCard card)
    {
        string[] people = card.ClinicianId is { } clinician
            ? [Person(tenant, card.PatientId), Person(tenant, clinician)]
            : [Person(tenant, card.PatientId)];
        await hub.Clients.Groups(people).ConsultChanged(card);
        // Something older is told late, when the patient waits again already: whoever is still among the guests is on the way to the door.
        await hub.Clients.Group(Guests(tenant, card.Id))
            .ConsultChanged(card.Phase == ConsultPhase.Waiting ? AtTheDoor(card) : ForGuests(card));
        await hub.Clients.Group(Door(tenant, card.Id)).ConsultChanged(AtTheDoor(card));
    }

    /// <summary>
    /// Somebody waits for whoever has time. Who waits for the clinician of a booking is told to that one only, as a consult of theirs.
    /// </summary>
    public Task Waits(TenantId tenant, ConsultCard card) => hub.Clients.Group(Clinicians(tenant)).WaitingRoomChanged(card);

    /// <param name="clinician">Whose booking it is, who alone is told; null when any clinician may admit.</param>
    public Task ThereOrNot(TenantId tenant, Guid? clinician, IReadOnlyList<PatientPresence> presences) =>
        hub.Clients.Group(clinician is { } only ? Person(tenant, only) : Clinicians(tenant)).PatientsPresent(presences);

    /// <summary>Nobody needs to know more than that it is gone.</summary>
    public Task LeftWaitingRoom(TenantId tenant, ConsultCard card) =>
        hub.Clients.Group(Clinicians(tenant)).WaitingRoomLeft(card.Id, card.Version);

    /// <summary>To the page that held the seat until now. It hears no more of the consult.</summary>
    public Task SeatTaken(SeatKey seat, string connection) =>
        lost.Tell(new LostSeat(seat, connection, IsTaken: true, WaitsAtDoor: false));

    /// <summary>To a page that was put out: it hears no more of the room. A guest's hears at the door when the room opens again.</summary>
    public Task OutOfTheRoom(LeftSeat left) => left.Connection is { } connection
        ? lost.Tell(new LostSeat(
            left.Seat, connection, IsTaken: false, WaitsAtDoor: left.Role is not (ParticipantRole.Patient or ParticipantRole.Clinician)))
        : Task.CompletedTask;

    /// <summary>To everybody in the room: it is at this node no longer.</summary>
    public Task RoomMoved(RoomKey room) => hub.Clients.Group(Consult(room.Tenant, room.Consult)).RoomMoved(room.Consult);

    public Task Present(SeatKey seat, ParticipantView view) =>
        hub.Clients.Group(Consult(seat.Tenant, seat.Consult)).PresenceChanged(seat.Consult, view);

    /// <summary>To the other nodes, where it may not have arrived: nothing of it is kept on the way.</summary>
    public Task PresentAgain(SeatKey seat, ParticipantView view) => wide.TellOthers(
        [WideGroup.Here(Consult(seat.Tenant, seat.Consult))], nameof(IConsultClient.PresenceChanged), [seat.Consult, view]);

    /// <summary>A line as it is now, to those here to whom it was said.</summary>
    public Task Said(Guid consult, IEnumerable<SeatedPage> here, ChatMessage message) =>
        hub
            .Clients.Groups(
            [
                .. here.Where(one => one.ReadsAfter < message.Sequence)
                    .Select(one => WideGroup.Here(Seat(consult, one.Seat.Participant))),
            ])
            .MessageSaid(consult, message);

    /// <summary>How far somebody has read, to each as far as the chat is theirs.</summary>
    public async Task Marked(Guid consult, IEnumerable<ParticipantView> here, IReadOnlyList<ChatMark> marks)
    {
        foreach (var one in here)
        {
            if (AsSeenAfter(one.ReadsAfter, marks) is { Count: > 0 } seen)
                await hub.Clients.Group(Seat(consult, one.Id)).MessagesMarked(consult, seen);
        }
    }

    /// <summary>Whoever reads from a number on learns nothing of what became of the lines before it.</summary>
    public static IReadOnlyList<ChatMark> AsSeenAfter(long number, IEnumerable<ChatMark> marks) =>
    [
        .. marks
            .Where(mark => mark.Delivered > number)
            .Select(mark => mark.Read > number ? mark : mark with { Read = 0 }),
    ];

    public Task Types(SeatKey seat, string connection) =>
        hub.Clients.GroupExcept(Consult(seat.Tenant, seat.Consult), [connection]).Typing(seat.Consult, seat.Participant);

    public Task LinkChanged(TenantId tenant, Guid consult, Guid clinician, GuestLink link) =>
        hub.Clients.Group(Person(tenant, clinician)).GuestLinkChanged(consult, link);

    public Task SpeakerChanged(TenantId tenant, Guid consult, Guid? participant) =>
        hub.Clients.Group(Consult(tenant, consult)).SpeakerChanged(consult, participant);

    /// <summary>Everybody hears how somebody's link does; whose it is, in words of their own.</summary>
    public async Task Rated(SeatQuality quality, IEnumerable<Guid> participants)
    {
        foreach (var participant in participants)
            await hub.Clients.Group(Seat(quality.Seat.Consult, participant))
                .QualityChanged(quality.Seat.Consult, AsSeenBy(participant, quality));
    }

    public static IReadOnlyList<QualityView> AsSeenBy(Guid participant, IReadOnlyList<SeatQuality> qualities) =>
        [.. qualities.Select(quality => AsSeenBy(participant, quality))];

    public Task LayersWanted(Guid consult, Guid participant, MediaSource source, int layers) =>
        hub.Clients.Group(Seat(consult, participant)).LayersWanted(consult, source, layers);

    public Task MediaChanged(Guid consult, Guid participant, int audioSlots, int videoSlots) =>
        hub.Clients.Group(Seat(consult, participant)).MediaChanged(consult, audioSlots, videoSlots);

    public Task MediaLost(Guid consult, Guid participant) =>
        hub.Clients.Group(Seat(consult, participant)).MediaLost(consult);

    private static QualityView AsSeenBy(Guid participant, SeatQuality quality) => new(
        quality.Seat.Participant, quality.Rung, quality.Cause,
        QualityWords.Now(quality.Seat.Participant == participant ? null : quality.Name, quality.Rung, quality.Cause));
}
