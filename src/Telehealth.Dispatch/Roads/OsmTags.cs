using System.Globalization;

namespace Telehealth.Dispatch.Roads;

/// <summary>What a way's tags say about driving it.</summary>
/// <param name="Class">The kind of road.</param>
/// <param name="Forward">Speeds in the way's own direction.</param>
/// <param name="Backward">Speeds against it.</param>
internal sealed record OsmRoad(RoadClass Class, RoadSpeeds Forward, RoadSpeeds Backward)
{
    /// <summary>A ferry, before its speed is reckoned from its length and its duration.</summary>
    public static OsmRoad Ferry { get; } = new(RoadClass.Residential, default, default);
}

/// <summary>What OpenStreetMap's tags say about driving a way. The tables stand in docs/roads.md too.</summary>
internal static class OsmTags
{
    /// <summary>Of a posted speed, what traffic with its crossings makes of it, and what lights and sirens do: chosen defaults.</summary>
    private const double OfPosted = 0.8;
    private const double OfPostedUrgently = 1.1;

    private const double KmhPerMph = 1.609344;
    private const double KmhPerKnot = 1.852;
    private const double Slowest = 5;
    private const double Fastest = 220;
    private const double WalkingKmh = 7;

    /// <summary>Where pedestrians walk and where only an emergency vehicle is let in.</summary>
    private static readonly RoadSpeeds Slow = new(10, 15);

    private static readonly Dictionary<string, (RoadClass Class, RoadSpeeds Speeds)> Highways = new(StringComparer.Ordinal)
    {
        ["motorway"] = (RoadClass.Motorway, new RoadSpeeds(100, 120)),
        ["motorway_link"] = (RoadClass.Motorway, new RoadSpeeds(55, 70)),
        ["trunk"] = (RoadClass.Primary, new RoadSpeeds(70, 90)),
        ["trunk_link"] = (RoadClass.Primary, new RoadSpeeds(45, 60)),
        ["primary"] = (RoadClass.Primary, new RoadSpeeds(48, 66)),
        ["primary_link"] = (RoadClass.Primary, new RoadSpeeds(38, 50)),
        ["secondary"] = (RoadClass.Secondary, new RoadSpeeds(38, 52)),
        ["secondary_link"] = (RoadClass.Secondary, new RoadSpeeds(32, 44)),
        ["tertiary"] = (RoadClass.Secondary, new RoadSpeeds(34, 46)),
        ["tertiary_link"] = (RoadClass.Secondary, new RoadSpeeds(28, 38)),
        ["unclassified"] = (RoadClass.Residential, new RoadSpeeds(32, 44)),
        ["residential"] = (RoadClass.Residential, new RoadSpeeds(25, 34)),
        ["road"] = (RoadClass.Residential, new RoadSpeeds(25, 34)),
        ["busway"] = (RoadClass.Residential, new RoadSpeeds(25, 34)),
        ["service"] = (RoadClass.Residential, new RoadSpeeds(15, 20)),
        ["living_street"] = (RoadClass.Residential, new RoadSpeeds(10, 15)),
    };

    /// <summary>
    /// Ways that are not driven unless their tags let an emergency vehicle in. Steps, platforms and what is being built are none.
    /// </summary>
    private static readonly HashSet<string> OpenedOnly = new(StringComparer.Ordinal)
    {
        "pedestrian", "footway", "path", "cycleway", "bridleway", "track", "emergency_access", "escape", "bus_guideway",
    };

    /// <summary>The most specific tag decides; an ambulance may go where emergency vehicles may.</summary>
    private static readonly string[] Access = ["emergency", "motorcar", "motor_vehicle", "vehicle", "access"];

    private static readonly HashSet<string> Open = new(StringComparer.Ordinal)
    {
        "yes", "designated", "official", "permissive", "destination", "emergency", "permit",
    };

    /// <summary>What stands in the road and is not opened.</summary>
    private static readonly HashSet<string> Solid = new(StringComparer.Ordinal)
    {
        "bollard", "block", "jersey_barrier", "chain", "log", "debris", "planter", "wall", "fence", "hedge", "ditch", "guard_rail",
        "city_wall", "tank_trap", "stile", "turnstile", "full-height_turnstile", "kissing_gate", "cycle_barrier", "motorcycle_barrier",
        "horse_stile", "bus_trap", "sump_buster", "bar", "rope", "coupure",
    };

    /// <summary>What opens unless it is locked.</summary>
    private static readonly HashSet<string> Gates = new(StringComparer.Ordinal)
    {
        "gate", "lift_gate", "swing_gate", "sliding_gate", "hampshire_gate", "wicket_gate", "barrier_board", "door",
    };

    /// <summary>What a vehicle passes.</summary>
    private static readonly HashSet<string> Passed = new(StringComparer.Ordinal)
    {
        "kerb", "cattle_grid", "toll_booth", "border_control", "entrance", "checkpoint", "sally_port", "spikes", "no", "height_restrictor",
    };

    /// <summary>Words of <c>maxspeed</c> that leave the usual speeds of the class.</summary>
    private static readonly HashSet<string> NoNumber = new(StringComparer.Ordinal) { "none", "signals", "variable", "default", "unposted" };

    /// <summary>Limits that may keep an ambulance out, and that are not read.</summary>
    private static readonly string[] NotRead =
    [
        "maxheight", "maxweight", "maxwidth", "maxlength", "access:conditional", "motor_vehicle:conditional", "maxspeed:conditional",
        "oneway:conditional", "vehicle:conditional",
    ];

    /// <summary>The kind of road and its speeds; null for a way that an ambulance does not drive.</summary>
    public static OsmRoad? RoadOf(IReadOnlyDictionary<string, string> tags)
    {
        if (!tags.TryGetValue("highway", out var highway))
            return null;
        var usual = Highways.TryGetValue(highway, out var listed) ? listed : (Class: RoadClass.Residential, Speeds: Slow);
        if (Highways.ContainsKey(highway) ? IsClosed(tags, highway) : !OpenedOnly.Contains(highway) || !IsOpened(tags))
            return null;
        if (!Highways.ContainsKey(highway))
            return new OsmRoad(usual.Class, Slow, Slow);
        var both = Posted(tags, "maxspeed") ?? usual.Speeds;
        return new OsmRoad(usual.Class, Posted(tags, "maxspeed:forward") ?? both, Posted(tags, "maxspeed:backward") ?? both);
    }

    /// <summary>
    /// 1 for the way's own direction only, −1 for the other only, 0 for both;
    /// null when it changes with the hour, so that nobody can rely on it.
    /// </summary>
    public static int? DirectionOf(IReadOnlyDictionary<string, string> tags)
    {
        if (tags.GetValueOrDefault("oneway:emergency") is "no")
            return 0;
        return tags.GetValueOrDefault("oneway") switch
        {
            "yes" or "true" or "1" => 1,
            "-1" or "reverse" => -1,
            "no" or "false" or "0" or "alternating" => 0,
            "reversible" => null,
            _ => tags.GetValueOrDefault("junction") is "roundabout" or "circular"
            || tags.GetValueOrDefault("highway") is "motorway" or "motorway_link"
                ? 1
                : 0,
        };
    }

    /// <summary>A node that no vehicle passes, emergency vehicles included.</summary>
    public static bool IsBlocking(IReadOnlyDictionary<string, string> tags)
    {
        var barrier = tags.GetValueOrDefault("barrier", "");
        if (EmergencyMay(tags) is { } may)
            return !may && barrier.Length > 0;
        if (Gates.Contains(barrier) && tags.GetValueOrDefault("locked") == "yes")
            return true;
        foreach (var tag in Access.Skip(1))
        {
            // Without a barrier a node's general access tells of the crossing's path, and not of the road.
            if (!tags.TryGetValue(tag, out var allowed) || (barrier.Length == 0 && tag == "access"))
                continue;
            if (allowed == "no")
                return true;
            if (allowed == "private" && Gates.Contains(barrier))
                return true;
            return !Open.Contains(allowed) && Solid.Contains(barrier);
        }

        return Solid.Contains(barrier);
    }

    /// <summary>
    /// Whether it is a ferry that takes vehicles: not one that says that it does not, nor one that says only that people on foot may.
    /// </summary>
    public static bool IsVehicleFerry(IReadOnlyDictionary<string, string> tags)
    {
        foreach (var tag in Access)
        {
            if (tags.TryGetValue(tag, out var allowed) && (tag != "emergency" || EmergencyMay(tags) is not null))
                return allowed != "no";
        }

        return !(tags.ContainsKey("foot") || tags.ContainsKey("bicycle"));
    }

    /// <summary>
    /// How long a crossing takes: <c>hh:mm</c>, <c>hh:mm:ss</c>, minutes,
    /// or as ISO 8601 writes it (<c>PT25M</c>); null when it does not say.
    /// </summary>
    public static TimeSpan? DurationOf(IReadOnlyDictionary<string, string> tags)
    {
        var text = tags.GetValueOrDefault("duration", "").Trim();
        TimeSpan? duration = null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) && minutes < 100_000)
            duration = TimeSpan.FromMinutes(minutes);
        else if (text.StartsWith('P'))
            duration = Iso(text);
        else if (Array.ConvertAll(
                text.Split(':'),
                part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole < 10_000 ? whole : -1)
                is { Length: 2 or 3 } parts
            && parts.All(part => part >= 0))
            duration = new TimeSpan(parts[0], parts[1], parts.Length == 3 ? parts[2] : 0);
        return duration > TimeSpan.Zero ? duration : null;
    }

    /// <summary>What a road's tags say that is not read, each as the import's report names it.</summary>
    public static IEnumerable<string> NotUnderstoodOnRoad(IReadOnlyDictionary<string, string> tags)
    {
        foreach (var tag in NotRead)
        {
            if (tags.ContainsKey(tag))
                yield return tag;
        }

        foreach (var tag in new[] { "maxspeed", "maxspeed:forward", "maxspeed:backward" })
        {
            if (tags.TryGetValue(tag, out var speed) && Posted(tags, tag) is null && !NoNumber.Contains(speed) && !speed.Contains(':'))
                yield return $"{tag}={speed}";
        }

        if (tags.TryGetValue("oneway", out var oneWay)
            && oneWay is not ("yes" or "true" or "1" or "-1" or "reverse" or "no" or "false" or "0" or "alternating" or "reversible"))
            yield return $"oneway={oneWay}";
    }

    /// <summary>The barrier's kind when it is not known; it is driven through.</summary>
    public static string? NotUnderstoodOnNode(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue("barrier", out var barrier)
        && !Solid.Contains(barrier)
        && !Gates.Contains(barrier)
        && (!Passed.Contains(barrier) || barrier == "height_restrictor")
            ? $"barrier={barrier}"
            : null;

    /// <summary>
    /// Whether a relation's tags speak of a turn, for all or for some vehicles
    /// (<c>restriction:hgv</c>) or hours (<c>restriction:conditional</c>).
    /// </summary>
    public static bool IsRestriction(IReadOnlyDictionary<string, string> tags) =>
        tags.GetValueOrDefault("type") == "restriction" || tags.Keys.Any(key => key.StartsWith("restriction", StringComparison.Ordinal));

    private static bool IsClosed(IReadOnlyDictionary<string, string> tags, string highway)
    {
        if (EmergencyMay(tags) is { } may)
            return !may;
        foreach (var tag in Access.Skip(1))
        {
            // Where buses may, so may an ambulance.
            if (tags.TryGetValue(tag, out var allowed))
                return allowed == "no"
                    && highway != "busway"
                    && !Open.Contains(tags.GetValueOrDefault("bus", ""))
                    && !Open.Contains(tags.GetValueOrDefault("psv", ""));
        }

        return false;
    }

    private static bool IsOpened(IReadOnlyDictionary<string, string> tags)
    {
        if (EmergencyMay(tags) is { } may)
            return may;
        return (tags.GetValueOrDefault("motorcar") ?? tags.GetValueOrDefault("motor_vehicle")) is { } allowed
            && allowed is "yes" or "designated" or "permissive" or "emergency" or "official";
    }

    /// <summary>What the tag says of emergency vehicles; null when it says something else, such as that a telephone stands there.</summary>
    private static bool? EmergencyMay(IReadOnlyDictionary<string, string> tags) => tags.GetValueOrDefault("emergency", "") switch
    {
        "no" => false,
        var allowed when Open.Contains(allowed) || allowed == "private" => true,
        _ => null,
    };

    private static TimeSpan? Iso(string text)
    {
        try
        {
            return System.Xml.XmlConvert.ToTimeSpan(text);
        }
        catch (Exception nonsense) when (nonsense is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>
    /// A number, in km/h unless mph or knots follow, or walking pace. Other words
    /// (none, signals, DE:urban), lists and nonsense are as if nothing was said.
    /// </summary>
    private static RoadSpeeds? Posted(IReadOnlyDictionary<string, string> tags, string tag)
    {
        var text = tags.GetValueOrDefault(tag, "").Trim();
        if (text == "walk" || text.EndsWith(":walk", StringComparison.Ordinal))
            return new RoadSpeeds(WalkingKmh, WalkingKmh);
        var factor = 1.0;
        foreach (var (unit, kmh) in new[] { ("mph", KmhPerMph), ("knots", KmhPerKnot), ("km/h", 1.0), ("kmh", 1.0) })
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
                continue;
            (text, factor) = (text[..^unit.Length].TrimEnd(), kmh);
            break;
        }

        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var posted)
            || posted * factor is not (>= Slowest and <= Fastest))
            return null;
        return new RoadSpeeds(posted * factor * OfPosted, posted * factor * OfPostedUrgently);
    }
}
