using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>
/// Several emergencies and units at once: dispatchers, devices with old news, timers, and a dispatching rule that stops in the middle of
/// what it does. The log is the one of the server in small: an append is taken or refused as a whole, and no unit has two live assignments.
/// </summary>
public sealed class DispatchHistoryTests(ITestOutputHelper output)
{
    private const int Histories = 10_000;
    private const int Steps = 70;

    [Theory]
    [InlineData(20261121)]
    public void Whatever_happens_no_unit_is_given_twice_and_nothing_late_changes_anything(int seed)
    {
        var (accepted, late, refused, diverted) = (0, 0, 0, 0);
        for (var number = 0; number < Histories; number++)
        {
            var history = new History(new Random(seed + number));
            try
            {
                for (var step = 0; step < Steps; step++)
                    history.Step();
                history.CheckReplay();
            }
            catch (Exception)
            {
                output.WriteLine($"history with seed {seed + number}");
                throw;
            }

            accepted += history.Count<OfferAccepted>();
            late += history.Count<LateReportRecorded>();
            diverted += history.Count<UnitDiverted>();
            refused += history.Taken;
        }

        // Histories in which nothing collides would show nothing.
        Assert.All(new[] { accepted, late, diverted, refused }, count => Assert.InRange(count, Histories / 20, int.MaxValue));
    }

    /// <summary>One history: three emergencies, four units, and a log.</summary>
    private sealed class History(Random random)
    {
        private const int Emergencies = 3;
        private const int Units = 4;

        private readonly List<(EmergencyId Id, EmergencyEvent Happened)> _log = [];
        private readonly Dictionary<EmergencyId, Emergency> _states = Enumerable.Range(1, Emergencies)
            .ToDictionary(number => new EmergencyId(Some.Id(1_000 + number)), _ => EmergencyRules.Decider.Initial);

        // What devices remember: jobs that they were once told of, with the epoch of that time.
        private readonly List<(EmergencyId Id, Assignment Assignment)> _remembered = [];
        private readonly HashSet<UnitId> _live = [];
        private DateTimeOffset _now = Noon;
        private int _next = 1;

        public int Taken { get; private set; }

        public int Count<T>() => _log.Count(entry => entry.Happened is T);

        public void Step()
        {
            _now += TimeSpan.FromSeconds(random.Next(12));
            var id = _states.Keys.ElementAt(random.Next(Emergencies));
            switch (random.Next(10))
            {
                case 0:
                    Do(
                        id,
                        new RaiseEmergency(id, null, random.Next(2) == 0 ? "unconscious" : "fall", "Fell", [], SomeEmergency.Kerb, "12345")
                        {
                            Plans = ResponsePlanBook.Standard,
                        });
                    break;
                case 1 or 2:
                    Ask(id);
                    break;
                case 3:
                    Person(id);
                    break;
                case 4:
                    Divert(id);
                    break;
                case 5:
                    Timer(id);
                    break;
                default:
                    Device();
                    break;
            }
        }

        /// <summary>From the log alone, read from its beginning, comes the same board.</summary>
        public void CheckReplay()
        {
            foreach (var (id, state) in _states)
            {
                var again = EmergencyRules.Decider.Fold(_log.Where(entry => entry.Id == id).Select(entry => entry.Happened));
                Assert.Equal(Board(state), Board(again));
            }
        }

        private void Ask(EmergencyId id)
        {
            if (_states[id] is not Emergency.Open open)
                return;
            UnitOffer[] offers = [.. open.Unmet.Select(need => new UnitOffer(NextId(), AnyUnit(), need.Number, null))];
            Do(id, new OfferUnits(offers, TimeSpan.FromSeconds(20)));
        }

        private void Person(EmergencyId id)
        {
            var assignment = AnyOf(id)?.Id ?? NextId();
            Do(
                id,
                random.Next(7) switch
                {
                    0 => new AssignByHand(NextId(), AnyUnit(), null, TimeSpan.FromSeconds(20), "Because")
                    {
                        Instead = random.Next(2) == 0 ? assignment : null,
                    },
                    1 => new AssignByHand(NextId(), AnyUnit(), null, TimeSpan.FromSeconds(20), "Relief") { Relieves = assignment },
                    2 => new StandDown(assignment, "Not needed"),
                    3 => new ReserveUnit(NextId(), AnyUnit(), null, ByHand: true, null),
                    4 => new OfferReservation(assignment, TimeSpan.FromSeconds(20)),
                    5 => new StrikeAlarm(2, ResponsePlanBook.Standard),
                    _ => random.Next(4) == 0 ? new CancelEmergency(null, "Better") : new SearchAgain(AlsoThoseWhoSaidNo: true),
                });
        }

        /// <summary>Two commands on two emergencies: in one case of three the rule stops between them.</summary>
        private void Divert(EmergencyId to)
        {
            var from = _states.FirstOrDefault(entry =>
                entry.Key != to && entry.Value is Emergency.Open open && open.Assignments.Exists(unit => unit.IsUnderWay));
            if (from.Value is not Emergency.Open left || _states[to] is not Emergency.Open wanted)
                return;
            var unit = left.Assignments.Find(assignment => assignment.IsUnderWay)!;
            var done = Do(from.Key, new DivertUnit(unit.Id, to, wanted.Facts.Priority, ByHand: random.Next(2) == 0, "Needed"));
            if (done && random.Next(3) > 0 && wanted.Unmet.FirstOrDefault() is { } need)
                Do(to, new OfferUnits([new UnitOffer(NextId(), unit.Unit, need.Number, null)], TimeSpan.FromSeconds(20)));
        }

        private void Timer(EmergencyId id)
        {
            foreach (var offer in (_states[id] as Emergency.Open)?.Assignments.Where(assignment => assignment.IsOffer).ToList() ?? [])
                Do(id, random.Next(3) == 0 ? new PageAgain(offer.Id) : new ExpireOffer(offer.Id));
        }

        /// <summary>
        /// A device sends what it believes now or believed long ago: also for jobs that are over, and with an epoch that is not theirs.
        /// </summary>
        private void Device()
        {
            if (_remembered.Count == 0)
                return;
            var (id, job) = _remembered[random.Next(2) == 0 ? _remembered.Count - 1 : random.Next(_remembered.Count)];
            var epoch = random.Next(8) == 0 ? job.Epoch + random.Next(-1, 2) : job.Epoch;
            var before = Board(_states[id]);
            var isLate = _states[id] is not Emergency.Open open || open.Find(job.Id) is not { } present || present.Epoch != epoch;
            Do(
                id,
                random.Next(4) switch
                {
                    0 or 1 => new AcceptOffer(job.Id, epoch, job.Unit, _now),
                    2 => new DeclineOffer(job.Id, epoch, job.Unit, "Busy", _now),
                    _ => new ReportStatus(
                        job.Id, epoch, job.Unit,
                        (AssignmentStatus)random.Next((int)AssignmentStatus.EnRoute, (int)AssignmentStatus.Declined), _now),
                });
            if (isLate)
                Assert.Equal(before, Board(_states[id]));
        }

        private bool Do(EmergencyId id, EmergencyCommand command)
        {
            var decision = EmergencyRules.Decider.Decide(command, _states[id], _now);
            var events = decision switch
            {
                Decision<EmergencyEvent>.Accepted accepted => accepted.Events,
                Decision<EmergencyEvent>.Refused refused => refused.Recorded,
                _ => [],
            };
            if (!Append(id, events))
            {
                Taken++;
                return false;
            }

            return decision is Decision<EmergencyEvent>.Accepted;
        }

        /// <summary>All or nothing, as the index on live assignments has it.</summary>
        private bool Append(EmergencyId id, IReadOnlyList<EmergencyEvent> events)
        {
            var live = new HashSet<UnitId>(_live);
            foreach (var happened in events)
            {
                if (Ended(happened) is { } free)
                    Assert.True(live.Remove(free), $"{happened} ended what was not there.");
                if (Begun(happened) is { } bound && !live.Add(bound))
                    return false;
            }

            foreach (var happened in events)
            {
                OwnsWhatItAccepted(id, happened);
                FollowsALegalEdge(id, happened);
                _states[id] = EmergencyRules.Decider.Evolve(_states[id], happened);
                _log.Add((id, happened));
                if (_states[id] is Emergency.Open open && Begun(happened) is { } unit)
                    _remembered.Add((id, open.Assignments.Find(assignment => assignment.Unit == unit && assignment.IsBinding)!));
            }

            _live.Clear();
            _live.UnionWith(live);
            Assert.Equal(_live.Order(ById), LiveInStates().Order(ById));
            return true;
        }

        private void OwnsWhatItAccepted(EmergencyId id, EmergencyEvent happened)
        {
            if (happened is not OfferAccepted accepted)
                return;
            var offer = Assert.IsType<Emergency.Open>(_states[id]).Find(accepted.Assignment);
            Assert.True(offer is { IsOffer: true } && offer.Unit == accepted.Unit && offer.Deadline >= accepted.At);
            Assert.DoesNotContain(
                ((Emergency.Open)_states[id]).Assignments,
                other => other.IsJob && other.Need == offer.Need && other.Id != offer.Relieves && offer.Relieves is null);
        }

        private void FollowsALegalEdge(EmergencyId id, EmergencyEvent happened)
        {
            if (happened is UnitStatusReported reported)
                Assert.True(AssignmentSteps.MayFollow(((Emergency.Open)_states[id]).Find(reported.Assignment)!.Status, reported.Status));
        }

        private IEnumerable<UnitId> LiveInStates() =>
            _states
                .Values.OfType<Emergency.Open>()
                .SelectMany(open => open.Assignments)
                .Where(assignment => assignment.IsBinding)
                .Select(assignment => assignment.Unit);

        private static UnitId? Begun(EmergencyEvent happened) => happened switch
        {
            UnitOffered offered => offered.Unit,
            ReservationOffered offered => offered.Unit,
            _ => null,
        };

        private static UnitId? Ended(EmergencyEvent happened) => happened switch
        {
            OfferDeclined declined => declined.Unit,
            OfferExpired expired => expired.Unit,
            OfferRescinded rescinded => rescinded.Unit,
            UnitStoodDown stoodDown => stoodDown.Unit,
            UnitDiverted diverted => diverted.Unit,
            JobHandedOver handed => handed.Unit,
            UnitStatusReported { Status: AssignmentStatus.Clear } clear => clear.Unit,
            _ => null,
        };

        private static string Board(Emergency state) =>
            state is Emergency.Open open
                ? string.Join(
                    '|',
                    open.Assignments.Select(unit => $"{unit.Id} {unit.Epoch} {unit.Unit} {unit.Need} {unit.Status}")
                        .Concat(open.Unmet.Select(need => need.ToString())))
                : state.GetType().Name;

        private static readonly Comparer<UnitId> ById = Comparer<UnitId>.Create((left, right) => left.Value.CompareTo(right.Value));

        private UnitId AnyUnit() => Unit(random.Next(1, Units + 1));

        private AssignmentId NextId() => Assignment(_next++);

        private Assignment? AnyOf(EmergencyId id) =>
            _states[id] is Emergency.Open { Assignments: { Count: > 0 } all } ? all[random.Next(all.Count)] : null;
    }
}
