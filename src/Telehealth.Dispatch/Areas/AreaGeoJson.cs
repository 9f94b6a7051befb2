using System.Text;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Telehealth.Dispatch.Areas;

/// <summary>
/// Reads areas from GeoJSON (RFC 7946): one FeatureCollection of Polygons and MultiPolygons, positions as longitude and latitude in WGS 84.
/// Properties of a feature: <c>code</c>, <c>name</c>, <c>kind</c> (service, geofence or catchment), and where wanted <c>desk</c>,
/// <c>homeUnits</c> (a list of call signs), <c>station</c> (a call sign) and <c>mutualAid</c> (a list of codes of areas that help here).
/// Others are ignored. A polygon may cross the 180° meridian, in longitudes that jump there or in longitudes beyond ±180.
/// </summary>
public static class AreaGeoJson
{
    /// <summary>How many problems are told one by one.</summary>
    public const int ToldProblems = 100;

    /// <summary>Most features in a file.</summary>
    public const int MaxFeatures = 5_000;

    /// <summary>Longest code, name, desk or call sign, in characters.</summary>
    public const int MaxWord = 100;

    /// <summary>Reads the whole text. Never throws for what is in it.</summary>
    public static AreaReading Read(string geoJson)
    {
        var problems = new List<AreaProblem>();
        var read = new List<ReadArea>();
        try
        {
            // By way of bytes, which replaces broken characters; the parser would throw for them.
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(geoJson));
            ReadFeatures(document.RootElement, read, problems);
        }
        catch (JsonException exception)
        {
            problems.Add(new AreaProblem(0, "", $"This is not JSON: something is wrong in line {exception.LineNumber + 1}."));
        }

        catch (InvalidOperationException)
        {
            // JsonElement finds half a surrogate pair (\ud800) only when the text is asked for.
            problems.Add(new AreaProblem(0, "", "A text in this file holds an escaped character that does not exist."));
        }

        problems.AddRange(AreaChecks.Problems(read, complete: problems.Count == 0).ToList());
        return problems.Count > 0
            ? new AreaReading.Refused([.. problems.OrderBy(problem => problem.Feature).Take(ToldProblems)], problems.Count)
            : new AreaReading.Accepted(new AreaMap([.. read.Select(entry => (entry.Area, entry.Shape))]), AreaChecks.Warnings(read));
    }

    private static void ReadFeatures(JsonElement root, List<ReadArea> read, List<AreaProblem> problems)
    {
        if (Text(Member(root, "type")) != "FeatureCollection"
            || Member(root, "features") is not { ValueKind: JsonValueKind.Array } features)
        {
            problems.Add(new AreaProblem(0, "", "The file must be a GeoJSON FeatureCollection with a list of features."));
            return;
        }

        if (features.GetArrayLength() > MaxFeatures)
        {
            problems.Add(new AreaProblem(0, "", $"There can be at most {MaxFeatures} features."));
            return;
        }

        var number = 0;
        foreach (var feature in features.EnumerateArray())
            ReadFeature(feature, ++number, read, problems);
    }

    private static void ReadFeature(JsonElement feature, int number, List<ReadArea> read, List<AreaProblem> problems)
    {
        var (before, properties) = (problems.Count, new Properties(Member(feature, "properties"), number, problems));
        var area = new Area(
            properties.Required("code"),
            properties.Required("name"),
            properties.Kind(),
            properties.Optional("desk"),
            properties.Words("homeUnits"),
            properties.Optional("station"),
            properties.Words("mutualAid"));
        try
        {
            var shape = AreaShapes.Read(Member(feature, "geometry"));
            if (problems.Count == before)
                read.Add(new ReadArea(number, area, shape));
        }
        catch (AreaShapeException wrong)
        {
            properties.Tell(wrong.Message);
        }
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    /// <summary>The words of one feature; a wrong one is told and read as nothing, so that one reading tells all.</summary>
    private sealed class Properties(JsonElement properties, int number, List<AreaProblem> problems)
    {
        public void Tell(string text)
        {
            var name = Text(Member(properties, "name")) is { Length: > 0 } given ? given : Text(Member(properties, "code")) ?? "";
            problems.Add(new AreaProblem(number, name.Length > MaxWord ? name[..MaxWord] : name, text));
        }

        public string Required(string property)
        {
            if (Word(Member(properties, property)) is { } word)
                return word;
            Tell($"The property {property} must be a text of 1 to {MaxWord} characters.");
            return "";
        }

        public string? Optional(string property)
        {
            var given = Member(properties, property);
            return given.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : Required(property);
        }

        public IReadOnlyList<string> Words(string property)
        {
            var given = Member(properties, property);
            if (given.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
                return [];
            var words = given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().Select(Word).ToList() : [null];
            if (!words.Contains(null))
                return [.. words.OfType<string>().Distinct(StringComparer.Ordinal)];
            Tell($"The property {property} must be a list of texts of 1 to {MaxWord} characters.");
            return [];
        }

        public AreaKind Kind()
        {
            switch (Text(Member(properties, "kind")))
            {
                case "service": return AreaKind.Service;
                case "geofence": return AreaKind.Geofence;
                case "catchment": return AreaKind.Catchment;
                default:
                    Tell("The property kind must be service, geofence or catchment.");
                    return AreaKind.Geofence;
            }
        }

        private static string? Word(JsonElement element) => Text(element)?.Trim() is { Length: > 0 and <= MaxWord } word ? word : null;
    }
}

/// <summary>An area that could be read.</summary>
internal sealed record ReadArea(int Feature, Area Area, Geometry Shape)
{
    public AreaProblem Says(string text) => new(Feature, Area.Name, text);
}
