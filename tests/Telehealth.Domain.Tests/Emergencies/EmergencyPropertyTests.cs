using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Emergencies.SomeEmergency;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>What holds whatever is asked, in whatever order. The seed is printed; the same seed asks the same again.</summary>
public sealed class EmergencyPropertyTests(ITestOutputHelper output)
{
    private const int Lives = 3_000;
    private const int CommandsInALife = 80;

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
            var assignments = 1;
            for (var step = 0; step < CommandsInALife; step++)
            {
                now += TimeSpan.FromSeconds(random.Next(20));
                var command = Any(random, past.State, now, ref assignments);

                var answer = past.When(command, now);

                if (answer.Code is { } code)
                {
                    Assert.False(string.IsNullOrEmpty(code));
                    Assert.All(answer.Recorded, kept => Assert.IsType<LateReportRecorded>(kept));
                    Assert.Equal(Live(past.State), Live(answer.Afterwards.State));
                    past = answer.Afterwards;
                    continue;
                }

                Assert.All(answer.Events, happened => Follows(command, happened));
                GrowsOnly(past.State, answer);
                KeepsOneUnitForANeed(past.State, answer);
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
            .. Assigned,
            Offer(2),
            Offer(3, byHand: true),
            new OfferDeclined(Assignment(1), Unit(1), "No", Noon, Noon),
            new OfferExpired(Assignment(1), Unit(1), Noon),
            new OfferRescinded(Assignment(1), Unit(1), "No", Noon),
            Reported(AssignmentStatus.EnRoute),
            Reported(AssignmentStatus.Clear),
            new UnitStoodDown(Assignment(1), Unit(1), "No", Noon),
            new UnitsExhausted(Alarm(1), Noon),
            new UnitFellSilent(Alarm(2), Assignment(1), Unit(1), Noon),
            new AlarmAcknowledged(Alarm(1), Noon),
            new SearchRestarted(true, Noon),
            new EmergencyCompleted(Noon),
            new EmergencyCancelled("No", Noon),
            new LocationImproved(Kerb, Noon),
            new PriorityChanged(Priority.Urgent, "No", Noon),
            new NoteAdded("No", Noon),
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
                Assert.True(command is AssignByHand or CancelEmergency or StandDown, $"{command} stood a unit down.");
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
        foreach (var happened in answer.Events)
        {
            if (((happened as UnitOffered)?.Epoch ?? (happened as UnitReserved)?.Epoch) is { } next)
            {
                Assert.Equal(++epoch, next);
            }
        }

        if (answer.Afterwards.State is not Emergency.Unknown)
        {
            Assert.Equal(epoch, FactsOf(answer.Afterwards.State).LastEpoch);
        }
    }

    /// <summary>
    /// Follows what the events leave open: one job a need, no unit twice, an
    /// accepted job is closed by its own end alone, and the state says the same.
    /// </summary>
    private static void KeepsOneUnitForANeed(Emergency before, Answer<EmergencyCommand, Emergency, EmergencyEvent> answer)
    {
        var live = Live(before);
        foreach (var happened in answer.Events)
        {
            switch (happened)
            {
                case UnitOffered offered:
                    Assert.DoesNotContain(live.Values, other => other.Unit == offered.Unit && !other.IsKept);
                    live.Add(offered.Assignment, (offered.Unit, IsJob: false, IsKept: false));
                    break;
                case UnitReserved reserved:
                    live.Add(reserved.Assignment, (reserved.Unit, IsJob: false, IsKept: true));
                    break;
                case ReservationOffered offered:
                    Assert.True(live[offered.Assignment].IsKept);
                    live[offered.Assignment] = (offered.Unit, IsJob: false, IsKept: false);
                    break;
                case OfferAccepted taken:
                    Assert.Equal((taken.Unit, false, false), live[taken.Assignment]);
                    live[taken.Assignment] = (taken.Unit, IsJob: true, IsKept: false);
                    break;
                case OfferDeclined { Assignment: var ended }:
                    EndsNoJob(live, ended);
                    break;
                case OfferExpired { Assignment: var ended }:
                    EndsNoJob(live, ended);
                    break;
                case OfferRescinded { Assignment: var ended }:
                    EndsNoJob(live, ended);
                    break;
                case ReservationReleased { Assignment: var ended }:
                    Assert.True(live[ended].IsKept);
                    live.Remove(ended);
                    break;
                case UnitStoodDown { Assignment: var ended }:
                    EndsAJob(live, ended);
                    break;
                case UnitDiverted { Assignment: var ended }:
                    EndsAJob(live, ended);
                    break;
                case JobHandedOver { Assignment: var ended }:
                    EndsAJob(live, ended);
                    break;
                case UnitStatusReported { Status: AssignmentStatus.Clear, Assignment: var ended }:
                    EndsAJob(live, ended);
                    break;
                case EmergencyCompleted or EmergencyCancelled:
                    Assert.Empty(live);
                    break;
            }
        }

        Assert.Equal(live, Live(answer.Afterwards.State));
        if (answer.Afterwards.State is Emergency.Open open)
        {
            Assert.All(
                open.Assignments.Where(unit => unit.IsJob && unit.Relieves is null).GroupBy(unit => unit.Need),
                jobs => Assert.Single(jobs));
        }
    }

    private static void EndsNoJob(Dictionary<AssignmentId, (UnitId Unit, bool IsJob, bool IsKept)> live, AssignmentId ended)
    {
        Assert.False(live[ended].IsJob || live[ended].IsKept);
        live.Remove(ended);
    }

    private static void EndsAJob(Dictionary<AssignmentId, (UnitId Unit, bool IsJob, bool IsKept)> live, AssignmentId ended)
    {
        Assert.True(live[ended].IsJob);
        live.Remove(ended);
    }

    private static Dictionary<AssignmentId, (UnitId Unit, bool IsJob, bool IsKept)> Live(Emergency emergency) =>
        emergency is Emergency.Open open
            ? open.Assignments.ToDictionary(
                assignment => assignment.Id, assignment => (assignment.Unit, assignment.IsJob, !assignment.IsBinding))
            : [];

    /// <summary>Half of the answers come from whom they should, so that a life gets somewhere; the rest is anybody's.</summary>
    private static EmergencyCommand Any(Random random, Emergency state, DateTimeOffset now, ref int next)
    {
        var unit = Unit(random.Next(1, 5));
        var (assignment, epoch) = (Assignment(random.Next(1, next + 1)), random.Next(0, 4));
        if (state is Emergency.Open { Assignments.Count: > 0 } open && random.Next(2) == 0)
        {
            var live = open.Assignments[random.Next(open.Assignments.Count)];
            (assignment, unit, epoch) = (live.Id, live.Unit, live.Epoch);
        }

        var reason = random.Next(8) == 0 ? " " : "Because";
        var patient = random.Next(3) switch { 0 => Some.Patient, 1 => Some.Stranger, _ => (PersonId?)null };
        return random.Next(42) switch
        {
            0 => new RaiseEmergency(TheEmergency, patient, random.Next(4) == 0 ? "boredom" : "fall", "Fell", [], Kerb, "12345"),
            1 => new ImproveLocation(patient, Kerb),
            2 => new ChangePriority((Priority)random.Next(0, 6), reason),
            3 => new AddNote(reason),
            4 or 5 or 20 => new OfferUnits(
                random.Next(3) == 0
                    ?
                    [
                        new UnitOffer(Assignment(next++), unit, 1, null),
                        new UnitOffer(Assignment(next++), Unit(random.Next(1, 5)), random.Next(1, 4), null),
                    ]
                    : [new UnitOffer(Assignment(next++), unit, random.Next(1, 3), null)],
                TimeSpan.FromSeconds(random.Next(1, 60))),
            6 => new AssignByHand(Assignment(next++), unit, null, TimeSpan.FromSeconds(random.Next(1, 60)), reason)
            {
                Instead = random.Next(3) == 0 ? assignment : null,
                Relieves = random.Next(3) == 0 ? assignment : null,
            },
            21 => new StandDown(assignment, reason),
            22 => new DivertUnit(assignment, new EmergencyId(Some.Id(99)), (Priority)random.Next(1, 5), random.Next(2) == 0, reason),
            23 => new ReserveUnit(Assignment(next++), unit, random.Next(2) == 0 ? null : random.Next(1, 4), random.Next(2) == 0, null),
            24 => random.Next(2) == 0
                ? new OfferReservation(assignment, TimeSpan.FromSeconds(20))
                : new ReleaseReservation(assignment, reason),
            25 => random.Next(3) == 0
                ? new StrikeAlarm(random.Next(1, 4), Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanBook.Standard)
                : new WithdrawNeed(random.Next(1, 5), reason),
            26 => new PageAgain(assignment),
            27 => new ReplaceOffer(
                assignment, new UnitOffer(Assignment(next++), Unit(random.Next(1, 5)), 1, null), TimeSpan.FromSeconds(20)),
            28 => random.Next(2) == 0
                ? new ReportAnswerOverdue(Alarm(random.Next(1, 5)), TimeSpan.Zero)
                : new AskForWelfare(Alarm(random.Next(1, 5)), TimeSpan.Zero),
            29 => new ChooseHospital(assignment, unit, "north", "North", null, null),
            7 or 8 or 9 or 30 or 31 or 32 => new AcceptOffer(assignment, epoch, unit, now),
            10 => new DeclineOffer(assignment, epoch, unit, reason, now),
            11 => new ExpireOffer(assignment),
            12 or 13 or 17 or 18 or 33 or 34 or 35 => new ReportStatus(assignment, epoch, unit, (AssignmentStatus)random.Next(-1, 12), now),
            36 => new GiveDetails(
                patient ?? Some.Patient, random.Next(3) == 0 ? "accident" : null, "More", random.Next(2) == 0 ? [] : null, null)
            {
                Plans = Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanBook.Standard,
            },
            37 => new CorrectEmergency(
                new Correction(
                    random.Next(2) == 0 ? Place.NotKnown : Kerb, null, random.Next(2) == 0 ? "chest-pain" : null,
                    random.Next(2) == 0 ? random.Next(-1, 130) : null),
                reason)
            {
                Plans = Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanBook.Standard,
            },
            38 => new AddCaller(null, reason),
            39 => random.Next(2) == 0
                ? new ReportPlaceMissing(Alarm(random.Next(1, 5)), TimeSpan.Zero)
                : new ReportNobodyPresent(Alarm(random.Next(1, 5)), TimeSpan.Zero),
            40 => new ReopenEmergency(reason, TimeSpan.FromMinutes(random.Next(0, 30))),
            41 => new SeeChanges(assignment, unit, random.Next(1, 50)),
            14 => new DeclareUnitsExhausted(Alarm(random.Next(1, 5))),
            15 => new ReportUnitSilent(Alarm(random.Next(1, 5)), assignment, now, TimeSpan.FromTicks(-1)),
            16 => random.Next(2) == 0 ? new AcknowledgeAlarm(Alarm(random.Next(1, 5))) : new SearchAgain(random.Next(2) == 0),
            _ => random.Next(6) == 0 ? new CancelEmergency(patient, reason) : new SearchAgain(random.Next(2) == 0),
        };
    }
}
