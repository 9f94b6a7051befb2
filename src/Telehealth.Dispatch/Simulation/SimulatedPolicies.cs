using Telehealth.Dispatch.Policies;

namespace Telehealth.Dispatch.Simulation;

/// <summary>The policies that are compared.</summary>
public static class SimulatedPolicies
{
    /// <summary>The one that the server starts with, and that the others are held against.</summary>
    public const string Default = "eta";

    /// <summary>In the order to show them.</summary>
    public static readonly IReadOnlyList<string> Names = ["crow_fly", Default];

    /// <summary>A fresh dispatch by a policy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of <see cref="Names"/>.</exception>
    public static ISimulatedDispatch Of(string policy, PolicyStudy study) => policy switch
    {
        "crow_fly" => new EngineDispatch(new CrowFlyTravel()),
        Default => new EngineDispatch(study.Driving),
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "Not a policy that is compared."),
    };
}
