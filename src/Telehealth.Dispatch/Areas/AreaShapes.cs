using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Areas;

/// <summary>
/// Makes a shape within ±180° from the coordinates of a Polygon or MultiPolygon, or says in a sentence what is wrong with them.
/// </summary>
internal static class AreaShapes
{
    /// <summary>Most positions of one area: a coastline in all its detail has fewer once it is useful for dispatch.</summary>
    public const int MaxPositions = 100_000;

    // A turn either way beyond the map is how some tools draw across the 180° meridian; more is a mistake.
    private const double FurthestLongitude = 540;
    private const double SamePosition = 1e-9;

    private static readonly GeometryFactory Factory = new(new PrecisionModel(), srid: 4326);

    /// <exception cref="AreaShapeException">The coordinates are no area; the message says why.</exception>
    public static Geometry Read(JsonElement geometry)
    {
        var coordinates = Member(geometry, "coordinates");
        var parts = (Member(geometry, "type") is { ValueKind: JsonValueKind.String } type ? type.GetString() : null) switch
        {
            "Polygon" => [ReadPolygon(coordinates, "")],
            "MultiPolygon" => Items(coordinates, "The polygons")
                .Select((part, number) => ReadPolygon(part, $"Polygon {number + 1}, "))
                .ToList(),
            _ => throw new AreaShapeException("The geometry must be a Polygon or a MultiPolygon."),
        };
        if (parts.Count == 0)
            throw new AreaShapeException("The MultiPolygon has no polygons.");
        if (parts.Sum(part => part.NumPoints) > MaxPositions)
            throw new AreaShapeException($"It has more than {MaxPositions} positions; simplify it.");
        foreach (var part in parts)
            ThrowIfInvalid(part);

        Polygon[] pieces = [.. parts.SelectMany(AreaRings.SplitAtMeridian)];
        if (pieces.Length == 1)
            return pieces[0];
        var whole = Factory.CreateMultiPolygon(pieces);
        ThrowIfInvalid(whole);
        return whole;
    }

    /// <summary>A position as people write it.</summary>
    public static string Words(Coordinate at) =>
        string.Create(CultureInfo.InvariantCulture, $"latitude {at.Y:0.######}, longitude {AreaRings.WithinMap(at.X):0.######}");

    private static Polygon ReadPolygon(JsonElement rings, string where)
    {
        var read = Items(rings, $"{where}the rings")
            .Select((ring, number) => ReadRing(ring, number == 0 ? $"{where}outer ring" : $"{where}hole {number}"))
            .ToList();
        if (read.Count == 0)
            throw new AreaShapeException($"{where}there is no ring.");
        var shell = read[0];
        return Factory.CreatePolygon(
            Factory.CreateLinearRing(shell), [.. read.Skip(1).Select(hole => Factory.CreateLinearRing(AreaRings.OnTurnOf(shell, hole)))]);
    }

    private static Coordinate[] ReadRing(JsonElement ring, string where)
    {
        var corners = Items(ring, where).Select((position, number) => ReadPosition(position, $"{where}, position {number + 1}")).ToList();
        if (corners.Count < 4)
            throw new AreaShapeException(
                $"{where}: a ring has at least 4 positions, the last one being the first again; this one has {corners.Count}.");
        var (first, last) = (corners[0], corners[^1]);
        if (first.Y != last.Y || Math.Abs(AreaRings.WithinMap(first.X - last.X)) > SamePosition)
            throw new AreaShapeException($"{where} is not closed: it begins at {Words(first)} and ends at {Words(last)}.");

        var unrolled = AreaRings.Unrolled(corners);
        if (Math.Abs(unrolled[0].X - unrolled[^1].X) > SamePosition)
            throw new AreaShapeException(
                $"{where} goes round a pole. Draw it along the 180° meridian and along the pole itself (latitude ±90).");
        if (unrolled.Max(corner => corner.X) - unrolled.Min(corner => corner.X) > 360)
            throw new AreaShapeException($"{where} goes round the Earth more than once.");
        unrolled[^1] = unrolled[0].Copy();
        return unrolled;
    }

    private static Coordinate ReadPosition(JsonElement position, string where)
    {
        var numbers = Items(position, where)
            .Select(number => number is { ValueKind: JsonValueKind.Number } && number.TryGetDouble(out var value) ? value : double.NaN)
            .ToList();
        if (numbers.Count is not (2 or 3) || !double.IsFinite(numbers[0]) || !double.IsFinite(numbers[1]))
            throw new AreaShapeException($"{where} must be longitude and latitude as finite numbers.");
        if (Math.Abs(numbers[1]) > 90)
            throw new AreaShapeException(
                string.Create(CultureInfo.InvariantCulture, $"{where}: latitude {numbers[1]} is beyond ±90. Longitude comes first."));
        return Math.Abs(numbers[0]) > FurthestLongitude
            ? throw new AreaShapeException(string.Create(CultureInfo.InvariantCulture, $"{where}: longitude {numbers[0]} is out of range."))
            : new Coordinate(numbers[0], numbers[1]);
    }

    private static void ThrowIfInvalid(Geometry shape)
    {
        if (new IsValidOp(shape).ValidationError is not { } error)
            return;
        var at = error.Coordinate is { } place ? $" at {Words(place)}" : "";
        throw new AreaShapeException(error.ErrorType switch
        {
            TopologyValidationErrors.SelfIntersection when shape is MultiPolygon => $"Its polygons overlap or share an edge{at}.",
            TopologyValidationErrors.SelfIntersection => $"Its border crosses or runs along itself{at}.",
            TopologyValidationErrors.RingSelfIntersection => $"Its border touches itself{at}.",
            TopologyValidationErrors.HoleOutsideShell => $"A hole lies outside of the outer ring{at}.",
            TopologyValidationErrors.NestedHoles => $"A hole lies within another hole{at}.",
            TopologyValidationErrors.NestedShells => $"One of its polygons lies within another{at}.",
            TopologyValidationErrors.DisconnectedInteriors => $"Its holes cut it into parts{at}; draw them as polygons of their own.",
            TopologyValidationErrors.DuplicateRings => $"The same ring is drawn twice{at}.",
            TopologyValidationErrors.TooFewPoints => $"A ring has fewer than 3 different corners{at}.",
            _ => $"It is not a valid area{at}.",
        });
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement array, string where) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : throw new AreaShapeException($"{where} must be a list.");
}

/// <summary>Why coordinates are no area. Leaves this folder as a problem in the list, never as an exception.</summary>
internal sealed class AreaShapeException(string message) : Exception(message);
