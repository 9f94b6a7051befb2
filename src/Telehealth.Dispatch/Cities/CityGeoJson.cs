using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Cities;

/// <summary>
/// A city as GeoJSON (RFC 7946), one FeatureCollection. Properties: roads have <c>kind: road</c>, <c>class</c> (motorway, primary,
/// secondary, residential) and <c>name</c>; water has <c>kind: water</c>, <c>class: water</c> and <c>name</c>; hospitals and posts are
/// points with <c>kind: hospital</c> or <c>kind: post</c> and <c>name</c>. Water first and the widest roads last, as a painter needs them.
/// </summary>
public static class CityGeoJson
{
    /// <summary>The text. The same city gives the same text.</summary>
    public static string Write(City city)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 18);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            json.WriteStartArray("features");
            foreach (var water in city.Water)
                Feature(json, "Polygon", "water", "water", water.Name, () => Nested(json, () => Places(json, water.Shore)));
            foreach (var road in city.Roads.OrderByDescending(road => road.Class))
            {
                var kind = road.Class.ToString().ToLowerInvariant();
                Feature(json, "LineString", "road", kind, road.Name, () => Places(json, road.Nodes.Select(city.Graph.Place)));
            }

            foreach (var hospital in city.Hospitals)
                Feature(json, "Point", "hospital", null, hospital.Name, () => Place(json, hospital.Place));
            foreach (var post in city.Posts)
                Feature(json, "Point", "post", null, post.Name, () => Place(json, post.Place));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Feature(Utf8JsonWriter json, string geometry, string kind, string? roadClass, string name, Action coordinates)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("properties");
        json.WriteString("kind", kind);
        if (roadClass is not null)
            json.WriteString("class", roadClass);
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteStartObject("geometry");
        json.WriteString("type", geometry);
        json.WritePropertyName("coordinates");
        coordinates();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Nested(Utf8JsonWriter json, Action inner)
    {
        json.WriteStartArray();
        inner();
        json.WriteEndArray();
    }

    private static void Places(Utf8JsonWriter json, IEnumerable<GeoPoint> places)
    {
        json.WriteStartArray();
        foreach (var place in places)
            Place(json, place);
        json.WriteEndArray();
    }

    /// <summary>Six decimals are 0.1 m.</summary>
    private static void Place(Utf8JsonWriter json, GeoPoint place)
    {
        json.WriteStartArray();
        json.WriteRawValue(place.Longitude.ToString("F6", CultureInfo.InvariantCulture));
        json.WriteRawValue(place.Latitude.ToString("F6", CultureInfo.InvariantCulture));
        json.WriteEndArray();
    }
}
