namespace Telehealth.Dispatch.Queueing;

/// <summary>
/// The hypercube queueing model, solved exactly (R. C. Larson, "A hypercube queuing model for facility location and redistricting in urban
/// emergency services", Computers &amp; Operations Research 1, 1974): which units are busy together, when each call goes to the first free
/// unit of its own list and service takes an exponential time that does not depend on where the call is.
/// </summary>
public static class Hypercube
{
    /// <summary>A state is a set of busy units: 1,024 of them are solved at once.</summary>
    public const int MaximumUnits = 10;

    private const int MaximumSweeps = 100_000;

    /// <summary>The largest imbalance of any state that is accepted, as a share of all flow.</summary>
    private const double Tolerance = 1e-13;

    /// <summary>The long run.</summary>
    /// <param name="serviceRates">One for each unit: calls that it could serve for each unit of time; above zero.</param>
    /// <param name="atoms">Where calls come from.</param>
    /// <param name="line">What becomes of calls that find everybody busy.</param>
    /// <exception cref="ArgumentException">No unit or more than ten, a rate that is none, a list that does not name every unit once,
    /// or more calls than the units could ever serve while they all wait.</exception>
    public static HypercubeSolution Solve(IReadOnlyList<double> serviceRates, IReadOnlyList<HypercubeAtom> atoms, WaitingLine line)
    {
        Check(serviceRates, atoms, line);
        var chain = new Chain(serviceRates, atoms);
        var (states, sweeps) = Settle(chain);
        var full = states.Length - 1;

        // While calls wait, the line alone changes: so it is geometric, and the other states stand to one another as without it.
        var longer = chain.ArrivalRate / chain.ServiceRate(full);
        var waiting = line == WaitingLine.Endless ? states[full] * longer / (1 - longer) : 0;
        var whole = 1 + waiting;
        var workloads = Enumerable.Range(0, serviceRates.Count)
            .Select(unit => (states.Where((_, state) => (state >> unit & 1) == 1).Sum() + waiting) / whole)
            .ToArray();
        var foundAllBusy = (states[full] + waiting) / whole;
        return new HypercubeSolution(workloads, foundAllBusy, Dispatches(chain, states, line, whole, foundAllBusy), sweeps);
    }

    private static IReadOnlyList<IReadOnlyList<double>> Dispatches(
        Chain chain, double[] states, WaitingLine line, double whole, double foundAllBusy)
    {
        var full = states.Length - 1;
        var dispatched = line == WaitingLine.Endless ? 1 : 1 - foundAllBusy;
        return [.. chain.Atoms.Select(ToAtom)];

        double[] ToAtom(HypercubeAtom atom)
        {
            var share = atom.ArrivalRate / chain.ArrivalRate / dispatched;
            var units = new double[chain.Units];
            for (var state = 0; state < full; state++)
                units[Chain.FirstFree(atom, state)] += share * states[state] / whole;
            for (var unit = 0; line == WaitingLine.Endless && unit < units.Length; unit++)
                units[unit] += share * foundAllBusy * chain.UnitRate(unit) / chain.ServiceRate(full);
            return units;
        }
    }

    /// <summary>
    /// Gauss and Seidel's method, up and down the states in turn, with the numbers of busy units set right after each sweep.
    /// </summary>
    private static (double[] States, int Sweeps) Settle(Chain chain)
    {
        var states = new double[1 << chain.Units];
        Array.Fill(states, 1.0 / states.Length);
        for (var sweep = 1; sweep <= MaximumSweeps; sweep++)
        {
            for (var at = 0; at < states.Length; at++)
            {
                var state = sweep % 2 == 0 ? states.Length - 1 - at : at;
                states[state] = chain.Inflow(states, state) / chain.Outflow(state);
            }

            BalanceLevels(chain, states);
            if (Imbalance(chain, states) < Tolerance)
                return (states, sweep);
        }

        throw new InvalidOperationException("The hypercube's states did not settle.");
    }

    /// <summary>As often as some number of units are busy and one more becomes so, as often one of that many becomes free.</summary>
    private static void BalanceLevels(Chain chain, double[] states)
    {
        var held = new double[chain.Units + 1];
        var freed = new double[chain.Units + 1];
        for (var state = 0; state < states.Length; state++)
        {
            var busy = int.PopCount(state);
            held[busy] += states[state];
            freed[busy] += states[state] * chain.ServiceRate(state);
        }

        var factors = new double[chain.Units + 1];
        factors[0] = 1 / held[0];
        for (var busy = 1; busy <= chain.Units; busy++)
            factors[busy] = chain.ArrivalRate * factors[busy - 1] * held[busy - 1] / freed[busy];
        var sum = held.Zip(factors, (share, factor) => share * factor).Sum();
        for (var state = 0; state < states.Length; state++)
            states[state] *= factors[int.PopCount(state)] / sum;
    }

    private static double Imbalance(Chain chain, double[] states)
    {
        var worst = 0.0;
        for (var state = 0; state < states.Length; state++)
            worst = Math.Max(worst, Math.Abs(chain.Inflow(states, state) - chain.Outflow(state) * states[state]));
        return worst / (chain.ArrivalRate + chain.ServiceRate(states.Length - 1));
    }

    private static void Check(IReadOnlyList<double> serviceRates, IReadOnlyList<HypercubeAtom> atoms, WaitingLine line)
    {
        if (serviceRates.Count is < 1 or > MaximumUnits)
            throw new ArgumentException($"The model is solved for 1 to {MaximumUnits} units.", nameof(serviceRates));
        if (serviceRates.Any(rate => !double.IsFinite(rate) || rate <= 0))
            throw new ArgumentException("A service rate is above zero.", nameof(serviceRates));
        if (atoms.Any(atom => !double.IsFinite(atom.ArrivalRate) || atom.ArrivalRate < 0) || atoms.Sum(atom => atom.ArrivalRate) <= 0)
            throw new ArgumentException("An arrival rate is zero or more, and there must be calls.", nameof(atoms));
        if (atoms.Any(atom => !atom.Preference.Order().SequenceEqual(Enumerable.Range(0, serviceRates.Count))))
            throw new ArgumentException("A preference list names every unit once.", nameof(atoms));
        if (line == WaitingLine.Endless && atoms.Sum(atom => atom.ArrivalRate) >= serviceRates.Sum())
            throw new ArgumentException("More calls come than the units can serve: the line would grow for ever.", nameof(atoms));
    }

    /// <summary>How the set of busy units changes. A state's bit is set while that unit is busy.</summary>
    private sealed class Chain
    {
        private readonly IReadOnlyList<double> _serviceRates;
        private readonly double[] _serviceRateOf;
        private readonly double[][] _sentTo;

        public Chain(IReadOnlyList<double> serviceRates, IReadOnlyList<HypercubeAtom> atoms)
        {
            _serviceRates = serviceRates;
            Atoms = atoms;
            ArrivalRate = atoms.Sum(atom => atom.ArrivalRate);
            var states = 1 << Units;
            _serviceRateOf =
            [
                .. Enumerable
                    .Range(0, states)
                    .Select(state => Enumerable.Range(0, Units).Sum(unit => (state >> unit & 1) * serviceRates[unit])),
            ];
            _sentTo = [.. Enumerable.Range(0, states).Select(_ => new double[Units])];
            for (var state = 0; state < states - 1; state++)
            {
                foreach (var atom in atoms)
                    _sentTo[state][FirstFree(atom, state)] += atom.ArrivalRate;
            }
        }

        public IReadOnlyList<HypercubeAtom> Atoms { get; }

        public double ArrivalRate { get; }

        public int Units => _serviceRates.Count;

        public double UnitRate(int unit) => _serviceRates[unit];

        public double ServiceRate(int state) => _serviceRateOf[state];

        public double Outflow(int state) => _serviceRateOf[state] + (state == _serviceRateOf.Length - 1 ? 0 : ArrivalRate);

        public double Inflow(double[] states, int state)
        {
            var flow = 0.0;
            for (var unit = 0; unit < Units; unit++)
            {
                var other = state ^ 1 << unit;
                flow += states[other] * (other < state ? _sentTo[other][unit] : _serviceRates[unit]);
            }

            return flow;
        }

        public static int FirstFree(HypercubeAtom atom, int state)
        {
            foreach (var unit in atom.Preference)
            {
                if ((state >> unit & 1) == 0)
                    return unit;
            }

            throw new ArgumentOutOfRangeException(nameof(state), state, "Every unit is busy.");
        }
    }
}
