using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Telehealth.Domain.Tests.Text;

/// <summary>The examples in the files beside this one. The browser's rules (<c>lib/text</c>) are held to the same.</summary>
internal static class Examples
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<T> Of<T>(string name, [CallerFilePath] string here = "") =>
        JsonSerializer.Deserialize<T[]>(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, $"{name}.json")), Json)!;
}
