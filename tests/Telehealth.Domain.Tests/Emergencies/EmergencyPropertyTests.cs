using Telehealth.Domain.Deciding;
using Telehealth.Domain.Emergencies;
using Xunit.Abstractions;
using static Telehealth.Domain.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Emergencies.SomeEmergency;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>What holds whatever is asked, in whatever order. The seed is printed; the same seed asks the same again.</summary>
public sealed class EmergencyPropertyTests(ITestOutputHelper output)
{
    private const int Lives = 3_000;
    private const int CommandsInALife = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Whatever_is_asked_the_promises_hold(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var accepted = 0;
        var completed = 0;
        for (var life = 0; life < Lives; life++)
        {
            var past = Given(random.Next(20) == 0 ? Unknown : Raised);
            var now = Noon;
            var assignments = 0;
            for (var step = 0; step < CommandsInALife; step++)
            {
                now += TimeSpan.FromSeconds(random.Next(20));
                var command = Any(random, past.State, now, ref assignments);

                var answer = past.When(command, now);

                if (answer.Code is { } code)
                {
                    Assert.False(string.IsNullOrEmpty(code));
                    continue;
                }

                Assert.All(answer.Events, happened => Follows(command, happened));
                GrowsOnly(past.State, answer);
                KeepsOneLive(past.State, answer);
                accepted += answer.Events.OfType<OfferAccepted>().Count();
                completed += answer.Events.OfType<EmergencyCompleted>().Count();
                past = answer.Afterwards;
            }
        }

        // Commands at random that never reach a job would show nothing.
        Assert.InRange(accepted, Lives / 4, int.MaxValue);
        Assert.InRange(completed, Lives / 40, int.MaxValue);
    }

    [Theory]
    [InlineData(3)]
    public void Any_stored_event_after_any_other_gives_a_state(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        EmergencyEvent[] events =
        [
            .. Assigned, Offer(2), Offer(3, byHand: true), new OfferDeclined(Assignment(1), Unit(1), "No", Noon, Noon), new OfferExpired(Assignment(1), Unit(1), Noon),
            new OfferRescinded(Assignment(1), Unit(1), "No", Noon), Reported(AssignmentStatus.EnRoute), Reported(AssignmentStatus.Clear),
            new UnitStoodDown(Assignment(1), Unit(1), "No", Noon), new UnitsExhausted(Alarm(1), Noon), new UnitFellSilent(Alarm(2), Assignment(1), Unit(1), Noon),
            new AlarmAcknowledged(Alarm(1), Noon), new SearchRestarted(true, Noon), new EmergencyCompleted(Noon), new EmergencyCancelled("No", Noon),
            new LocationImproved(Kerb, Noon), new PriorityChanged(Priority.Urgent, "No", Noon), new NoteAdded("No", Noon),
        ];
        var state = EmergencyRules.Decider.Initial;
        for (var step = 0; step < 100_000; step++)
        {
            state = EmergencyRules.Decider.Evolve(state, events[random.Next(events.Length)]);
            Assert.NotNull(state);
        }
    }

    /// <summary>Only the unit's own Clear, a person's hand or a cancellation ends a job; only a timer lets an offer expire.</summary>
    private static void Follows(EmergencyCommand command, EmergencyEvent happened)
    {
        switch (happened)
        {
            case UnitStoodDown:
                Assert.True(command is AssignByHand or CancelEmergency, $"{command} stood a unit down.");
                break;
            case EmergencyCompleted:
                Assert.Equal(AssignmentStatus.Clear, Assert.IsType<ReportStatus>(command).Status);
                break;
            case OfferExpired:
                Assert.IsType<ExpireOffer>(command);
                break;
        }
    }

    private static void GrowsOnly(Emergency before, Answer<EmergencyCommand, Emergency, EmergencyEvent> answer)
    {
        var epoch = before is Emergency.Unknown ? 0 : FactsOf(before).LastEpoch;
        foreach (var offered in answer.Events.OfType<UnitOffered>())
        {
            Assert.Equal(++epoch, offered.Epoch);
        }

        if (answer.Afterwards.State is not Emergency.Unknown)
        {
            Assert.Equal(epoch, FactsOf(answer.Afterwards.State).LastEpoch);
        }
    }

    /// <summary>Counts what the events leave open: never two, an accepted job is closed by its own end alone, and the state says the same.</summary>
    private static void KeepsOneLive(Emergency before, Answer<EmergencyCommand, Emergency, EmergencyEvent> answer)
    {
        var live = Live(before);
        foreach (var happened in answer.Events)
        {
            switch (happened)
            {
                case UnitOffered offered:
                    Assert.Null(live);
                    live = (offered.Assignment, offered.Unit, IsJob: false);
                    break;
                case OfferAccepted taken:
                    Assert.Equal((taken.Assignment, taken.Unit, false), live);
                    live = (taken.Assignment, taken.Unit, IsJob: true);
                    break;
                case OfferDeclined or OfferExpired or OfferRescinded:
                    Assert.False(live?.IsJob ?? true, $"{happened} ended a job.");
                    live = null;
                    break;
                case UnitStoodDown or UnitStatusReported { Status: AssignmentStatus.Clear }:
                    Assert.True(live?.IsJob, $"{happened} ended no job.");
                    live = null;
                    break;
                case EmergencyCompleted or EmergencyCancelled or UnitsExhausted or SearchRestarted:
                    Assert.Null(live);
                    break;
            }
        }

        Assert.Equal(live, Live(answer.Afterwards.State));
    }

    private static (AssignmentId Assignment, UnitId Unit, bool IsJob)? Live(Emergency emergency) => emergency switch
    {
        Emergency.Offered { Offer: var offer } => (offer.Assignment, offer.Unit, false),
        Emergency.Assigned { Job: var job } => (job.Assignment, job.Unit, true),
        _ => null,
    };

    /// <summary>Half of the answers come from whom they should, so that a life gets somewhere; the rest is anybody's.</summary>
    private static EmergencyCommand Any(Random random, Emergency state, DateTimeOffset now, ref int assignments)
    {
        var unit = Unit(random.Next(1, 5));
        var (assignment, epoch) = (Assignment(random.Next(1, assignments + 2)), random.Next(0, 4));
        if (Live(state) is { } live && random.Next(2) == 0)
        {
            (assignment, unit, epoch) = (live.Assignment, live.Unit, FactsOf(state).LastEpoch);
        }

        var reason = random.Next(8) == 0 ? " " : "Because";
        var patient = random.Next(3) switch { 0 => Some.Patient, 1 => Some.Stranger, _ => (PersonId?)null };
        return random.Next(20) switch
        {
            0 => new RaiseEmergency(TheEmergency, patient, random.Next(4) == 0 ? "boredom" : "fall", "Fell", [], Kerb, "12345"),
            1 => new ImproveLocation(patient, Kerb),
            2 => new ChangePriority((Priority)random.Next(0, 6), reason),
            3 => new AddNote(reason),
            4 or 5 => new OfferUnit(Assignment(++assignments), unit, null, TimeSpan.FromSeconds(random.Next(1, 60))),
            6 => new AssignByHand(Assignment(++assignments), unit, null, TimeSpan.FromSeconds(random.Next(1, 60)), reason),
            7 or 8 or 9 => new AcceptOffer(assignment, epoch, unit, now),
            10 => new DeclineOffer(assignment, epoch, unit, reason, now),
            11 => new ExpireOffer(assignment),
            12 or 13 or 17 or 18 => new ReportStatus(assignment, epoch, unit, (AssignmentStatus)random.Next(-1, 12), now),
            14 => new DeclareUnitsExhausted(Alarm(random.Next(1, 5))),
            15 => new ReportUnitSilent(Alarm(random.Next(1, 5)), assignment),
            16 => random.Next(2) == 0 ? new AcknowledgeAlarm(Alarm(random.Next(1, 5))) : new SearchAgain(random.Next(2) == 0),
            _ => random.Next(6) == 0 ? new CancelEmergency(patient, reason) : new SearchAgain(random.Next(2) == 0),
        };
    }
}
