using System.Text.Json;

namespace Telehealth.Server.Platform.Contracts;

/// <summary>Enum values as they travel and as read models keep them: camel case.</summary>
internal static class WireNames
{
    public static string ToWire<TEnum>(this TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static TEnum FromWire<TEnum>(string name)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(name, ignoreCase: true);
}
