using Telehealth.Domain.Deciding;
using Telehealth.Domain.Visits.Consults;
using static Telehealth.Domain.Tests.Consults.SomeConsult;
using static Telehealth.Domain.Tests.Some;
using static Telehealth.Domain.Visits.Consults.ConsultCommand;
using static Telehealth.Domain.Visits.Consults.ConsultEvent;

namespace Telehealth.Domain.Tests.Consults;

/// <summary>What holds whatever is asked, in whatever order. The seed is printed; the same seed asks the same again.</summary>
public sealed class ConsultPropertyTests(ITestOutputHelper output)
{
    private const int Lives = 2_000;
    private const int CommandsInALife = 80;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Whatever_is_asked_only_those_who_may_sit_do_and_what_is_over_stays_over(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var joined = 0;
        var ended = 0;
        var returned = 0;
        var withdrawn = 0;
        for (var life = 0; life < Lives; life++)
        {
            var past = Given(Unknown);
            var now = Noon;
            for (var step = 0; step < CommandsInALife; step++)
            {
                now += TimeSpan.FromMinutes(random.Next(8));

                var answer = past.When(Any(random, past.State, now), now);

                if (answer.Code is { } code)
                {
                    Assert.False(string.IsNullOrEmpty(code));
                    continue;
                }

                if (past.State is Domain.Visits.Consults.Consult.Over)
                {
                    answer.ThenNothing();
                }

                if (past.State is Domain.Visits.Consults.Consult.InProgress { IsLocked: true } locked)
                {
                    Assert.DoesNotContain(
                        answer.Events.OfType<ParticipantJoined>(),
                        joiner =>
                            joiner.Role is not (ParticipantRole.Patient or ParticipantRole.Clinician)
                            && !locked.Lapsed.Contains(joiner.Participant));
                }

                foreach (var happened in answer.Events.OfType<ParticipantJoined>())
                {
                    Assert.Equal(
                        happened.Role,
                        ConsultRules.RoleOf(happened.Participant, Assert.IsType<Domain.Visits.Consults.Consult.InProgress>(past.State), now)
                    );
                    Assert.NotEqual(SomeConsult.Stranger, happened.Participant);
                    joined++;
                }

                foreach (var happened in answer.Events.OfType<MessageWithdrawn>())
                {
                    MayWithdraw(happened, Assert.IsType<Domain.Visits.Consults.Consult.InProgress>(past.State));
                    withdrawn++;
                }

                Assert.Equal(past.State.Version + answer.Events.Count, answer.Afterwards.State.Version);
                ended += answer.Events.OfType<ConsultEnded>().Count();
                if (answer.Events.OfType<PatientReturned>().Any())
                {
                    KeepsThePlace(past.State, answer.Afterwards.State);
                    returned++;
                }

                past = answer.Afterwards;
                HasNoRevokedGuestSeated(past.State);
            }
        }

        // Commands at random that never fill a seat would show nothing.
        Assert.InRange(joined, Lives, int.MaxValue);
        Assert.InRange(ended, Lives / 10, int.MaxValue);
        Assert.InRange(returned, Lives / 10, int.MaxValue);
        Assert.InRange(withdrawn, Lives / 100, int.MaxValue);
    }

    [Theory]
    [InlineData(3)]
    public void Any_stored_event_after_any_other_gives_a_state(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        ConsultEvent[] events =
        [
            .. Running,
            .. WaitingAsBooked,
            Invited(1),
            Invited(2),
            new GuestLinkRevoked(Guest(1), Noon),
            new GuestLinkRevoked(Guest(9), Noon),
            new ParticipantJoined(SomeConsult.Patient, ParticipantRole.Patient, null, Noon),
            new ParticipantLeft(SomeConsult.Patient, LeaveReason.Left, Noon),
            new ParticipantLeft(SomeConsult.Stranger, LeaveReason.Left, Noon),
            new MessageSaid(SomeConsult.Patient, "Hello", Noon),
            new MessageWithdrawn(3, SomeConsult.Patient, Noon),
            new MessageWithdrawn(long.MaxValue, SomeConsult.Stranger, Noon),
            new PatientReturned(ReturnReason.PatientAbsent, Noon),
            new ConsultEnded(Noon),
            new ConsultCancelled(Noon),
            new ConsultLocked(Noon),
            new ConsultUnlocked(Noon),
            new ParticipantMuted(Guest(1), MediaSource.Camera, Noon),
            new ParticipantUnmuted(Guest(2), MediaSource.Camera, Noon),
            new ParticipantRemoved(Guest(9), Noon),
        ];
        var state = ConsultRules.Decider.Initial;
        for (var step = 0; step < 100_000; step++)
        {
            state = ConsultRules.Decider.Evolve(state, events[random.Next(events.Length)]);
            Assert.NotNull(state);
        }
    }

    private static void HasNoRevokedGuestSeated(Domain.Visits.Consults.Consult consult)
    {
        if (consult is Domain.Visits.Consults.Consult.InProgress running)
        {
            Assert.DoesNotContain(running.Seated, seat => running.Guests.TryGetValue(seat, out var guest) && guest.Revoked);
        }
    }

    /// <summary>A line goes once, by its author or the clinician, and never by a guest who came after it.</summary>
    private static void MayWithdraw(MessageWithdrawn happened, Domain.Visits.Consults.Consult.InProgress before)
    {
        var message = before.Messages[happened.Number];
        Assert.False(message.IsWithdrawn);
        Assert.Contains(happened.By, new[] { message.From, new ParticipantId(before.Clinician.Value) });
        Assert.Contains(happened.By, before.Seated);
        Assert.True(!before.Guests.TryGetValue(happened.By, out var guest) || guest.JoinedAt < happened.Number);
    }

    /// <summary>Whoever is returned has the place of the first arrival, and an empty room that keeps what the clinician ruled.</summary>
    private static void KeepsThePlace(Domain.Visits.Consults.Consult before, Domain.Visits.Consults.Consult after)
    {
        var running = Assert.IsType<Domain.Visits.Consults.Consult.InProgress>(before);
        var waiting = Assert.IsType<Domain.Visits.Consults.Consult.Waiting>(after);
        Assert.Equal(running.WaitingSince, waiting.Since);
        Assert.Null(waiting.Clinician);
        Assert.Equal(running with { Seated = [], Lapsed = [], ReturnedBy = running.Clinician }, waiting.Room);
    }

    private static ConsultCommand Any(Random random, Domain.Visits.Consults.Consult consult, DateTimeOffset now)
    {
        var person = random.Next(8) switch { < 4 => Some.Clinician, < 7 => Some.Patient, _ => Some.Stranger };
        var guest = Guest(random.Next(1, 5));
        var seat = random.Next(3) == 0 ? guest : new ParticipantId(person.Value);
        var text = random.Next(8) == 0 ? " " : "Hello";
        return random.Next(16) switch
        {
            0 => new AskForConsult(SomeConsult.Consult, Some.Patient, text),
            1 => new BookConsult(SomeConsult.Consult, Some.Patient, Some.Clinician, now.AddMinutes(random.Next(-10, 60)), text),
            2 => random.Next(3) == 0 ? new ReturnToWaitingRoom(person, ReturnReason.PatientAbsent) : new OpenBookedConsult(person),
            3 => new AdmitPatient(Some.Clinician),
            4 or 5 or 6 => new TakeSeat(seat, random.Next(3) == 0 ? text : null),
            7 => new EmptySeat(seat, (LeaveReason)random.Next(3)),
            8 => random.Next(2) == 0 ? new WithdrawMessage(seat, AnyNumber(random, consult)) : new Say(seat, text),
            9 or 10 => new InviteGuest(
                person, Guest(random.Next(1, 8)), text, (ParticipantRole)random.Next(7), "hash", TimeSpan.FromMinutes(30)),
            11 => random.Next(2) == 0 ? new RevokeGuestLink(person, guest) : new EndConsult(person),
            12 => new LockRoom(person, random.Next(3) == 0),
            13 => new MuteParticipant(person, seat, (MediaSource)random.Next(3), random.Next(2) == 0),
            14 => random.Next(6) == 0 ? new RemoveParticipant(person, seat) : new LockRoom(person, IsLocked: false),
            _ => random.Next(4) == 0 ? new CancelConsult(person) : new RevokeGuestLink(person, guest),
        };
    }

    /// <summary>Mostly of a line that was said, because hardly any other is.</summary>
    private static long AnyNumber(Random random, Domain.Visits.Consults.Consult consult) =>
        consult is Domain.Visits.Consults.Consult.InProgress { Messages: { Count: > 0 } messages } && random.Next(4) > 0
            ? messages.Keys.ElementAt(random.Next(messages.Count))
            : random.Next(-1, 40);
}
