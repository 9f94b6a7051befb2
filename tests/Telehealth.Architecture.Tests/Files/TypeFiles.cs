using System.Text.RegularExpressions;

namespace Telehealth.Architecture.Tests.Files;

/// <summary>In which files somebody wrote a type. Types inside others stand where those do.</summary>
internal static partial class TypeFiles
{
    public static ILookup<string, string> All { get; } = (
        from path in Repository.WrittenFiles()
        where path.EndsWith(".cs", StringComparison.Ordinal)
        let text = File.ReadAllText(Repository.PathOf(path))
        let place = Place().Match(text).Groups["place"].Value
        from type in Types().Matches(text)
        let arity = type.Groups["parameters"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries).Length
        select (Name: $"{place}.{type.Groups["name"].Value}{(arity == 0 ? string.Empty : $"`{arity}")}", Path: path))
        .ToLookup(type => type.Name, type => type.Path, StringComparer.Ordinal);

    [GeneratedRegex(@"^namespace (?<place>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    // At the beginning of a line: what stands further in is inside another type, or in a text.
    [GeneratedRegex(
        @"^(\w+ )*(class|interface|enum|struct|record( struct)?|delegate [\w<>?, ]+) (?!struct\b)(?<name>\w+)(<(?<parameters>[\w, ]+)>)?",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Types();
}
