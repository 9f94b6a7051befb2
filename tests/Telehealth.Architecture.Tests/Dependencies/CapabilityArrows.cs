using Mono.Cecil;

namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>
/// Inside the server a capability may use the ground floor (EventStore, Access, Cluster, Hosting, Contracts, Live).
/// An arrow from one capability to another stands in this table with its reason, whether code draws it or SQL.
/// </summary>
internal static class CapabilityArrows
{
    private const string Root = "Telehealth.Server.";

    private static readonly HashSet<string> GroundFloor = new(StringComparer.Ordinal) { "EventStore", "Access", "Cluster", "Hosting", "Contracts", "Live" };

    public static IReadOnlyList<(string From, string To, string Reason)> Table { get; } =
    [
        ("Consults", "MediaLoop", "a consult's participants are the peers of a room of the relay"),
        ("ConnectionTests", "MediaLoop", "a test is a room of the relay, as a call is"),
        ("ConnectionTests", "Consults", "a test speaks of tracks as a call does, and tries the TURN servers that calls are told"),
        ("Emergencies", "Units", "the caller sees where the unit is, and an assignment is refused by the units' constraint"),
        ("Paramedics", "Units", "a device shows and changes the unit of its crew"),
        ("Paramedics", "Emergencies", "a job is an emergency as its crew sees it"),
        ("Dispatching", "Units", "the console shows units, and the dispatcher chooses among those on shift"),
        ("Dispatching", "Areas", "a unit is chosen for places in its own area and where it helps"),
        ("Hospitals", "Dispatching", "the drive to a hospital is reckoned by the same roads, in the same mode"),
        ("Hospitals", "Emergencies", "a pre-alert names the emergency as a radio call does"),
        ("Hospitals", "Units", "the way begins where the unit is, and a crew chooses for its own unit"),
        ("Posts", "Dispatching", "the drive to a post is reckoned by the same roads, and posts are a setting of dispatch"),
        ("Posts", "Emergencies", "a move tells its travel as an offer does"),
        ("Posts", "Units", "idle units are asked to wait at posts"),
        ("Dispatching", "ResponsePlans", "a further alarm level asks for what the plans say"),
        ("Emergencies", "ResponsePlans", "whoever raises an emergency is sent what the plans say"),
        ("Dispatching", "Emergencies", "the console shows emergencies, and the dispatcher offers them"),
        ("Areas", "Units", "a unit is at home where its call sign says"),
        ("ResponsePlans", "Units", "plans are held against the fleet"),
        ("Demo", "Paramedics", "a simulated crew does what a crew's device does"),
        ("Demo", "Units", "a simulated crew sends positions and follows what its unit is given"),
        ("Demo", "Emergencies", "invented emergencies are raised as a caller raises them"),
    ];

    /// <summary>Every arrow to a capability above the ground floor, by code or by SQL, and where it is drawn.</summary>
    public static IEnumerable<(string From, string To, string Where)> Drawn() =>
        ByCode().Concat(TableOwners.ArrowsBySql()).Where(arrow => arrow.From != arrow.To && !GroundFloor.Contains(arrow.To)).Distinct();

    /// <summary>The part of the server in which a type stands; null outside of it.</summary>
    public static string? CapabilityOf(TypeReference type)
    {
        var place = type.Outermost().Namespace;
        return place.StartsWith(Root, StringComparison.Ordinal) ? place[Root.Length..].Split('.')[0] : null;
    }

    private static IEnumerable<(string From, string To, string Where)> ByCode() =>
        from type in Assemblies.Server.Types()
        let capability = CapabilityOf(type)
        where capability is not null
        from used in UsedTypes.Of(type).Select(CapabilityOf)
        where used is not null
        select (capability, used, type.Outermost().Name);
}
