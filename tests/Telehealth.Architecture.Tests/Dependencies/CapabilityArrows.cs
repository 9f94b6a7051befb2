using Mono.Cecil;

namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>
/// The server is built in districts, and in each stand capabilities. A district may use those it stands on and no other, so Visits and
/// Rescue never meet. An arrow from one capability to another of its own district, or of any but the ground floor, stands in a table with
/// its reason, whether code draws it or SQL.
/// </summary>
internal static class CapabilityArrows
{
    private const string Root = "Telehealth.Server.";
    private const string GroundFloor = "Platform";

    /// <summary>Lowest first.</summary>
    public static IReadOnlyList<(string District, string[] StandsOn, string Reason)> Districts { get; } =
    [
        (GroundFloor, [], "what every capability needs: the log, the gate, feeds, the start"),
        ("Visits", [GroundFloor], "a patient and a clinician meet"),
        ("Rescue", [GroundFloor], "help is sent to somebody in danger"),
        ("Exchange", [GroundFloor, "Visits", "Rescue"], "what is exchanged with other systems; it watches, and nothing waits for it"),
        ("Demo", [GroundFloor, "Visits", "Rescue"], "an invented city that uses what stands, and that nothing uses"),
    ];

    public static IReadOnlyList<(string From, string To, string Reason)> Table { get; } =
    [
        ("Hosting", "Sql", "the database is asked for its clock"),
        ("EventStore", "Sql", "the log is asked as every table is"),
        ("Access", "Sql", "accounts and sessions are asked as every table is"),
        ("Telemetry", "Sql", "what stands in a table is counted by asking it"),
        ("Telemetry", "Hosting", "that is asked again and again, as all that time brings about"),
        ("EventStore", "Telemetry", "how far a durable subscriber is behind is told as all work that the server does by itself"),
        ("EventStore", "Hosting", "the log is a table of the database that is started there, by its clock"),
        ("Cluster", "Hosting", "the silos of a cluster find each other by the database that is started there"),
        ("EventStore", "Cluster", "other nodes are told that something was appended"),
        ("Access", "Hosting", "the note on setting up lies where the database does"),
        ("Entities", "EventStore", "a grain decides by the log, and whoever goes past it as well"),
        ("Live", "Cluster", "what one node tells reaches connections to the others"),
        ("Live", "Hosting", "whether Redis brings what is told is looked at again and again, as all that time brings about"),
        ("Access", "EventStore", "whoever comes with a command is known by it, and a log that cannot be written is said to be so"),
        ("Access", "Cluster", "a right that was taken away is gone on every node"),
        ("Access", "Live", "whoever has no right any more is let go of"),
        ("Access", "Contracts", "what is asked at the door is part of the contracts"),
        ("People", "Access", "whoever is there has passed the gate, and a sign-in that ended takes its device along"),
        ("People", "Cluster", "which nodes are left, what they tell each other, and where grains keep what may be lost"),
        ("People", "Entities", "a person's grain is addressed as an entity's is"),
        ("People", "EventStore", "such an address is a tenant, a kind and an id, as in the log"),
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
        ("Demo", "Consults", "a visit is booked for each invented patient"),
    ];

    /// <summary>Which district each capability stands in.</summary>
    public static IReadOnlyDictionary<string, string> DistrictOf { get; } = Assemblies.Server.Types()
        .Select(type => PlaceOf(type)).OfType<(string District, string Capability)>().Distinct()
        .ToDictionary(place => place.Capability, place => place.District, StringComparer.Ordinal);

    /// <summary>Every arrow between capabilities, by code or by SQL, and where it is drawn.</summary>
    public static IEnumerable<(string From, string To, string Where)> Drawn() =>
        ByCode().Concat(TableOwners.ArrowsBySql()).Where(arrow => arrow.From != arrow.To).Distinct();

    /// <summary>Those that the table must name: the ground floor is there for all that stand on it.</summary>
    public static IEnumerable<(string From, string To, string Where)> DrawnAndNamed() =>
        Drawn().Where(arrow => DistrictOf[arrow.To] != GroundFloor || DistrictOf[arrow.From] == GroundFloor);

    /// <summary>The capability in which a type stands; null outside of the server and for its start.</summary>
    public static string? CapabilityOf(TypeReference type) => PlaceOf(type)?.Capability;

    // Demo is one capability and a district of its own.
    private static (string District, string Capability)? PlaceOf(TypeReference type)
    {
        var place = type.Outermost().Namespace;
        if (!place.StartsWith(Root, StringComparison.Ordinal))
            return null;
        var parts = place[Root.Length..].Split('.');
        return (parts[0], parts.Length > 1 ? parts[1] : parts[0]);
    }

    private static IEnumerable<(string From, string To, string Where)> ByCode() =>
        from type in Assemblies.Server.Types()
        let capability = CapabilityOf(type)
        where capability is not null
        from used in UsedTypes.Of(type).Select(CapabilityOf)
        where used is not null
        select (capability, used, type.Outermost().Name);
}
