using System.Globalization;
using Npgsql;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Contracts;
using static Telehealth.Dispatch.Travel.TravelBases;
using TravelBasis = Telehealth.Dispatch.Travel.TravelBasis;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>Columns that several screens read.</summary>
internal static class EmergencyColumns
{
    public static PlaceView Place(this NpgsqlDataReader row) => new(
        row.NumberOrNull("latitude"),
        row.NumberOrNull("longitude"),
        row.NumberOrNull("accuracy_metres"),
        WireNames.FromWire<LocationSource>(row.Text("location_source")),
        row.TextOrNull("location_note"));

    public static PlaceView PlaceOf(Place place) =>
        new(place.Point?.Latitude, place.Point?.Longitude, place.AccuracyMetres, place.Source, place.Note);

    /// <summary>The floor, door or landmark that somebody gave, and the coordinates as they are read out.</summary>
    public static string Words(this PlaceView place)
    {
        var coordinates = place.Latitude is { } latitude && place.Longitude is { } longitude
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Abs(latitude):0.00000} {(latitude >= 0 ? 'N' : 'S')} {Math.Abs(longitude):0.00000} {(longitude >= 0 ? 'E' : 'W')}")
            : null;
        return (string.IsNullOrWhiteSpace(place.Note), coordinates) switch
        {
            (false, { } at) => $"{place.Note} ({at})",
            (false, null) => place.Note!,
            (true, { } at) => at,
            _ => "place not known",
        };
    }

    /// <summary>Where it is; null while that is not known.</summary>
    public static GeoPoint? PointOrNull(this NpgsqlDataReader row) =>
        row.NumberOrNull("latitude") is { } latitude ? GeoPoint.Of(latitude, row.Number("longitude")) : null;

    /// <summary>Where no road leads there, nobody knows how long it takes, and no time is told.</summary>
    public static TravelEstimate? Travel(this NpgsqlDataReader row) =>
        row.IntegerOrNull("travel_seconds") is { } seconds && row.Text("travel_source") != TravelBasis.NoRoad.Code()
            ? new TravelEstimate(seconds, row.Integer("travel_metres"), row.Text("travel_source"))
            : null;

    /// <summary>Short enough to say over a radio; the id decides when two sound alike.</summary>
    public static string NumberOf(Guid emergency) => $"E-{emergency.ToString("N")[..6].ToUpperInvariant()}";

    /// <summary>All ids whose number is this or begins with it, in the order of PostgreSQL; null when it is no number.</summary>
    public static (Guid First, Guid Last)? IdsOfNumber(string number)
    {
        if (!number.StartsWith("E-", StringComparison.OrdinalIgnoreCase)
            || number.Length is < 4 or > 34
            || !number.AsSpan(2).ContainsOnlyHex())
            return null;
        return (Guid.ParseExact(number[2..].PadRight(32, '0'), "N"), Guid.ParseExact(number[2..].PadRight(32, 'f'), "N"));
    }

    private static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiHexDigit(character))
                return false;
        }

        return true;
    }
}
