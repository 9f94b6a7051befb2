using Telehealth.Domain.Deciding;
using Telehealth.Domain.Text;
using static Telehealth.Domain.Visits.Consults.ConsultCommand;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Visits.Consults;

/// <summary>The rules of a consult.</summary>
public static class ConsultRules
{
    /// <summary>Longest reason, in characters.</summary>
    public const int MaxReason = 500;

    /// <summary>Longest line of chat, in characters.</summary>
    public const int MaxMessage = 2_000;

    /// <summary>Most lines of chat in one consult; beyond this a chat is a document and belongs elsewhere.</summary>
    public const int MaxMessages = 5_000;

    /// <summary>Most guest links that are valid at once in one consult.</summary>
    public const int MaxGuests = 6;

    /// <summary>Longest name of a guest, in characters.</summary>
    public const int MaxGuestName = 80;

    /// <summary>A patient may open a booked consult this long before it begins.</summary>
    public static readonly TimeSpan OpensBefore = TimeSpan.FromMinutes(30);

    /// <summary>
    /// A patient who waits for the clinician of the booking is theirs alone for this long from the booked time, or from when the patient
    /// came if that was later; then the patient waits for everybody.
    /// </summary>
    public static readonly TimeSpan KeptForBooked = TimeSpan.FromMinutes(15);

    /// <summary>The rules as a value for the event store.</summary>
    public static readonly Decider<ConsultCommand, Consult, ConsultEvent> Decider =
        new("consult", new Consult.Unknown(), Decide, Evolve);

    /// <summary>Also for a stranger, who must not learn that a consult exists.</summary>
    public static readonly Rejection NotFound = Rejection.NotFound("consult.not_found", "This consult does not exist, or it is not yours.");

    private static readonly Rejection GuestNameInvalid =
        Rejection.Invalid("guest.name_invalid", $"A guest needs a name with a letter in it, of at most {MaxGuestName} characters.");

    /// <summary>
    /// Who takes part, and has no seat: speaking goes with being in the room, where the
    /// others see it. Not kept, so that the same line can be sent again from the seat.
    /// </summary>
    public static readonly Rejection NotSeated = new(RejectionKind.Forbidden, "consult.not_seated", "Enter the consult first.");

    /// <summary>Who takes part is told so; strangers learn nothing.</summary>
    public static readonly Rejection NotRunning = Rejection.NotNow("consult.not_running", "The consult is not running.");

    /// <summary>What those who are new are told before a locked room.</summary>
    public static readonly Rejection RoomLocked =
        Rejection.NotNow("consult.locked", "The room is locked for the moment. Stay on this page: the clinician can open it for you.");

    internal static readonly Rejection Taken = Rejection.NotNow("consult.taken", "Another clinician has already admitted this patient.");
    internal static readonly Rejection IsOver = Rejection.NotNow("consult.over", "This consult is over.");
    private static readonly Rejection Exists = Rejection.NotNow("consult.exists", "This consult has already been asked for.");
    private static readonly Rejection TimeInvalid = Rejection.Invalid(
        "consult.time_invalid", "Choose a time between now and a year from now.");
    private static readonly Rejection TooEarly = Rejection.NotNow(
        "consult.too_early", "The waiting room opens 30 minutes before the consult.");
    private static readonly Rejection PatientAbsent = Rejection.NotNow(
        "consult.patient_absent", "The patient is not in the waiting room yet.");
    private static readonly Rejection GuestRoleInvalid = Rejection.Invalid(
        "guest.role_invalid", "A guest is a relative, an interpreter, a colleague or an observer.");
    private static readonly Rejection TooManyGuests = Rejection.NotNow(
        "guest.too_many", $"At most {MaxGuests} guests can be invited at once. Withdraw a link first.");
    private static readonly Rejection IsRunning = Rejection.NotNow(
        "consult.running", "The consult is already running: leave it or end it instead.");
    private static readonly Rejection ReasonInvalid = Rejection.Invalid(
        "consult.reason_invalid", $"Say in 1 to {MaxReason} characters what the consult is about.");
    private static readonly Rejection ReasonRead = Rejection.NotNow(
        "consult.reason_read", "The visit has begun. Tell your doctor what has changed.");

    private static Decision<ConsultEvent> Decide(ConsultCommand command, Consult consult, DateTimeOffset now) => command switch
    {
        AskForConsult ask => Ask(ask, consult, now),
        BookConsult book => Book(book, consult, now),
        OpenBookedConsult open => Open(open, consult, now),
        ChangeReason change => Change(change, consult, now),
        AdmitPatient admit => Admit(admit, consult, now),
        TakeSeat take => Take(take, consult, now),
        EmptySeat empty => Empty(empty, consult, now),
        Say say => ChatRules.Say(say, consult, now),
        WithdrawMessage withdraw => ChatRules.Withdraw(withdraw, consult, now),
        InviteGuest invite => Invite(invite, consult, now),
        RevokeGuestLink revoke => Revoke(revoke, consult, now),
        LockRoom change => RoomRules.Lock(change, consult, now),
        MuteParticipant mute => RoomRules.Mute(mute, consult, now),
        RemoveParticipant remove => RoomRules.Remove(remove, consult, now),
        ReturnToWaitingRoom back => ReturnRules.Return(back, consult, now),
        EndConsult end => End(end, consult, now),
        CancelConsult cancel => Cancel(cancel, consult, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private static Decision<ConsultEvent> Ask(AskForConsult ask, Consult consult, DateTimeOffset now)
    {
        if (consult is not Consult.Unknown)
        {
            return Exists;
        }

        return ReasonProblem(ask.Reason) is { } problem
            ? problem
            : new ConsultRequested(ask.Consult, ask.Patient, ask.Reason.Trim(), now);
    }

    private static Decision<ConsultEvent> Book(BookConsult book, Consult consult, DateTimeOffset now)
    {
        if (consult is not Consult.Unknown)
        {
            return Exists;
        }

        if (book.StartsAt < now || book.StartsAt > now.AddYears(1))
        {
            return TimeInvalid;
        }

        return ReasonProblem(book.Reason) is { } problem
            ? problem
            : new ConsultBooked(book.Consult, book.Patient, book.Clinician, book.StartsAt, book.Reason.Trim(), now);
    }

    private static Decision<ConsultEvent> Open(OpenBookedConsult open, Consult consult, DateTimeOffset now) => consult switch
    {
        Consult.Booked booked when booked.Patient != open.Patient => NotFound,
        Consult.Booked booked when now < booked.StartsAt - OpensBefore => TooEarly,
        Consult.Booked => new WaitingRoomEntered(now),
        Consult.Waiting waiting when waiting.Patient == open.Patient => Decision.Nothing<ConsultEvent>(),
        Consult.InProgress running when running.Patient == open.Patient => Decision.Nothing<ConsultEvent>(),
        Consult.Over over when over.Patient == open.Patient => IsOver,
        _ => NotFound,
    };

    // What hurts more meanwhile must reach the clinician before the visit, not in it.
    private static Decision<ConsultEvent> Change(ChangeReason change, Consult consult, DateTimeOffset now) => consult switch
    {
        Consult.Booked booked when booked.Patient == change.Patient => Reworded(change, now),
        Consult.Waiting waiting when waiting.Patient == change.Patient => Reworded(change, now),
        Consult.InProgress running when running.Patient == change.Patient => ReasonRead,
        Consult.Over over when over.Patient == change.Patient => IsOver,
        _ => NotFound,
    };

    private static Decision<ConsultEvent> Reworded(ChangeReason change, DateTimeOffset now) =>
        ReasonProblem(change.Reason) is { } problem ? problem : new ReasonChanged(change.Reason.Trim(), now);

    private static Decision<ConsultEvent> Admit(AdmitPatient admit, Consult consult, DateTimeOffset now) => consult switch
    {
        // Who was not chosen is not told that somebody waits.
        Consult.Waiting waiting when waiting.Clinician is { } booked && booked != admit.Clinician && now < waiting.KeptUntil => NotFound,
        Consult.Waiting => new PatientAdmitted(admit.Clinician, now),
        Consult.InProgress running when running.Clinician == admit.Clinician => Decision.Nothing<ConsultEvent>(),
        Consult.InProgress => Taken,
        Consult.Booked booked when booked.Clinician != admit.Clinician => NotFound,
        Consult.Booked => PatientAbsent,
        Consult.Over => IsOver,
        _ => NotFound,
    };

    private static Decision<ConsultEvent> Take(TakeSeat take, Consult consult, DateTimeOffset now)
    {
        if (consult is not Consult.InProgress running)
        {
            return NotRunningFor(take.Participant, consult);
        }

        return RoleOf(take.Participant, running, now) switch
        {
            null => NotFound,
            _ when running.Seated.Contains(take.Participant) => Decision.Nothing<ConsultEvent>(),
            { } role when running.IsLocked && !RoomRules.MayEnterLocked(take.Participant, role, running) => RoomLocked,
            _ when take.GuestName is { } name && PersonName.Read(name, MaxGuestName) is null => GuestNameInvalid,
            { } role => new ParticipantJoined(take.Participant, role, PersonName.Read(take.GuestName, MaxGuestName), now),
        };
    }

    private static Decision<ConsultEvent> Empty(EmptySeat empty, Consult consult, DateTimeOffset now) =>
        consult is Consult.InProgress running && running.Seated.Contains(empty.Participant)
            ? new ParticipantLeft(empty.Participant, empty.Reason, now)
            : Decision.Nothing<ConsultEvent>();

    private static Decision<ConsultEvent> Invite(InviteGuest invite, Consult consult, DateTimeOffset now)
    {
        if (consult is not Consult.InProgress running)
        {
            return NotRunningFor(new ParticipantId(invite.Clinician.Value), consult);
        }

        return invite switch
        {
            _ when running.Clinician != invite.Clinician => NotFound,
            _ when invite.Role
                    is not (ParticipantRole.Relative
                        or ParticipantRole.Interpreter
                        or ParticipantRole.Colleague
                        or ParticipantRole.Observer) => GuestRoleInvalid,
            _ when PersonName.Read(invite.Name, MaxGuestName) is null => GuestNameInvalid,
            _ when running.Guests.Values.Count(guest => !guest.Revoked && guest.ExpiresAt > now) >= MaxGuests => TooManyGuests,
            _ => new GuestInvited(
                invite.Guest, PersonName.Read(invite.Name, MaxGuestName)!, invite.Role, invite.TokenHash, now + invite.ValidFor, now),
        };
    }

    private static Decision<ConsultEvent> Revoke(RevokeGuestLink revoke, Consult consult, DateTimeOffset now)
    {
        if (consult is not Consult.InProgress running || running.Clinician != revoke.Clinician
            || !running.Guests.TryGetValue(revoke.Guest, out var guest))
        {
            return NotFound;
        }

        if (guest.Revoked)
        {
            return Decision.Nothing<ConsultEvent>();
        }

        var revoked = new GuestLinkRevoked(revoke.Guest, now);
        return running.Seated.Contains(revoke.Guest)
            ? Decision.Of<ConsultEvent>(revoked, new ParticipantLeft(revoke.Guest, LeaveReason.Removed, now))
            : revoked;
    }

    private static Decision<ConsultEvent> End(EndConsult end, Consult consult, DateTimeOffset now) => consult switch
    {
        Consult.InProgress running when running.Clinician == end.Clinician => new ConsultEnded(now),
        Consult.Over over when over.Clinician == end.Clinician => Decision.Nothing<ConsultEvent>(),
        Consult.Booked or Consult.Waiting => NotRunning,
        _ => NotFound,
    };

    private static Decision<ConsultEvent> Cancel(CancelConsult cancel, Consult consult, DateTimeOffset now) => consult switch
    {
        Consult.Booked booked when cancel.By == booked.Patient || cancel.By == booked.Clinician => new ConsultCancelled(now),
        Consult.Waiting waiting when cancel.By == waiting.Patient || cancel.By == waiting.Clinician => new ConsultCancelled(now),
        Consult.InProgress running when cancel.By == running.Patient || cancel.By == running.Clinician => IsRunning,
        Consult.Over over when cancel.By == over.Patient || cancel.By == over.Clinician => Decision.Nothing<ConsultEvent>(),
        _ => NotFound,
    };

    /// <summary>In which role somebody may sit in a running consult; null for strangers, and for guests whose link is over.</summary>
    public static ParticipantRole? RoleOf(ParticipantId participant, Consult.InProgress running, DateTimeOffset now)
    {
        if (participant.Value == running.Patient.Value)
        {
            return ParticipantRole.Patient;
        }

        if (participant.Value == running.Clinician.Value)
        {
            return ParticipantRole.Clinician;
        }

        return running.Guests.TryGetValue(participant, out var guest) && !guest.Revoked && guest.ExpiresAt > now ? guest.Role : null;
    }

    /// <summary>Until when a waiting patient is the booked clinician's alone.</summary>
    public static DateTimeOffset KeptUntil(DateTimeOffset bookedFor, DateTimeOffset waitingSince) =>
        (bookedFor > waitingSince ? bookedFor : waitingSince) + KeptForBooked;

    // Who has no part in a consult is not told whether it runs.
    internal static Rejection NotRunningFor(ParticipantId who, Consult consult) =>
        consult switch
        {
            Consult.Booked booked when who.Value == booked.Patient.Value || who.Value == booked.Clinician.Value => NotRunning,
            Consult.Waiting waiting
                when who.Value == waiting.Patient.Value || who.Value == waiting.Clinician?.Value
                    || ReturnRules.HadPart(who, waiting.Room) =>
                NotRunning,
            Consult.Over over when who.Value == over.Patient.Value || who.Value == over.Clinician?.Value || over.Guests.Contains(who) =>
                NotRunning,
            _ => NotFound,
        };

    private static Rejection? ReasonProblem(string reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason
            ? ReasonInvalid
            : null;

    private static Consult Evolve(Consult consult, ConsultEvent happened) =>
        EvolveTo(consult, happened, consult.Version + 1) with { Version = consult.Version + 1 };

    private static Consult EvolveTo(Consult consult, ConsultEvent happened, long version) => (consult, happened) switch
    {
        (_, ConsultRequested requested) => new Consult.Waiting(requested.Patient, null, requested.At),
        (_, ConsultBooked booked) => new Consult.Booked(booked.Patient, booked.Clinician, booked.StartsAt),
        (Consult.Booked booked, WaitingRoomEntered entered) => new Consult.Waiting(booked.Patient, booked.Clinician, entered.At)
        {
            KeptUntil = KeptUntil(booked.StartsAt, entered.At),
        },
        (Consult.Waiting waiting, PatientAdmitted admitted) => ReturnRules.Opened(waiting, admitted),
        (Consult.InProgress running, _) => EvolveRunning(running, happened, version),
        (Consult.Booked booked, ConsultCancelled) => new Consult.Over(booked.Patient, booked.Clinician, []),
        (Consult.Waiting waiting, ConsultCancelled) => new Consult.Over(
            waiting.Patient, waiting.Clinician ?? waiting.Room?.Clinician, ReturnRules.LinksOf(waiting.Room)),
        _ => consult,
    };

    private static Consult EvolveRunning(Consult.InProgress running, ConsultEvent happened, long version) =>
        happened switch
        {
            ParticipantJoined joined => running with
            {
                Seated = running.Seated.Add(joined.Participant),
                Lapsed = running.Lapsed.Remove(joined.Participant),
                Guests = running.Guests.TryGetValue(joined.Participant, out var comer)
                    ? running.Guests.SetItem(joined.Participant, comer with { ChosenName = joined.GuestName, JoinedAt = version })
                    : running.Guests,
            },
            ParticipantLeft left => running with
            {
                Seated = running.Seated.Remove(left.Participant),
                Lapsed =
                    left.Reason == LeaveReason.ConnectionLost
                        ? running.Lapsed.Add(left.Participant)
                        : running.Lapsed.Remove(left.Participant),
            },
            ConsultLocked => running with { IsLocked = true },
            ConsultUnlocked => running with { IsLocked = false },
            ParticipantMuted muted => running with { Muted = running.Muted.Add(new Consult.MutedTrack(muted.Participant, muted.Source)) },
            ParticipantUnmuted unmuted => running with
            {
                Muted = running.Muted.Remove(new Consult.MutedTrack(unmuted.Participant, unmuted.Source)),
            },
            MessageSaid said => running with
            {
                Messages = running.Messages.SetItem(version, new Consult.Message(said.From, IsWithdrawn: false)),
            },
            MessageWithdrawn withdrawn when running.Messages.TryGetValue(withdrawn.Number, out var message) => running with
            {
                Messages = running.Messages.SetItem(withdrawn.Number, message with { IsWithdrawn = true }),
            },
            GuestInvited invited => running with
            {
                Guests = running.Guests.SetItem(
                    invited.Guest, new Consult.Guest(invited.Name, invited.Role, invited.ExpiresAt, Revoked: false)),
            },
            GuestLinkRevoked revoked when running.Guests.TryGetValue(revoked.Guest, out var guest) => running with
            {
                Guests = running.Guests.SetItem(revoked.Guest, guest with { Revoked = true }),
            },
            PatientReturned => ReturnRules.Returned(running),
            ConsultEnded => new Consult.Over(running.Patient, running.Clinician, ReturnRules.LinksOf(running)),
            _ => running,
        };
}
