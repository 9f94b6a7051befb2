using System.Text.Json;
using System.Text.Json.Nodes;
using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// The stored names of one entity's events. A name is our own word with a version (<c>emergency.raised.v1</c>) and is kept for ever:
/// a type may be renamed or moved, and an old form is brought up to the newest by an upcast when it is read.
/// </summary>
internal sealed class EventCatalogue
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _names = [];
    private readonly Dictionary<Type, string[]> _publicFields = [];
    private readonly Dictionary<string, (Func<JsonNode, JsonNode> Change, string Next)> _upcasts = new(StringComparer.Ordinal);

    /// <summary>Every current name with its type. Names that only an upcast knows are in <see cref="OldNames"/>.</summary>
    public IReadOnlyCollection<(string Name, Type Type)> All => [.. _types.Select(pair => (pair.Key, pair.Value))];

    /// <summary>Names that are still read but no longer written.</summary>
    public IReadOnlyCollection<string> OldNames => _upcasts.Keys;

    /// <param name="storedName">Its name in the log, for ever.</param>
    /// <param name="publicFields">
    /// Properties that may leave for other systems when nobody allowed more: ids of things, times, states, ordinals. None by default.
    /// </param>
    public EventCatalogue Add<TEvent>(string storedName, params string[] publicFields)
        where TEvent : notnull
    {
        if (publicFields.FirstOrDefault(field => !MayBePublic(typeof(TEvent).GetProperty(field)?.PropertyType)) is { } telling)
            throw new ArgumentException($"{typeof(TEvent).Name}.{telling} may say something of a person.", nameof(publicFields));
        if (_upcasts.ContainsKey(storedName) || !_types.TryAdd(storedName, typeof(TEvent)))
            throw new ArgumentException($"The stored name '{storedName}' is taken.", nameof(storedName));
        if (!_names.TryAdd(typeof(TEvent), storedName))
            throw new ArgumentException($"{typeof(TEvent).Name} is already stored as '{_names[typeof(TEvent)]}'.", nameof(storedName));
        _publicFields[typeof(TEvent)] = [.. publicFields.Select(JsonNamingPolicy.CamelCase.ConvertName)];
        return this;
    }

    /// <summary>Reads an old form as a newer one. Chains: v1 to v2 to v3.</summary>
    public EventCatalogue AddUpcast(string oldName, Func<JsonNode, JsonNode> change, string newName)
    {
        if (_types.ContainsKey(oldName) || !_upcasts.TryAdd(oldName, (change, newName)))
            throw new ArgumentException($"The stored name '{oldName}' is taken.", nameof(oldName));
        return this;
    }

    public (string Name, string Json) Serialise(object happened) =>
        _names.TryGetValue(happened.GetType(), out var name)
            ? (name, JsonSerializer.Serialize(happened, happened.GetType(), EventJson.Options))
            : throw new UnknownEventException($"{happened.GetType().FullName} has no stored name. Add it to its entity's catalogue.");

    /// <summary>An event with what of it may leave the house.</summary>
    public ShownEvent Show(object happened)
    {
        var (name, json) = Serialise(happened);
        return new ShownEvent(name, json, PublicFieldsOf(happened.GetType()));
    }

    /// <summary>As they are called in JSON.</summary>
    public IReadOnlyList<string> PublicFieldsOf(Type type) => _publicFields[type];

    public object Deserialise(string name, string json)
    {
        if (!_types.TryGetValue(name, out var type))
            return DeserialiseOld(name, json);
        return JsonSerializer.Deserialize(json, type, EventJson.Options)
            ?? throw new UnknownEventException($"The stored event '{name}' is empty.");
    }

    public bool Knows(string name) => _types.ContainsKey(name) || _upcasts.ContainsKey(name);

    /// <summary>No text and nothing that is put together; of ids not those of people.</summary>
    private static bool MayBePublic(Type? type)
    {
        if (type is null || type == typeof(PersonId) || type == typeof(PersonId?))
            return false;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum
            || plain == typeof(bool) || plain == typeof(int) || plain == typeof(long)
            || plain == typeof(Guid) || plain == typeof(DateTimeOffset)
            || (plain.IsValueType && plain.GetProperties() is [{ Name: "Value" } value] && value.PropertyType == typeof(Guid));
    }

    private object DeserialiseOld(string name, string json)
    {
        if (!_upcasts.ContainsKey(name))
            throw new UnknownEventException($"The log holds '{name}', which no catalogue knows. Is this server older than its database?");

        var node = JsonNode.Parse(json) ?? throw new UnknownEventException($"The stored event '{name}' is empty.");
        // Each upcast is taken at most once: a circle would be a mistake in a catalogue, not a reason to hang.
        for (var steps = 0; steps <= _upcasts.Count && _upcasts.TryGetValue(name, out var upcast); steps++)
            (node, name) = (upcast.Change(node), upcast.Next);

        return _types.TryGetValue(name, out var type)
            ? node.Deserialize(type, EventJson.Options) ?? throw new UnknownEventException($"The stored event '{name}' is empty.")
            : throw new UnknownEventException($"The upcasts lead to '{name}', which no catalogue knows.");
    }
}

/// <summary>The log and the code disagree about an event's name. A bug or an old binary; never something that a user did.</summary>
internal sealed class UnknownEventException(string message) : Exception(message);
