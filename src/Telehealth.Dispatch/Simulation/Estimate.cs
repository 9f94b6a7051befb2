namespace Telehealth.Dispatch.Simulation;

/// <summary>A mean over independent replications with its 95 % confidence interval.</summary>
/// <param name="Mean">The mean of the replications.</param>
/// <param name="HalfWidth">The interval goes so far to either side (Student's t); not a number with fewer than two replications.</param>
public readonly record struct Estimate(double Mean, double HalfWidth)
{
    /// <summary>Two-sided 95 % quantiles of Student's t by degrees of freedom, from 1.</summary>
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>Below the mean by the half width.</summary>
    public double Low => Mean - HalfWidth;

    /// <summary>Above the mean by the half width.</summary>
    public double High => Mean + HalfWidth;

    /// <summary>From one value a replication; values that are none (such as a mean over no calls) are left out.</summary>
    public static Estimate Of(IEnumerable<double> replications)
    {
        var values = replications.Where(double.IsFinite).ToArray();
        if (values.Length == 0)
            return new Estimate(double.NaN, double.NaN);
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        return new Estimate(mean, values.Length < 2 ? double.NaN : Quantile(values.Length - 1) * Math.Sqrt(variance / values.Length));
    }

    /// <summary>Of two policies on the same seeds: how much more the first one gives. Chance that both met alike cancels out.</summary>
    public static Estimate OfDifferences(IEnumerable<double> first, IEnumerable<double> second) =>
        Of(first.Zip(second, (one, other) => one - other));

    /// <summary>
    /// Half of the interval in standard errors. Beyond the table Cornish and Fisher's expansion, which is right to four digits there.
    /// </summary>
    internal static double Quantile(int degrees)
    {
        const double normal = 1.959964;
        return degrees <= Quantiles.Length
            ? Quantiles[degrees - 1]
            : normal
            + (Math.Pow(normal, 3) + normal) / (4 * degrees)
            + (5 * Math.Pow(normal, 5) + 16 * Math.Pow(normal, 3) + 3 * normal) / (96.0 * degrees * degrees);
    }
}
