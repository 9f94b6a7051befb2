using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Telehealth.Server.Platform.Contracts;

/// <summary>Enum values as they travel and as read models keep them: camel case, or what the value says of itself.</summary>
internal static class WireNames
{
    public static string ToWire<TEnum>(this TEnum value)
        where TEnum : struct, Enum =>
        Own<TEnum>.Names.GetValueOrDefault(value) ?? JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static TEnum FromWire<TEnum>(string name)
        where TEnum : struct, Enum =>
        Own<TEnum>.Values.TryGetValue(name, out var value) ? value : Enum.Parse<TEnum>(name, ignoreCase: true);

    /// <summary>Null for a value that travels as it is called in the code.</summary>
    public static string? OwnNameOf(Type type, string value) =>
        type.GetField(value)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name;

    /// <summary>Values whose wire name is another word than ours.</summary>
    private static class Own<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly FrozenDictionary<TEnum, string> Names = Enum.GetNames<TEnum>()
            .Where(value => OwnNameOf(typeof(TEnum), value) is not null)
            .ToFrozenDictionary(value => Enum.Parse<TEnum>(value), value => OwnNameOf(typeof(TEnum), value) ?? value);

        public static readonly FrozenDictionary<string, TEnum> Values = Names.ToFrozenDictionary(
            name => name.Value, name => name.Key, StringComparer.OrdinalIgnoreCase);
    }
}
