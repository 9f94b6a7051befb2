namespace Telehealth.Dispatch.Queueing;

/// <summary>
/// How often everybody is busy when calls come at random to alike servers (A. K. Erlang, "Solution of some problems in the theory of
/// probabilities of significance in automatic telephone exchanges", 1917).
/// </summary>
public static class Erlang
{
    /// <summary>Erlang B: the share of calls that find everybody busy and are lost, when nobody waits.</summary>
    /// <param name="servers">0 or more.</param>
    /// <param name="offeredLoad">Arrival rate times mean service time; 0 or more, in erlangs.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Below zero, or a load that is no finite number.</exception>
    public static double Lost(int servers, double offeredLoad)
    {
        Check(servers, offeredLoad);

        // The recursion over the servers stays between 0 and 1; the formula's factorials would overflow from 171 servers on.
        var lost = 1.0;
        for (var server = 1; server <= servers; server++)
            lost = offeredLoad * lost / (server + offeredLoad * lost);
        return lost;
    }

    /// <summary>Erlang C: the share of calls that find everybody busy and wait, when everybody waits.</summary>
    /// <param name="servers">0 or more.</param>
    /// <param name="offeredLoad">Arrival rate times mean service time; 0 or more, in erlangs.</param>
    /// <returns>0 to 1; 1 when the servers cannot keep up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Below zero, or a load that is no finite number.</exception>
    public static double Waiting(int servers, double offeredLoad)
    {
        var lost = Lost(servers, offeredLoad);
        return offeredLoad >= servers ? 1 : lost / (1 - offeredLoad / servers * (1 - lost));
    }

    private static void Check(int servers, double offeredLoad)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(servers);
        if (!double.IsFinite(offeredLoad) || offeredLoad < 0)
            throw new ArgumentOutOfRangeException(nameof(offeredLoad), offeredLoad, "A load is zero or more.");
    }
}
