using System.Globalization;

namespace Telehealth.Dispatch.Roads;

/// <summary>What OpenStreetMap's tags say about driving a way. The tables stand in docs/roads.md too.</summary>
internal static class OsmTags
{
    /// <summary>Of a posted speed, what traffic with its crossings makes of it, and what lights and sirens do: chosen defaults.</summary>
    private const double OfPosted = 0.8;
    private const double OfPostedUrgently = 1.1;

    private const double KmhPerMph = 1.609344;
    private const double Slowest = 5;
    private const double Fastest = 160;

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
        ["service"] = (RoadClass.Residential, new RoadSpeeds(15, 20)),
        ["living_street"] = (RoadClass.Residential, new RoadSpeeds(10, 15)),
    };

    /// <summary>The most specific tag decides; an ambulance may go where emergency vehicles may.</summary>
    private static readonly string[] Access = ["emergency", "motorcar", "motor_vehicle", "vehicle", "access"];

    /// <summary>The kind of road and its usual speeds; null for a way that an ambulance does not drive.</summary>
    public static (RoadClass Class, RoadSpeeds Speeds)? RoadOf(IReadOnlyDictionary<string, string> tags)
    {
        if (!tags.TryGetValue("highway", out var highway) || !Highways.TryGetValue(highway, out var road))
            return null;
        foreach (var tag in Access)
        {
            if (tags.TryGetValue(tag, out var allowed))
                return allowed == "no" ? null : road with { Speeds = Posted(tags) ?? road.Speeds };
        }

        return road with { Speeds = Posted(tags) ?? road.Speeds };
    }

    /// <summary>1 for the way's own direction only, −1 for the other only, 0 for both.</summary>
    public static int DirectionOf(IReadOnlyDictionary<string, string> tags) => tags.GetValueOrDefault("oneway") switch
    {
        "yes" or "true" or "1" => 1,
        "-1" or "reverse" => -1,
        "no" or "false" or "0" => 0,
        _ => tags.GetValueOrDefault("junction") is "roundabout" or "circular" || tags.GetValueOrDefault("highway") is "motorway" or "motorway_link" ? 1 : 0,
    };

    /// <summary>A number, in km/h unless mph follows. Words (none, signals, DE:urban), lists and nonsense are as if nothing was said.</summary>
    private static RoadSpeeds? Posted(IReadOnlyDictionary<string, string> tags)
    {
        var text = tags.GetValueOrDefault("maxspeed", "").Trim();
        var factor = 1.0;
        if (text.EndsWith("mph", StringComparison.OrdinalIgnoreCase))
            (text, factor) = (text[..^3].TrimEnd(), KmhPerMph);
        if (text.EndsWith("km/h", StringComparison.OrdinalIgnoreCase))
            text = text[..^4].TrimEnd();
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var posted) || posted * factor is not (>= Slowest and <= Fastest))
            return null;
        return new RoadSpeeds(posted * factor * OfPosted, posted * factor * OfPostedUrgently);
    }
}
