using Mono.Cecil;

namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>
/// Inside the server a capability may use the ground floor (EventStore, Access, Cluster, Hosting, Contracts, Live).
/// An arrow from one capability to another stands in this table with its reason.
/// </summary>
public sealed class CapabilityArrowTests
{
    private const string Root = "Telehealth.Server.";

    private static readonly HashSet<string> GroundFloor = new(StringComparer.Ordinal) { "EventStore", "Access", "Cluster", "Hosting", "Contracts", "Live" };

    private static readonly (string From, string To, string Reason)[] Table =
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
        ("Demo", "Units", "a simulated crew reports where it is as a unit does"),
        ("Demo", "Paramedics", "a simulated crew does what a crew's device does"),
        ("Demo", "Units", "a simulated crew sends positions and follows what its unit is given"),
        ("Demo", "Emergencies", "invented emergencies are raised as a caller raises them"),
    ];

    [Fact]
    public void A_capability_uses_another_only_by_an_arrow_in_the_table()
    {
        var unknown = Arrows()
            .Where(arrow => !GroundFloor.Contains(arrow.To) && !Table.Any(row => row.From == arrow.From && row.To == arrow.To))
            .Select(arrow => $"{arrow.From} -> {arrow.To} in {arrow.Type}");

        Rule.HasNoOffenders(unknown);
    }

    [Fact]
    public void Every_arrow_in_the_table_is_still_drawn()
    {
        var drawn = Arrows().Select(arrow => (arrow.From, arrow.To)).ToHashSet();

        Assert.DoesNotContain(Table, row => !drawn.Contains((row.From, row.To)));
    }

    [Fact]
    public void The_deciding_projects_reach_nothing_but_each_other_and_the_framework()
    {
        Rule.HasNoOffenders(ForeignReferences(Assemblies.Domain, []));
        Rule.HasNoOffenders(ForeignReferences(Assemblies.Media, []));
        Rule.HasNoOffenders(ForeignReferences(Assemblies.Dispatch, ["Telehealth.Domain", "NetTopologySuite", "Google.Protobuf"]));
    }

    private static IEnumerable<string> ForeignReferences(ModuleDefinition module, string[] allowed) =>
        module.AssemblyReferences.Select(reference => reference.Name)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name != "netstandard" && !allowed.Contains(name, StringComparer.Ordinal));

    private static HashSet<(string From, string To, string Type)> Arrows() =>
        Assemblies.Server.Types()
            .Select(type => (Type: type, From: CapabilityOf(type)))
            .Where(entry => entry.From is not null)
            .SelectMany(entry => UsedTypes.Of(entry.Type)
                .Select(CapabilityOf)
                .Where(to => to is not null && to != entry.From)
                .Select(to => (entry.From!, to!, entry.Type.Outermost().Name)))
            .ToHashSet();

    private static string? CapabilityOf(TypeReference type)
    {
        var place = type.Outermost().Namespace;
        return place.StartsWith(Root, StringComparison.Ordinal) ? place[Root.Length..].Split('.')[0] : null;
    }
}
