using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>
/// Exact travel times from anywhere to one place: a single search backwards from the place (Dijkstra), which goes only
/// as far as it is asked. Turns that are forbidden to whoever drives so are not taken (<see cref="TurnStates"/>).
/// Asking for the nearest units first, in any order, lets it stop once they are settled. Its buffers are used again by
/// the next <see cref="Begin"/>. One owner: called by one thread at a time; one search at a time.
/// </summary>
public sealed class ReverseTravelTimes(RoadGraph graph)
{
    /// <summary>Beyond this from any road a place is not reached by road, and crow-fly is the more honest answer.</summary>
    public static readonly Distance FurthestOffRoad = Distance.FromMetres(1_500);

    /// <summary>Over a field or a yard between the road and the place.</summary>
    public static readonly Speed OffRoadSpeed = Speed.FromKilometresPerHour(15);

    /// <summary>
    /// So near to a crossing a place is at it, and every road that leaves the crossing is open, also one behind the place on a one-way
    /// street: half a crossing's width and a receiver's usual error.
    /// </summary>
    public static readonly Distance AtCrossing = Distance.FromMetres(8);

    /// <summary>Stands for the target where a state is told that follows another.</summary>
    private const int Arrived = -1;

    // By state: where a driver stands, and what is forbidden from there. Without forbidden turns states are nodes.
    private readonly double[] _seconds = new double[StatesOf(graph)];
    private readonly double[] _metres = new double[StatesOf(graph)];
    private readonly (int Arc, int State)[] _next = new (int, int)[StatesOf(graph)];
    private readonly int[] _seenIn = new int[StatesOf(graph)];
    private readonly int[] _settledIn = new int[StatesOf(graph)];
    private readonly PriorityQueue<int, double> _frontier = new();
    private int _search;
    private RoadPoint? _target;
    private GeoPoint _targetPlace;
    private DrivingMode _mode;
    private TurnStates? _turns;
    private double _boundSeconds;

    /// <summary>How many nodes, or states at nodes, the present search has settled: what it has cost so far.</summary>
    public int Settled { get; private set; }

    /// <summary>Starts a search towards a place.</summary>
    /// <param name="place">Where to.</param>
    /// <param name="driving">How.</param>
    /// <param name="bound">Journeys that take longer are not looked for.</param>
    /// <returns>False when no road is near: then nobody gets there by road.</returns>
    public bool Begin(GeoPoint place, DrivingMode driving, TimeSpan bound)
    {
        _search++;
        Settled = 0;
        _frontier.Clear();
        (_mode, _turns) = (driving, graph.Turns(driving));
        _boundSeconds = bound.TotalSeconds;
        _targetPlace = place;
        _target = graph.Snap(place, FurthestOffRoad);
        if (_target is not { } end)
            return false;
        Arrive(graph.Tail(end.Arc), end.Arc, end.Share, IsAtTail(end));
        var back = graph.Twin(end.Arc) is var twin and >= 0 ? twin : end.Arc;
        if (back != end.Arc || IsAtHead(end))
            Arrive(graph.Head(end.Arc), back, 1 - end.Share, IsAtHead(end));
        return true;
    }

    /// <summary>The fastest way from a place to the search's target; null when there is none within the bound.</summary>
    public RoadJourney? From(GeoPoint place) => From(new HeadedPlace(place, null), TimeSpan.MaxValue, out _);

    /// <summary>
    /// As above, and no further than asked: whoever needs longer than the limit is told apart from whoever cannot come at all.
    /// </summary>
    /// <param name="from">Where from, and whither a unit there is driving.</param>
    /// <param name="limit">Ways that take longer are not looked for.</param>
    /// <param name="tie">Whether roads lead from the place to the target, however long that takes.</param>
    public RoadJourney? From(in HeadedPlace from, TimeSpan limit, out RoadTie tie)
    {
        tie = RoadTie.OffRoads;
        if (_target is not { } end || graph.Snap(from, FurthestOffRoad) is not { } start)
            return null;
        tie = LeavesToNet(start) && IsEnteredFromNet(end) ? RoadTie.Joined : RoadTie.NoneKnown;
        return Best(start, end, limit) is { Journey: var journey } && journey.Time <= limit ? journey : null;
    }

    /// <summary>The fastest way from a place to the search's target, with every bend; null when there is none within the bound.</summary>
    public RoadRoute? RouteFrom(GeoPoint place)
    {
        if (_target is not { } end
            || graph.Snap(place, FurthestOffRoad) is not { } start
            || Best(start, end, TimeSpan.MaxValue) is not { } best)
            return null;
        var route = new RoadRouteBuilder(place);
        route.OffRoadTo(best.Road.Place, best.Road.OffRoad);
        if (best.Direct)
        {
            Along(best.Arc, Math.Abs(end.Share - best.Road.Share), end.Place);
        }
        else
        {
            var state = best.State;
            Along(best.Arc, NodeOf(state) == graph.Head(best.Road.Arc) ? 1 - best.Road.Share : best.Road.Share, graph.Place(NodeOf(state)));
            for (; _next[state].State != Arrived; state = _next[state].State)
                Along(_next[state].Arc, 1, graph.Place(graph.Head(_next[state].Arc)));
            Along(_next[state].Arc, NodeOf(state) == graph.Tail(end.Arc) ? end.Share : 1 - end.Share, end.Place);
        }

        route.OffRoadTo(_targetPlace, end.OffRoad);
        return route.Build();

        void Along(int arc, double share, GeoPoint to) =>
            route.Along(to, share * graph.Metres(arc), share * graph.Seconds(arc, _mode), graph.Name(arc));
    }

    private static int StatesOf(RoadGraph graph) =>
        Math.Max(
            graph.NodeCount, Math.Max(graph.Turns(DrivingMode.Regular)?.Count ?? 0, graph.Turns(DrivingMode.LightsAndSirens)?.Count ?? 0));

    private int NodeOf(int state) => _turns?.Node(state) ?? state;

    /// <summary>Who is at a crossing may leave it by every road; who has come along a road obeys what is forbidden behind it.</summary>
    private int Leaving(int node, int arc, bool isAtCrossing) => _turns is null || isAtCrossing ? node : _turns.After(arc);

    /// <summary>
    /// Begins the search at one end of the target's road: by a part of that road whoever may take it from there has arrived, and whoever is
    /// there when the target is at the crossing.
    /// </summary>
    private void Arrive(int node, int arc, double share, bool isAtCrossing)
    {
        var (seconds, metres) = (share * graph.Seconds(arc, _mode), share * graph.Metres(arc));
        if (_turns is null)
        {
            Relax(node, seconds, metres, arc, Arrived);
            return;
        }

        foreach (var state in _turns.At(node))
        {
            if (isAtCrossing || _turns.MayLeave(state, arc))
                Relax(state, seconds, metres, arc, Arrived);
        }
    }

    private bool LeavesToNet(in RoadPoint start) =>
        graph.IsNodeOnNet(graph.Head(start.Arc))
        || ((graph.Twin(start.Arc) >= 0 || IsAtTail(start)) && graph.IsNodeOnNet(graph.Tail(start.Arc)));

    private bool IsEnteredFromNet(in RoadPoint end) =>
        graph.IsNodeOnNet(graph.Tail(end.Arc)) || ((graph.Twin(end.Arc) >= 0 || IsAtHead(end)) && graph.IsNodeOnNet(graph.Head(end.Arc)));

    private bool IsAtTail(in RoadPoint point) => point.Share * graph.Metres(point.Arc) <= AtCrossing.Metres;

    private bool IsAtHead(in RoadPoint point) => (1 - point.Share) * graph.Metres(point.Arc) <= AtCrossing.Metres;

    private Departure? Best(RoadPoint start, RoadPoint end, TimeSpan limit)
    {
        // Times are told in ticks of 100 ns: a way that rounds to the limit has
        // not passed it, and one that does not is dropped by whoever asked.
        var limitSeconds = Math.Min(_boundSeconds, limit.TotalSeconds + 1e-6);
        var off = (start.OffRoad / OffRoadSpeed + end.OffRoad / OffRoadSpeed).TotalSeconds;
        Departure? best = null;
        Try(start.Arc, 1 - start.Share, IsAtHead(start));
        if (graph.Twin(start.Arc) is var twin and >= 0)
            Try(twin, start.Share, IsAtTail(start));
        else if (IsAtTail(start))
            TryBy(graph.Tail(start.Arc), start.Arc, start.Share);
        return best;

        void Try(int arc, double rest, bool isAtCrossing)
        {
            // On the target's own arc and before it: straight on.
            var along = arc == start.Arc ? end.Share - start.Share : start.Share - end.Share;
            if (start.Arc == end.Arc && along >= 0)
                Offer(arc, graph.Head(arc), true, along * graph.Seconds(arc, _mode), along * graph.Metres(arc));
            else
                TryBy(Leaving(graph.Head(arc), arc, isAtCrossing), arc, rest);
        }

        void TryBy(int state, int arc, double share)
        {
            if (Settle(state, Math.Min(limitSeconds, BestSeconds()) - off))
                Offer(arc, state, false, share * graph.Seconds(arc, _mode) + _seconds[state], share * graph.Metres(arc) + _metres[state]);
        }

        double BestSeconds() => best?.Journey.Time.TotalSeconds ?? double.PositiveInfinity;

        void Offer(int arc, int state, bool direct, double drive, double length)
        {
            var total = drive + off;
            if (total > limitSeconds || total >= BestSeconds())
                return;
            var distance = Distance.FromMetres(length + start.OffRoad.Metres + end.OffRoad.Metres);
            best = new Departure(start, arc, state, direct, new RoadJourney(TimeSpan.FromSeconds(total), distance));
        }
    }

    /// <summary>
    /// Goes on with the search until a state's time is final; false when it lies beyond the limit or no road leads from it.
    /// </summary>
    private bool Settle(int state, double limitSeconds)
    {
        while (_settledIn[state] != _search)
        {
            if (!_frontier.TryPeek(out var nearest, out var reached) || reached > limitSeconds)
                return false;
            _frontier.Dequeue();
            if (_settledIn[nearest] == _search)
                continue;
            _settledIn[nearest] = _search;
            Settled++;
            if (_turns is null)
            {
                foreach (var arc in graph.Entering(nearest))
                    Drive(graph.Tail(arc), arc, nearest, reached);
            }
            else
            {
                foreach (var step in _turns.Entering(nearest))
                    Drive(step.From, step.Arc, nearest, reached);
            }
        }

        return true;
    }

    private void Drive(int from, int arc, int to, double reached) =>
        Relax(from, reached + graph.Seconds(arc, _mode), _metres[to] + graph.Metres(arc), arc, to);

    private void Relax(int state, double reached, double length, int arc, int next)
    {
        if (_seenIn[state] == _search && _seconds[state] <= reached)
            return;
        _seenIn[state] = _search;
        (_seconds[state], _metres[state], _next[state]) = (reached, length, (arc, next));
        _frontier.Enqueue(state, reached);
    }

    /// <summary>How a journey begins: where it meets the road, and by which arc to which node it turns there, in which state.</summary>
    private readonly record struct Departure(RoadPoint Road, int Arc, int State, bool Direct, RoadJourney Journey);
}
