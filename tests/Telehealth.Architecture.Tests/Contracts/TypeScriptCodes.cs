namespace Telehealth.Architecture.Tests.Contracts;

/// <summary>Writes the codes of rejections as TypeScript: a page that goes by one names it, and what nobody names is not shipped.</summary>
internal static class TypeScriptCodes
{
    public static string Generate(IEnumerable<string> codes) =>
        "// Generated from the server's rejections; a test fails when it is out of date.\n\n"
        + string.Concat(codes.Select(code => $"export const {NameOf(code)} = '{code}';\n"));

    /// <summary><c>emergency.already_open</c> is called <c>emergencyAlreadyOpenCode</c>.</summary>
    private static string NameOf(string code)
    {
        var words = code.Split('.', '_');
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + "Code";
    }
}
