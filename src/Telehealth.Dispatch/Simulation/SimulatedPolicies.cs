using Telehealth.Dispatch.Planning;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Rescue.Emergencies;

namespace Telehealth.Dispatch.Simulation;

/// <summary>
/// The policies that are compared. Each of the first four is the one before
/// and one thing more; the last is the second with another choice of unit.
/// </summary>
public static class SimulatedPolicies
{
    /// <summary>Closest by travel time: the one that the others are held against.</summary>
    public const string Reference = "eta";

    /// <summary>In the order to show them.</summary>
    public static readonly IReadOnlyList<string> Names = ["crow_fly", Reference, "eta_queue", "eta_diversion", "coverage"];

    private static readonly DispatchPolicy Plain = DispatchPolicy.Default with { Diverts = false, ReservesSoonFree = false };

    /// <summary>A fresh dispatch by a policy.</summary>
    /// <param name="policy">One of <see cref="Names"/>.</param>
    /// <param name="study">The city that it is for.</param>
    /// <param name="load">How busy units will be.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a policy that is compared.</exception>
    public static ISimulatedDispatch Of(string policy, PolicyStudy study, CityLoad load) =>
        new EngineDispatch(
            policy switch
            {
                "crow_fly" => new EngineSetup(new CrowFlyTravel(), Plain, WaitingOrder.Age),
                Reference => new EngineSetup(study.Driving, Plain, WaitingOrder.Age),
                "eta_queue" => new EngineSetup(
                    study.Driving,
                    DispatchPolicy.Default with
                    {
                        ReservesSoonFree = false,
                    },
                    WaitingOrder.PriorityThenAge),
                "eta_diversion" => new EngineSetup(study.Driving, DispatchPolicy.Default, WaitingOrder.PriorityThenAge),
                "coverage" => new EngineSetup(study.Driving, Plain, WaitingOrder.Age, study.CoverageAt(load.BusyFraction)),
                _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "Not a policy that is compared."),
            });
}
