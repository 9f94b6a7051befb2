using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Telehealth.Architecture.Tests.Sizes;

/// <summary>
/// A line stops at 140 columns, a function at 70 lines, a file at 400, a constructor at 6 things. What is larger for a reason
/// stands in a table with it.
/// </summary>
public sealed partial class SizeLimitTests
{
    private const int MaxColumns = 140;
    private const int MaxFunctionLines = 70;
    private const int MaxFileLines = 400;
    private const long MaxFileBytes = 1 << 20;
    private const int MaxConstructorParameters = 6;

    // Path in the repository -> why this file is better in one piece.
    private static readonly Dictionary<string, string> LargeFiles = new(StringComparer.Ordinal)
    {
        ["src/Telehealth.Web/lib/contracts/dispatching.ts"] = "generated from the server's contracts",
    };

    // Type.Method -> why this function is better in one piece.
    private static readonly Dictionary<string, string> LongFunctions = new(StringComparer.Ordinal);

    // Type -> why it needs this many things.
    private static readonly Dictionary<string, string> WideConstructors = new(StringComparer.Ordinal)
    {
        ["AppendWriter"] = "by what it writes, whom it wakes, and what is known and counted of it belong to one loop",
        ["LogTail"] = "where the log is read, what wakes it, whom it tells and how it says that it is behind belong to one loop",
        ["DurableSubscriptions"] = "where the log is read, what wakes it and who follows it belong to one loop",
        ["RtpHeaderWriter"] = "the fields of an RTP header, of which none can be left out",
    };

    private static readonly string[] Written = [".cs", ".ts", ".tsx", ".css", ".sql", ".mjs", ".sh"];

    [Fact]
    public void A_line_has_at_most_140_columns()
    {
        var wide = from path in Repository.WrittenFiles()
                   where Path.GetExtension(path) is ".cs" or ".ts" or ".tsx" && !path.Contains("/contracts/", StringComparison.Ordinal)
                   from line in ColumnsOf(path)
                   where line.Columns > MaxColumns
                   select $"{path}:{line.Number}: {line.Columns} columns";

        Rule.HasNoOffenders(wide);
    }

    [Fact]
    public void A_file_has_at_most_400_lines()
    {
        var large = Repository.WrittenFiles()
            .Where(path => Written.Contains(Path.GetExtension(path)) && !LargeFiles.ContainsKey(path))
            .Select(path => (path, Lines: File.ReadLines(Repository.PathOf(path)).Count()))
            .Where(file => file.Lines > MaxFileLines)
            .Select(file => $"{file.path}: {file.Lines} lines");

        Rule.HasNoOffenders(large);
    }

    [Fact]
    public void Nothing_larger_than_a_mebibyte_lies_among_what_is_written() =>
        Rule.HasNoOffenders(Repository.WrittenFiles().Where(path => new FileInfo(Repository.PathOf(path)).Length > MaxFileBytes));

    [Fact]
    public void A_function_has_at_most_70_lines()
    {
        var functions = from module in Assemblies.All
                        from type in module.Types()
                        // The compiler gathers the initialisers of a whole type in its constructors.
                        from method in type.Methods.Where(method => !method.IsConstructor)
                        let lines = LinesOf(method)
                        where lines > MaxFunctionLines
                        let name = NameOf(method)
                        where !LongFunctions.ContainsKey(name)
                        select $"{name}: {lines} lines";

        Rule.HasNoOffenders(functions);
    }

    [Fact]
    public void A_constructor_takes_at_most_6_things()
    {
        // A record is a shape of data: its constructor is its list of fields.
        var wide = from module in Assemblies.All
                   from type in module.WrittenTypes()
                   where !type.IsRecord() && !WideConstructors.ContainsKey(type.Name)
                   from constructor in type.Methods.Where(method => method.IsConstructor)
                   where constructor.Parameters.Count > MaxConstructorParameters
                   select $"{type.FullName}: {constructor.Parameters.Count} parameters";

        Rule.HasNoOffenders(wide);
    }

    [Fact]
    public void Every_exception_names_something_that_exists_and_says_why()
    {
        Assert.DoesNotContain(LargeFiles, entry => !File.Exists(Repository.PathOf(entry.Key)) || entry.Value.Length < 10);
        Assert.DoesNotContain(LongFunctions.Concat(WideConstructors), entry => entry.Value.Length < 10);
    }

    // A sentence, a pattern or a statement of SQL may be longer: to break it would make it harder to read and to find.
    private static IEnumerable<(int Number, int Columns)> ColumnsOf(string path)
    {
        var isText = false;
        var number = 0;
        foreach (var line in File.ReadLines(Repository.PathOf(path)))
        {
            number++;
            if (!isText && line.Length > MaxColumns)
                yield return (number, Literals().Replace(line, string.Empty).Length);
            isText ^= TextMarks().Count(line) % 2 == 1;
        }
    }

    [GeneratedRegex("\"\"\"")]
    private static partial Regex TextMarks();

    [GeneratedRegex(""""("""(.*?)"""|"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|`[^`]*`?|(?<=^\s*)/(\\.|[^/\\])+/)"""", RegexOptions.ExplicitCapture)]
    private static partial Regex Literals();

    /// <summary>From the first statement to the last, as the debugger knows them.</summary>
    private static int LinesOf(MethodDefinition method)
    {
        var points = method.DebugInformation.HasSequencePoints
            ? method.DebugInformation.SequencePoints.Where(point => !point.IsHidden && !IsGenerated(point.Document)).ToList()
            : [];
        return points.Count == 0 ? 0 : points.Max(point => point.EndLine) - points.Min(point => point.StartLine) + 1;
    }

    private static bool IsGenerated(Document document) =>
        document.Url.Contains("/obj/", StringComparison.Ordinal) || document.Url.EndsWith(".g.cs", StringComparison.Ordinal);

    /// <summary>An async method or an iterator lives in a type called after it: <c>&lt;Enter&gt;d__4</c>.</summary>
    private static string NameOf(MethodDefinition method)
    {
        var type = method.DeclaringType;
        return type.Name.StartsWith('<') && type.DeclaringType is not null
            ? $"{type.DeclaringType.Name}.{type.Name[1..].Split('>')[0]}"
            : $"{type.Name}.{method.Name}";
    }
}
