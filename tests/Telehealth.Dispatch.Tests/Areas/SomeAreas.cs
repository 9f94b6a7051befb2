using System.Globalization;
using Telehealth.Dispatch.Areas;

namespace Telehealth.Dispatch.Tests.Areas;

/// <summary>Files of areas, written the short way.</summary>
internal static class SomeAreas
{
    public static string File(params IReadOnlyList<string> features) =>
        $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}""";

    public static string Feature(string code, string rings, string kind = "service", string more = "") =>
        $$"""{"type":"Feature","properties":{"code":"{{code}}","name":"Area {{code}}","kind":"{{kind}}"{{more}}},"geometry":{"type":"Polygon","coordinates":[{{rings}}] } }""";

    public static string Multi(string code, params IReadOnlyList<string> polygons) =>
        $$"""{"type":"Feature","properties":{"code":"{{code}}","name":"Area {{code}}","kind":"service"},"geometry":{"type":"MultiPolygon","coordinates":[{{string.Join(',', polygons.Select(rings => $"[{rings}]"))}}] } }""";

    /// <summary>A ring through these corners (longitude, latitude), closed here.</summary>
    public static string Ring(params IReadOnlyList<(double Longitude, double Latitude)> corners) =>
        $"[{string.Join(',', corners.Append(corners[0]).Select(corner => string.Create(CultureInfo.InvariantCulture, $"[{corner.Longitude},{corner.Latitude}]")))}]";

    public static string Box(double west, double south, double east, double north) =>
        Ring((west, south), (east, south), (east, north), (west, north));

    public static AreaMap Map(params IReadOnlyList<string> features) => Accepted(features).Map;

    public static AreaReading.Accepted Accepted(params IReadOnlyList<string> features) =>
        Assert.IsType<AreaReading.Accepted>(AreaGeoJson.Read(File(features)));

    public static IReadOnlyList<AreaProblem> Problems(params IReadOnlyList<string> features) =>
        Assert.IsType<AreaReading.Refused>(AreaGeoJson.Read(File(features))).Problems;
}
