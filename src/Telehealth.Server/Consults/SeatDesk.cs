using Telehealth.Domain.Consults;
using Telehealth.Server.Access;
using Telehealth.Server.Contracts;
using Telehealth.Server.EventStore;
using ConsultType = Telehealth.Server.EventStore.EntityType<
    Telehealth.Domain.Consults.ConsultCommand, Telehealth.Domain.Consults.Consult, Telehealth.Domain.Consults.ConsultEvent>;

namespace Telehealth.Server.Consults;

/// <summary>Seats people in a consult and connects their media: who may sit is the consult's rule, who is here now is told to the others.</summary>
internal sealed class SeatDesk(
    EntityStore store, ConsultType consults, ConsultQueries queries, ConsultSeats seats, MediaRoom media, ConsultAudience audience)
{
    public static readonly Rejection NotFound = new("consult.not_found", "This consult does not exist, or it is not yours.");
    public const int MostTracksOnScreen = 64;
    private const int TallestPicture = 8_640;

    private static readonly Rejection ObserverSends = new(
        "media.observer_sends", "Observers look on: they send neither sound nor picture. Turn camera, microphone and screen off and try again.");

    private static readonly Rejection NoInterpreter = new("guest.not_interpreter", "Choose an interpreter who is in the consult now.");

    private static readonly Rejection TooManyTracks =
        new("watch.too_many", $"A screen shows at most {MostTracksOnScreen} tracks at once. Show fewer people at a time.");

    public static readonly Rejection NotSeated = new("consult.not_seated", "Enter the consult first.");

    public async Task<Reply<Done>> Enter(Caller caller, ActorKind kind, Guid consult, string connection, CancellationToken ct)
    {
        if (caller.GuestOfConsult is { } only && only.Value != consult)
            return NotFound;
        var participant = new ParticipantId(caller.PersonId);
        var take = new ConsultCommand.TakeSeat(participant, caller.GuestOfConsult is null ? null : caller.Name);
        var execution = await store.Execute(consults, consult, take, ContextOf(caller, kind), ct);
        if (execution is not Execution<Consult>.Done { State: Consult.InProgress running })
            return execution is Execution<Consult>.Refused refused ? refused.Rejection : NotFound;
        await ExpectOthers(caller, consult, running, ct);
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        var role = RoleIn(running, participant);
        await audience.Present(key, seats.Sit(key, caller.Name, role, connection));
        await ApplyMutes(caller.Tenant, consult, ct);
        return Done.Value;
    }

    public async Task<Reply<ConsultView>> View(Caller caller, Guid consult, long afterMessage, CancellationToken ct)
    {
        if (await queries.Card(caller.Tenant, consult, ct) is not { } card)
            return NotFound;
        var messages = await queries.Messages(caller.Tenant, consult, afterMessage, ct);
        IReadOnlyList<GuestLink> links = card.ClinicianId == caller.PersonId ? await queries.GuestLinks(caller.Tenant, consult, ct) : [];
        if (caller.GuestOfConsult is not null)
            card = ConsultAudience.ForGuests(card);
        return new ConsultView(
            card, caller.PersonId, seats.Of(caller.Tenant, consult), messages, links, media.IceServersFor(caller.PersonId),
            seats.SpeakerOf(caller.Tenant, consult), ConsultAudience.AsSeenBy(caller.PersonId, seats.WeakOnes(caller.Tenant, consult)), media.Now);
    }

    public async Task Leave(Caller caller, ActorKind kind, Guid consult, string connection, CancellationToken ct)
    {
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        if (!seats.Holds(key, connection))
            return;
        var empty = new ConsultCommand.EmptySeat(new ParticipantId(caller.PersonId), LeaveReason.Left);
        await store.Execute(consults, consult, empty, ContextOf(caller, kind), ct);
        await Clear(key, ct);
    }

    /// <summary>A connection is gone. Its seats are kept, and the others are told.</summary>
    public async Task Drop(string connection)
    {
        foreach (var (key, view) in seats.Drop(connection))
            await audience.Present(key, view);
    }

    /// <summary>Nobody came back to this seat while it was kept.</summary>
    public async Task Forget(SeatKey key, CancellationToken ct)
    {
        var empty = new ConsultCommand.EmptySeat(new ParticipantId(key.Participant), LeaveReason.ConnectionLost);
        await store.Execute(consults, key.Consult, empty, new CommandContext(key.Tenant, new CommandId(Guid.CreateVersion7()), Actor.System), ct);
        await Clear(key, ct);
    }

    /// <summary>The seat is empty by the log: its person and their media go, then the others are told.</summary>
    public async Task Clear(SeatKey key, CancellationToken ct)
    {
        if (await Vacate(key, ct) is { } view)
            await audience.Present(key, view);
    }

    /// <summary>Takes person and media out of a seat and tells nobody; null when it was not held.</summary>
    public async Task<ParticipantView?> Vacate(SeatKey key, CancellationToken ct)
    {
        var view = seats.Leave(key);
        await media.Remove(key, ct);
        foreach (var listener in seats.StopListeningTo(key))
            await media.ListenTo(listener, null, ct);
        return view;
    }

    /// <summary>The consult is over.</summary>
    public async Task Close(TenantId tenant, Guid consult, CancellationToken ct)
    {
        await media.Close(consult, ct);
        seats.Clear(tenant, consult);
    }

    /// <summary>Brings seats and relay up to what the clinician holds back by the log.</summary>
    public async Task ApplyMutes(TenantId tenant, Guid consult, CancellationToken ct)
    {
        var (state, version) = await store.Load(consults, tenant, consult, ct);
        if (state is not Consult.InProgress running)
            return;
        foreach (var (key, view) in seats.Mute(tenant, consult, running.Muted, version))
        {
            await media.Mute(key, view.MutedByClinician, ct);
            await audience.Present(key, view);
        }
    }

    public async Task<Reply<Done>> Show(Caller caller, Guid consult, string connection, MediaState state)
    {
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        if (seats.Show(key, connection, state) is not { } view)
            return NotSeated;
        await media.ExpectSound(key, view.Media.Microphone, CancellationToken.None);
        await audience.Present(key, view);
        return Done.Value;
    }

    public async Task<Reply<MediaAnswer>> Negotiate(Caller caller, MediaOffer offer, string connection, CancellationToken ct)
    {
        var key = new SeatKey(caller.Tenant, offer.ConsultId, caller.PersonId);
        if (!seats.Holds(key, connection))
            return NotSeated;
        if (seats.RoleOf(key) == ParticipantRole.Observer && MediaRoom.Sends(offer.Sdp))
            return ObserverSends;
        var answer = await media.Negotiate(key, offer, ct);
        if (answer.Value is null)
            return answer;

        var told = seats.MediaOf(key);
        await media.TellNew(key, told, ct);
        // What is told may change while it is told; the relay hears the newest last.
        for (var newest = seats.MediaOf(key); newest != told; newest = seats.MediaOf(key))
        {
            told = newest;
            await media.Tell(key, told, ct);
        }

        return answer;
    }

    public async Task<Reply<Done>> AddCandidate(Caller caller, Guid consult, string candidate, string connection, CancellationToken ct)
    {
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        if (!seats.Holds(key, connection))
            return NotSeated;
        await media.AddCandidate(key, candidate, ct);
        return Done.Value;
    }

    public async Task<Reply<Done>> Watch(Caller caller, Guid consult, IReadOnlyList<TrackWishView> tracks, string connection, CancellationToken ct)
    {
        if (tracks.Count > MostTracksOnScreen)
            return TooManyTracks;
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        TrackWishView[] onScreen = [.. tracks.Select(track => track with { Height = Math.Clamp(track.Height, 0, TallestPicture) })];
        if (!seats.Watch(key, connection, onScreen))
            return NotSeated;
        await media.Watch(key, onScreen, ct);
        return Done.Value;
    }

    public async Task<Reply<Done>> ListenTo(Caller caller, Guid consult, Guid? interpreter, string connection, CancellationToken ct)
    {
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        if (!seats.Holds(key, connection))
            return NotSeated;
        if (interpreter is { } chosen && (chosen == caller.PersonId || seats.RoleOf(key with { Participant = chosen }) != ParticipantRole.Interpreter))
            return NoInterpreter;
        seats.ListenTo(key, connection, interpreter);
        await media.ListenTo(key, interpreter, ct);
        return Done.Value;
    }

    /// <summary>After a restart the log says who is seated; they are shown as reconnecting until they come or their time is up.</summary>
    private async Task ExpectOthers(Caller caller, Guid consult, Consult.InProgress running, CancellationToken ct)
    {
        if (running.Seated.Count <= 1 || await queries.Card(caller.Tenant, consult, ct) is not { } card)
            return;
        foreach (var participant in running.Seated.Where(participant => participant.Value != caller.PersonId))
        {
            var name = participant.Value == card.PatientId ? card.PatientName
                : participant.Value == card.ClinicianId ? card.ClinicianName ?? "Clinician"
                : running.Guests.TryGetValue(participant, out var guest) ? guest.Name : "Guest";
            seats.Expect(new SeatKey(caller.Tenant, consult, participant.Value), name, RoleIn(running, participant));
        }
    }

    private static ParticipantRole RoleIn(Consult.InProgress running, ParticipantId participant) =>
        participant.Value == running.Patient.Value ? ParticipantRole.Patient
        : participant.Value == running.Clinician.Value ? ParticipantRole.Clinician
        : running.Guests.TryGetValue(participant, out var guest) ? guest.Role : ParticipantRole.Relative;

    private static CommandContext ContextOf(Caller caller, ActorKind kind) =>
        new(caller.Tenant, new CommandId(Guid.CreateVersion7()), caller.ToActor(kind));
}
