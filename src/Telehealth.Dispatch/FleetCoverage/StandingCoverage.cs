namespace Telehealth.Dispatch.FleetCoverage;

/// <summary>
/// Units that stand somewhere and are free, and what each is worth there. Adding, removing and asking cost as many steps as the place
/// covers demand points. One owner: called by one thread at a time.
/// </summary>
public sealed class StandingCoverage(CoverageModel model)
{
    private readonly int[] _reaching = new int[model.DemandCount];
    private readonly int[] _standing = new int[model.PlaceCount];

    /// <summary>Expected coverage now, 0 to 1. Costs a step for each demand point.</summary>
    public double Value()
    {
        var value = 0.0;
        for (var demand = 0; demand < _reaching.Length; demand++)
            value += model.Weight(demand) * (1 - model.AllBusy(_reaching[demand]));
        return value;
    }

    /// <summary>A free unit comes to stand at a place.</summary>
    public void Add(int place)
    {
        _standing[place]++;
        foreach (var demand in model.CoveredFrom(place))
            _reaching[demand]++;
    }

    /// <summary>A unit leaves its place, or is no longer free.</summary>
    /// <exception cref="InvalidOperationException">No unit stands there.</exception>
    public void Remove(int place)
    {
        ThrowIfNobodyStandsAt(place);
        _standing[place]--;
        foreach (var demand in model.CoveredFrom(place))
            _reaching[demand]--;
    }

    /// <summary>How much one more unit at a place would add.</summary>
    public double Gain(int place)
    {
        var gain = 0.0;
        foreach (var demand in model.CoveredFrom(place))
            gain += model.Weight(demand) * model.AllBusy(_reaching[demand]);
        return gain * (1 - model.BusyFraction);
    }

    /// <summary>
    /// How much expected coverage is lost by taking a unit away from a place: the price of sending it, in shares of all demand.
    /// </summary>
    /// <exception cref="InvalidOperationException">No unit stands there.</exception>
    public double MarginalLoss(int place)
    {
        ThrowIfNobodyStandsAt(place);
        var loss = 0.0;
        foreach (var demand in model.CoveredFrom(place))
            loss += model.Weight(demand) * model.AllBusy(_reaching[demand] - 1);
        return loss * (1 - model.BusyFraction);
    }

    private void ThrowIfNobodyStandsAt(int place)
    {
        if (_standing[place] == 0)
            throw new InvalidOperationException("No unit stands at this place.");
    }
}
