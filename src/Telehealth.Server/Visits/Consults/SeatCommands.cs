using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Seats people in a consult and connects their media: who may sit is the consult's rule, who is here now is told to the others.
/// </summary>
internal sealed class SeatCommands(
    ConsultEntity consults, ConsultQueries queries, ConsultSeats seats, SeatTracks tracks, MediaRoom media, ConsultAudience audience)
{
    public const int MostTracksOnScreen = 64;
    private const int TallestPicture = 8_640;

    private static readonly Rejection ObserverSends = new(
        RejectionKind.Forbidden, "media.observer_sends",
        "Observers look on: they send neither sound nor picture. Turn camera, microphone and screen off and try again.");

    private static readonly Rejection NoInterpreter = Rejection.Invalid(
        "guest.not_interpreter", "Choose an interpreter who is in the consult now.");

    private static readonly Rejection TooManyTracks =
        Rejection.Invalid("watch.too_many", $"A screen shows at most {MostTracksOnScreen} tracks at once. Show fewer people at a time.");

    public static readonly Rejection NotSeated = ConsultRules.NotSeated;

    public static readonly Rejection Elsewhere = Rejection.NotNow(
        "consult.elsewhere", "You have opened this consult on another device or tab. Take it back here if you want to go on here.");

    private static readonly Task<ParticipantView?> Nobody = Task.FromResult<ParticipantView?>(null);

    private readonly SeatTurns _turns = new();

    /// <param name="goesOn">The sitting that the page had before its connection
    /// broke; null for a page that comes, or takes the seat back.</param>
    public async Task<Reply<Entered>> Enter(Caller caller, ActorKind kind, Guid consult, Guid? goesOn, SeatPage page, CancellationToken ct)
    {
        if (caller.GuestOfConsult() is { } only && only.Value != consult)
            return ConsultRules.NotFound;
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        Reply<Sitting> sat;
        using (await TurnOf(key, ct))
            sat = await TakeSeat(key, caller, kind, goesOn, page, ct);
        if (sat.Value is not { } sitting)
            return new Reply<Entered>(null, sat.Error);
        if (sitting.TakenFrom is { } before)
            await audience.SeatTaken(key, before);
        await audience.Present(key, sitting.View);
        await ApplyMutes(caller.Tenant, consult, ct);
        return new Entered(media.Node, sitting.View.ReadsAfter);
    }

    /// <summary>The room as whoever has entered it sees it; a page whose seat was taken meanwhile is told so.</summary>
    public async Task<Reply<ConsultView>> View(Caller caller, Guid consult, long afterMessage, string connection, CancellationToken ct)
    {
        if (!seats.Holds(new SeatKey(caller.Tenant, consult, caller.PersonId), connection))
            return Elsewhere;
        if (await queries.Card(caller.Tenant, consult, ct) is not { } card)
            return ConsultRules.NotFound;
        var readsAfter = await queries.ReadsAfter(caller, ct);
        var chat = await queries.Messages(caller.Tenant, consult, afterMessage, readsAfter, ct);
        var marks = ConsultAudience.AsSeenAfter(readsAfter, await queries.Marks(caller.Tenant, consult, ct));
        IReadOnlyList<GuestLink> links = card.ClinicianId == caller.PersonId ? await queries.GuestLinks(caller.Tenant, consult, ct) : [];
        if (caller.GuestOfConsult() is not null)
            card = ConsultAudience.ForGuests(card);
        return new ConsultView(
            card, caller.PersonId, seats.SittingOf(new SeatKey(caller.Tenant, consult, caller.PersonId)), seats.Of(caller.Tenant, consult),
            chat.Messages, chat.HasEarlier, marks, links, media.IceServersFor(caller.PersonId), tracks.SpeakerOf(caller.Tenant, consult),
            ConsultAudience.AsSeenBy(caller.PersonId, tracks.WeakOnes(caller.Tenant, consult)), media.Now);
    }

    public Task Leave(Caller caller, ActorKind kind, Guid consult, string connection, CancellationToken ct)
    {
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        return InTurn(key, () => seats.Holds(key, connection) ? Empty(key, LeaveReason.Left, caller.As(kind, NewId()), ct) : Nobody, ct);
    }

    /// <summary>A connection is gone. Its seats are kept, and the others are told.</summary>
    public async Task Drop(string connection)
    {
        foreach (var (key, view) in seats.Drop(connection))
            await audience.Present(key, view);
    }

    /// <summary>The same, of all connections to nodes that are gone.</summary>
    public async Task DropFrom(Func<string, bool> isGone)
    {
        foreach (var (key, view) in seats.DropFrom(isGone))
            await audience.Present(key, view);
    }

    /// <summary>
    /// Who is here and who is not, once more for the other nodes: what is told on a way that breaks is lost with it, and they would go on
    /// to show what is no longer so.
    /// </summary>
    public async Task PresentAgain(CancellationToken ct)
    {
        foreach (var key in seats.Known())
        {
            ct.ThrowIfCancellationRequested();
            if (seats.ViewOf(key) is { } view)
                await audience.PresentAgain(key, view);
        }
    }

    public async Task<IReadOnlySet<ParticipantId>> SeatedByTheLog(TenantId tenant, Guid consult, CancellationToken ct) =>
        (await consults.Load(tenant, consult, ct)).State is Consult.InProgress running ? running.Seated.ToHashSet() : [];

    public bool AnybodySits(RoomKey room) => seats.Of(room.Tenant, room.Consult).Any(one => one.Presence != PresenceState.Away);

    /// <summary>The room is not this node's any more. Its people keep their seats, and have media where it is next.</summary>
    public async Task GiveUp(RoomKey room, CancellationToken ct)
    {
        seats.Clear(room.Tenant, room.Consult);
        await media.GiveUp(room, ct);
    }

    /// <summary>Nobody came back to this seat while it was kept.</summary>
    public Task Forget(SeatKey key, TimeSpan keptFor, CancellationToken ct) =>
        InTurn(key, () => seats.IsGoneFor(key, keptFor) ? EmptyByItself(key, LeaveReason.ConnectionLost, ct) : Nobody, ct);

    /// <summary>The sign-in by which this seat was held has ended: nothing is kept for it.</summary>
    public Task Forfeit(SeatKey key, CancellationToken ct) => InTurn(
        key,
        async () =>
        {
            if (!seats.IsForfeit(key))
                return null;
            // The relay must not wait for the log.
            await media.Remove(key, ct);
            return await EmptyByItself(key, LeaveReason.Left, ct);
        },
        ct);

    /// <summary>Whoever sits there has left, and what is kept of them: the next one who sits down is somebody else.</summary>
    public Task PutOut(SeatKey key, CancellationToken ct) => InTurn(key, () => EmptyByItself(key, LeaveReason.Left, ct), ct);

    /// <summary>
    /// The seat is empty by the log: its person and their media go, before anybody is told. It waits for no turn; whoever is sitting down
    /// at this moment looks into the log after it.
    /// </summary>
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
        foreach (var listener in tracks.StopListeningTo(key))
            await media.ListenTo(listener, null, ct);
        return view;
    }

    /// <summary>
    /// The patient was returned: whoever has no seat by the log is out, with their media. Each seat in its turn, so that somebody who sits
    /// down meanwhile in the room that was opened again is not taken for one of before.
    /// </summary>
    public async Task<IReadOnlyList<LeftSeat>> PutOutWhoeverIsNotSeated(TenantId tenant, Guid consult, CancellationToken ct)
    {
        var left = await Task.WhenAll(seats.KeysOf(tenant, consult).Select(key => PutOutUnlessSeated(key, ct)));
        return [.. left.OfType<LeftSeat>()];
    }

    /// <summary>The consult is over.</summary>
    public async Task Close(TenantId tenant, Guid consult, CancellationToken ct)
    {
        seats.Clear(tenant, consult);
        await media.Close(new RoomKey(tenant, consult), ct);
    }

    /// <summary>Brings seats and relay up to what the clinician holds back by the log.</summary>
    public async Task ApplyMutes(TenantId tenant, Guid consult, CancellationToken ct)
    {
        // The room may be on another node, which does the same.
        if (seats.KeysOf(tenant, consult).Count == 0)
            return;
        var (state, version) = await consults.Load(tenant, consult, ct);
        if (state is not Consult.InProgress running)
            return;
        foreach (var (key, view) in tracks.Mute(tenant, consult, running.Muted, version))
        {
            await media.Mute(key, view.MutedByClinician, ct);
            await audience.Present(key, view);
        }
    }

    public async Task<Reply<Done>> Show(Caller caller, Guid consult, string connection, MediaState state)
    {
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        if (tracks.Show(key, connection, state) is not { } view)
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
        if (!seats.Holds(key, connection))
        {
            // Whoever holds the seat now may have lost the relay to the late offer.
            await audience.MediaLost(key.Consult, key.Participant);
            return NotSeated;
        }

        var told = tracks.MediaOf(key);
        await media.TellNew(key, told, ct);
        // What is told may change while it is told; the relay hears the newest last.
        for (var newest = tracks.MediaOf(key); newest != told; newest = tracks.MediaOf(key))
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

    public async Task<Reply<Done>> Watch(
        Caller caller, Guid consult, IReadOnlyList<TrackWishView> wishes, string connection, CancellationToken ct)
    {
        if (wishes.Count > MostTracksOnScreen)
            return TooManyTracks;
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        TrackWishView[] onScreen = [.. wishes.Select(track => track with { Height = Math.Clamp(track.Height, 0, TallestPicture) })];
        if (!tracks.Watch(key, connection, onScreen))
            return NotSeated;
        await media.Watch(key, onScreen, ct);
        return Done.Value;
    }

    public async Task<Reply<Done>> ListenTo(Caller caller, Guid consult, Guid? interpreter, string connection, CancellationToken ct)
    {
        var key = new SeatKey(caller.Tenant, consult, caller.PersonId);
        if (!seats.Holds(key, connection))
            return NotSeated;
        if (interpreter is { } chosen
            && (chosen == caller.PersonId || seats.RoleOf(key with { Participant = chosen }) != ParticipantRole.Interpreter))
            return NoInterpreter;
        tracks.ListenTo(key, connection, interpreter);
        await media.ListenTo(key, interpreter, ct);
        return Done.Value;
    }

    private async Task<Reply<Sitting>> TakeSeat(
        SeatKey key, Caller caller, ActorKind kind, Guid? goesOn, SeatPage page, CancellationToken ct)
    {
        if (goesOn is { } before && seats.IsElsewhere(key, before, page.Connection))
            return Elsewhere;
        if (seats.IsForfeit(key))
            await EmptyByItself(key, LeaveReason.Left, ct);
        var take = new ConsultCommand.TakeSeat(new ParticipantId(key.Participant), caller.GuestOfConsult() is null ? null : caller.Name);
        var execution = await consults.Execute(caller.As(kind, NewId()), key.Consult, take, ct);
        if (execution.Outcome is not { } done
            || await consults.LoadAtLeast(key.Tenant, key.Consult, done.Version, ct) is not Consult.InProgress running)
            return execution.Refusal ?? ConsultRules.NotFound;
        if (await queries.Card(key.Tenant, key.Consult, ct) is not { } card)
            return ConsultRules.NotFound;
        await media.Open(key, ct);
        ExpectOthers(key, card, running);
        var sitting = seats.Sit(key, OccupantOf(key, card, running, caller), page, goesOn);
        if (sitting.IsNew)
            await media.BeginAnew(key, ct);
        if (await StandsInLog(key, ct))
            return sitting;
        await Vacate(key, ct);
        return NotSeated;
    }

    private async Task<LeftSeat?> PutOutUnlessSeated(SeatKey key, CancellationToken ct)
    {
        using var turn = await TurnOf(key, ct);
        var (state, _) = await consults.Load(key.Tenant, key.Consult, ct);
        if (state is Consult.InProgress running && running.Seated.Contains(new ParticipantId(key.Participant)))
            return null;
        var left = seats.Remove(key);
        await media.Remove(key, ct);
        return left;
    }

    /// <summary>
    /// Who was removed, whose patient was returned, or whose consult ended, between the log and the seat, is out again; whoever does that
    /// later finds the seat taken and empties it.
    /// </summary>
    private async Task<bool> StandsInLog(SeatKey key, CancellationToken ct)
    {
        var (state, _) = await consults.Load(key.Tenant, key.Consult, ct);
        if (state is Consult.InProgress running)
            return running.Seated.Contains(new ParticipantId(key.Participant));
        // A consult that is over stays over; one whose patient was returned may have begun again by now.
        if (state is Consult.Over)
            await Close(key.Tenant, key.Consult, ct);
        return false;
    }

    private Task<ParticipantView?> EmptyByItself(SeatKey key, LeaveReason reason, CancellationToken ct) =>
        Empty(key, reason, CommandContext.OfServer(key.Tenant), ct);

    private async Task<ParticipantView?> Empty(SeatKey key, LeaveReason reason, CommandContext context, CancellationToken ct)
    {
        await consults.Execute(context, key.Consult, new ConsultCommand.EmptySeat(new ParticipantId(key.Participant), reason), ct);
        return await Vacate(key, ct);
    }

    /// <summary>Empties a seat in its turn, and tells the others after it: a page that does not listen makes no turn longer.</summary>
    private async Task InTurn(SeatKey key, Func<Task<ParticipantView?>> empty, CancellationToken ct)
    {
        ParticipantView? left;
        using (await TurnOf(key, ct))
            left = await empty();
        if (left is not null)
            await audience.Present(key, left);
    }

    /// <summary>Seats are taken and emptied one after another: what the log and the memory say of one must not cross.</summary>
    private ValueTask<SeatTurns.Turn> TurnOf(SeatKey key, CancellationToken ct) => _turns.Take(key, ct);

    /// <summary>After a restart the log says who is seated; they are shown as reconnecting until they come or their time is up.</summary>
    private void ExpectOthers(SeatKey who, ConsultCard card, Consult.InProgress running)
    {
        foreach (var participant in running.Seated.Where(participant => participant.Value != who.Participant))
        {
            var key = who with { Participant = participant.Value };
            seats.Expect(key, OccupantOf(key, card, running, caller: null));
        }
    }

    /// <param name="caller">Null for somebody who is only known by the log.</param>
    private Occupant OccupantOf(SeatKey key, ConsultCard card, Consult.InProgress running, Caller? caller)
    {
        var participant = new ParticipantId(key.Participant);
        if (running.Guests.TryGetValue(participant, out var guest))
        {
            var name = caller?.Name ?? guest.ChosenName ?? guest.Name;
            var others = seats
                .Of(key.Tenant, key.Consult)
                .Where(other => other.Id != key.Participant && other.Presence != PresenceState.Away)
                .Select(other => other.Name)
                .Append(card.PatientName)
                .Append(card.ClinicianName ?? string.Empty);
            return new Occupant(name, guest.Role, caller?.SessionId)
            {
                InvitedAs = guest.Name,
                ReadsAfter = guest.JoinedAt,
                HasTwin = others.Any(other => GuestNames.AreAlike(name, other)),
            };
        }

        var isPatient = key.Participant == card.PatientId;
        return new Occupant(
            caller?.Name ?? (isPatient ? card.PatientName : card.ClinicianName ?? "Clinician"),
            isPatient ? ParticipantRole.Patient : ParticipantRole.Clinician, caller?.SessionId);
    }

    /// <summary>Nobody repeats it: a page whose connection breaks sits down anew.</summary>
    private static Guid NewId() => Guid.CreateVersion7();
}
