using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// How events stand in the log: camelCase names, enums as words, typed ids as plain guid strings, a place as
/// <c>{"latitude":52.5,"longitude":13.4}</c>, a distance in metres, a speed in metres per second, a time span as ISO 8601 (<c>PT30S</c>),
/// a time in UTC. Unknown fields are ignored, so that an older server can read what a newer one wrote during a rolling update.
/// </summary>
internal static class EventJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            // jsonb does not keep the order of fields, so a union's kind may come after the others.
            AllowOutOfOrderMetadataProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
                new IdConverterFactory(),
                new GeoPointConverter(),
                new NumberConverter<Distance>(value => value.Metres, Distance.FromMetres),
                new NumberConverter<Speed>(value => value.MetresPerSecond, Speed.FromMetresPerSecond),
                new TimeSpanConverter(),
            },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <summary>Any record struct of the domain that is nothing but a guid.</summary>
    private sealed class IdConverterFactory : JsonConverterFactory
    {
        private static readonly ConcurrentDictionary<Type, JsonConverter> Made = new();

        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsValueType
            && typeToConvert.Assembly == typeof(TenantId).Assembly
            && typeToConvert.GetProperties() is [{ Name: "Value" } value]
            && value.PropertyType == typeof(Guid);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            Made.GetOrAdd(typeToConvert, type => (JsonConverter)Activator.CreateInstance(typeof(IdConverter<>).MakeGenericType(type))!);
    }

    private sealed class IdConverter<TId> : JsonConverter<TId>
        where TId : struct
    {
        private static readonly Func<TId, Guid> Take = CompileTake();
        private static readonly Func<Guid, TId> Make = CompileMake();

        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Make(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(Take(value));

        public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Make(Guid.Parse(reader.GetString()!));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WritePropertyName(Take(value).ToString("D"));

        private static Func<TId, Guid> CompileTake()
        {
            var id = Expression.Parameter(typeof(TId));
            return Expression.Lambda<Func<TId, Guid>>(Expression.Property(id, "Value"), id).Compile();
        }

        private static Func<Guid, TId> CompileMake()
        {
            var value = Expression.Parameter(typeof(Guid));
            return Expression.Lambda<Func<Guid, TId>>(Expression.New(typeof(TId).GetConstructor([typeof(Guid)])!, value), value).Compile();
        }
    }

    private sealed class GeoPointConverter : JsonConverter<GeoPoint>
    {
        private sealed record Stored(double Latitude, double Longitude);

        public override GeoPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var stored = JsonSerializer.Deserialize<Stored>(ref reader, options) ?? throw new JsonException("A place is missing.");
            return GeoPoint.TryCreate(stored.Latitude, stored.Longitude, out var point)
                ? point
                : throw new JsonException("Not a place on Earth.");
        }

        public override void Write(Utf8JsonWriter writer, GeoPoint value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Stored(value.Latitude, value.Longitude), options);
    }

    private sealed class NumberConverter<TValue>(Func<TValue, double> take, Func<double, TValue> make) : JsonConverter<TValue>
        where TValue : struct
    {
        public override TValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            make(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, TValue value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(take(value));
    }

    private sealed class TimeSpanConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            XmlConvert.ToTimeSpan(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(XmlConvert.ToString(value));
    }
}
