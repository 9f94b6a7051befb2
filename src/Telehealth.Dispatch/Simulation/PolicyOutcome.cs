namespace Telehealth.Dispatch.Simulation;

/// <summary>One policy under one load, over independent replications.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Load">The load's name.</param>
/// <param name="Replications">One for each seed, in the order of the seeds.</param>
public sealed record PolicyOutcome(string Policy, string Load, IReadOnlyList<Replication> Replications)
{
    /// <summary>Mean response time in seconds.</summary>
    public Estimate Mean => Of(run => run.Mean);

    /// <summary>Ninth decile of the response time in seconds.</summary>
    public Estimate P90 => Of(run => run.P90);

    /// <summary>Late calls in percent.</summary>
    public Estimate LatePercent => Of(run => run.LatePercent);

    /// <summary>The mean share of time for which a unit has a job, in percent.</summary>
    public Estimate UtilisationPercent => Of(run => 100 * run.Utilisation);

    /// <summary>Any figure of a replication.</summary>
    public Estimate Of(Func<Replication, double> figure) => Estimate.Of(Replications.Select(figure));

    /// <summary>How much more of a figure this policy gives than another one on the same seeds.</summary>
    public Estimate Beyond(PolicyOutcome other, Func<Replication, double> figure) =>
        Estimate.OfDifferences(Replications.Select(figure), other.Replications.Select(figure));
}
