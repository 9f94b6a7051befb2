using System.Text;

namespace Telehealth.Architecture.Tests.Contracts;

/// <summary>
/// The contract of one capability: what it takes from others, its constants, its shapes and its hubs, each in the order of their names.
/// </summary>
internal sealed class ContractFile(string name)
{
    private readonly SortedDictionary<string, SortedSet<string>> _imports = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _constants = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _shapes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _hubs = new(StringComparer.Ordinal);

    private string Name { get; } = name;

    public void Import(ContractFile from, string type)
    {
        if (from == this)
        {
            return;
        }

        if (!_imports.TryGetValue(from.Name, out var types))
        {
            _imports[from.Name] = types = new SortedSet<string>(StringComparer.Ordinal);
        }

        types.Add(type);
    }

    public void AddConstant(string constant, string text) => _constants.Add(constant, text);

    public void AddShape(string shape, string text) => _shapes.Add(shape, text);

    public void AddHub(string hub, string text) => _hubs.Add(hub, text);

    public string Write()
    {
        var text = new StringBuilder("// Generated from the server's C# contracts; a test fails when it is out of date.\n");
        var imports = _imports
            .Select(import => $"import type {{ {string.Join(", ", import.Value)} }} from '{PathTo(import.Key)}';\n")
            .ToList();
        if (imports.Count > 0)
        {
            text.Append('\n').AppendJoin(string.Empty, imports);
        }

        foreach (var part in _constants.Values.Concat(_shapes.Values).Concat(_hubs.Values))
        {
            text.Append('\n').Append(part);
        }

        return text.ToString();
    }

    private string PathTo(string file)
    {
        var path = Path.GetRelativePath(Path.GetDirectoryName("/" + Name)!, "/" + file);
        return path.StartsWith('.') ? path : "./" + path;
    }
}
