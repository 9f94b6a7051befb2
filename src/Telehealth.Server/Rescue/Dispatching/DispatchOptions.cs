using Telehealth.Dispatch.FleetCoverage;
using Telehealth.Dispatch.Planning;
using Telehealth.Domain.Geo;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>Section <c>Dispatching</c>.</summary>
internal sealed class DispatchOptions
{
    /// <summary>How long a crew has to answer an offer.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often deadlines are looked at. An answer after the deadline is refused whether or not it has been looked at.</summary>
    public TimeSpan DeadlineTick { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often emergencies that nobody took are looked at again, and silent crews are looked for.</summary>
    public TimeSpan SearchTick { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// An emergency that lacks a unit, for which nobody is asked or alarmed,
    /// and of which nothing was heard for this long, is searched for anew.
    /// </summary>
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a search waits for its region on another node. Then it is made where it was asked for.</summary>
    public TimeSpan RegionAnswersWithin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often each node looks whether somebody needs a unit while nobody is asked and nobody is alarmed.</summary>
    public TimeSpan WatchEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whoever needs a unit while nobody is asked for this long, whatever the reason, raises an alarm from any node.</summary>
    public TimeSpan UnaskedFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A crew on shift that has not been heard of for this long raises an alarm. One on a job keeps it.</summary>
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// A crew without a job that falls silent again raises a new alarm only if it was back
    /// for this long; else its last one goes on, quiet if somebody has acknowledged it.
    /// </summary>
    public TimeSpan SilenceAnewAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A better location moves an unanswered offer to another unit only when that one is faster by this.</summary>
    public TimeSpan RerankGain { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Nobody has taken a priority 1 or 2 emergency for this long: an alarm asks a person, while the search goes on.</summary>
    public TimeSpan OverdueAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>An emergency whose place nobody has said for this long raises an alarm; no unit is looked for until then.</summary>
    public TimeSpan PlaceWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// An emergency that nobody has taken for this long, while no console is open, raises an alarm for whoever opens one.
    /// </summary>
    public TimeSpan ConsoleWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For how long an emergency that was ended by mistake can be opened again.</summary>
    public TimeSpan ReopenWithin { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>While a call is placed, open emergencies this near are shown, in metres.</summary>
    public int NearMetres { get; set; } = 500;

    /// <summary>How often whoever waits with a lower priority is to be asked how they are.</summary>
    public TimeSpan WelfareEvery { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Whether a unit under way may be diverted to something more urgent without a person's decision.</summary>
    public bool DivertsByRule { get; set; } = true;

    /// <summary>
    /// Road graph of the area: nodes (<c>id,latitude,longitude</c>). Without one, travel is reckoned as the crow flies times a detour.
    /// </summary>
    public string? RoadNodesFile { get; set; }

    /// <summary>Road graph of the area: roads (<c>from,to,class,one_way,kmh,urgent_kmh,name</c>).</summary>
    public string? RoadsFile { get; set; }

    /// <summary>Turns of the area's roads that are forbidden (<c>nodes,urgent_may</c>). Without it every turn is taken.</summary>
    public string? TurnsFile { get; set; }

    /// <summary>
    /// A routing server of your own that speaks OSRM's table service; asked
    /// about the best units of a recommendation. It learns where patients are.
    /// </summary>
    public string? OsrmUrl { get; set; }

    /// <summary>Where idle units may wait. In demo mode, the demo city's posts when none is named.</summary>
    public IList<PostEntry> Posts { get; } = [];

    /// <summary>What the dispatcher's rule may do.</summary>
    internal DispatchPolicy Policy => DispatchPolicy.Default with { Diverts = DivertsByRule };
}

/// <summary>One post of the configuration.</summary>
internal sealed class PostEntry
{
    public string Name { get; set; } = string.Empty;

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    /// <summary>Null when it has no name or is nowhere on Earth.</summary>
    internal Post? ToPost() =>
        Name.Trim() is { Length: > 0 and <= 100 } name && GeoPoint.TryCreate(Latitude ?? double.NaN, Longitude ?? double.NaN, out var place)
            ? new Post(name, place)
            : null;
}
