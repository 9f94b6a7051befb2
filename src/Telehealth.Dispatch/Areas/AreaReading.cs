namespace Telehealth.Dispatch.Areas;

/// <summary>What reading a file of areas led to: all of it or nothing, since a missing area would send calls to the wrong desk.</summary>
public abstract record AreaReading
{
    private AreaReading()
    {
    }

    /// <summary>The file is right.</summary>
    /// <param name="Map">The areas.</param>
    /// <param name="Warnings">What is allowed and probably not meant, such as service areas that overlap.</param>
    public sealed record Accepted(AreaMap Map, IReadOnlyList<AreaProblem> Warnings) : AreaReading;

    /// <summary>The file is wrong.</summary>
    /// <param name="Problems">The first <see cref="AreaGeoJson.ToldProblems"/>.</param>
    /// <param name="ProblemCount">How many there are.</param>
    public sealed record Refused(IReadOnlyList<AreaProblem> Problems, int ProblemCount) : AreaReading;
}
