using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Architecture.Tests.Contracts;

/// <summary>
/// Writes the hub and HTTP shapes of the server as TypeScript, so that page and server cannot disagree unseen: one file for each
/// capability, which names what it takes from the others.
/// </summary>
internal sealed class TypeScriptContract
{
    private static readonly NullabilityInfoContext Nullability = new();
    private readonly SortedDictionary<string, Type> _shapes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ContractFile> _files = new(StringComparer.Ordinal);

    // The file that is being written: what is named while it is, is imported by it.
    private ContractFile _file;

    private TypeScriptContract()
    {
        _file = FileOf(typeof(Refusal));
    }

    /// <summary>The text of each file by its name.</summary>
    public static SortedDictionary<string, string> Generate(Assembly server)
    {
        var contract = new TypeScriptContract();
        foreach (var hub in server.GetTypes().Where(type => type.GetCustomAttribute<HubContractAttribute>() is not null))
        {
            contract.WriteIn(contract.FileOf(hub), file => file.AddHub(hub.Name, contract.Hub(hub)));
        }

        foreach (var type in server.GetTypes().Where(type => type.GetCustomAttribute<HttpContractAttribute>() is not null))
        {
            contract.WriteIn(contract.FileOf(type), _ => contract.Name(type));
        }

        contract.WriteIn(contract.FileOf(typeof(Refusal)), file =>
        {
            contract.Name(typeof(Refusal));
            file.AddShape("Reply", "export type Reply<T> = { value: T; error: null } | { value: null; error: Refusal };\n");
        });
        foreach (var constant in ContractConstants.All)
        {
            contract.WriteIn(contract.FileNamed(constant.File), file => file.AddConstant(constant.Name, constant.Write(contract.Name)));
        }

        contract.WriteShapes();
        return new(contract._files.ToDictionary(file => file.Key + ".ts", file => file.Value.Write()), StringComparer.Ordinal);
    }

    private void WriteIn(ContractFile file, Action<ContractFile> write)
    {
        _file = file;
        write(file);
    }

    /// <summary>
    /// The capability is the last part of the namespace. What the domain says about it
    /// stands apart, below what the server says: so no two files import each other.
    /// </summary>
    private ContractFile FileOf(Type type)
    {
        var parts = type.Namespace!.Split('.');
        return FileNamed(parts switch
        {
            [_, "Domain", ..] => "domain/" + Camel(parts[^1]),
            [_, "Media", ..] => "media",
            [.., "Contracts"] => "replies",
            _ => Camel(parts[^1]),
        });
    }

    private ContractFile FileNamed(string name)
    {
        if (!_files.TryGetValue(name, out var file))
        {
            _files[name] = file = new ContractFile(name);
        }

        return file;
    }

    private string Hub(Type hub)
    {
        var attribute = hub.GetCustomAttribute<HubContractAttribute>()!;
        var name = hub.Name[1..];
        var text = new StringBuilder($"export const {Camel(name)}Path = '{attribute.Path}';\n\nexport interface {name} {{\n");
        foreach (var method in hub.GetMethods())
        {
            text.Append(
                $"  {method.Name}({Parameters(method)}): Promise<{TypeOf(method.ReturnType.GetGenericArguments()[0], Nullability.Create(method.ReturnParameter).GenericTypeArguments[0])}>;\n");
        }

        text.Append($"}}\n\nexport interface {attribute.Client.Name[1..]} {{\n");
        foreach (var method in attribute.Client.GetMethods())
        {
            text.Append($"  {method.Name}({Parameters(method)}): void;\n");
        }

        return text.Append("}\n").ToString();
    }

    private string Parameters(MethodInfo method) =>
        string.Join(
            ", ",
            method
                .GetParameters()
                .Select(parameter => $"{parameter.Name}: {TypeOf(parameter.ParameterType, Nullability.Create(parameter))}"));

    private string TypeOf(Type type, NullabilityInfo info)
    {
        var underlying = Nullable.GetUnderlyingType(type);
        var nullable = underlying is not null || (!type.IsValueType && info.ReadState == NullabilityState.Nullable);
        var name = NameOf(underlying ?? type, info);
        return nullable ? $"{name} | null" : name;
    }

    private string NameOf(Type type, NullabilityInfo info)
    {
        if (type == typeof(string) || type == typeof(Guid) || type == typeof(DateTimeOffset))
        {
            return "string";
        }

        if (type == typeof(bool))
        {
            return "boolean";
        }

        if (type.IsPrimitive)
        {
            return "number";
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Reply<>))
        {
            _file.Import(FileOf(typeof(Refusal)), "Reply");
            return $"Reply<{TypeOf(type.GetGenericArguments()[0], info.GenericTypeArguments[0])}>";
        }

        if (typeof(IEnumerable).IsAssignableFrom(type))
        {
            var element = TypeOf(type.GetGenericArguments()[0], info.GenericTypeArguments[0]);
            return element.Contains('|', StringComparison.Ordinal) ? $"({element})[]" : $"{element}[]";
        }

        return Name(type);
    }

    private string Name(Type type)
    {
        if (!_shapes.TryAdd(type.Name, type) && _shapes[type.Name] != type)
        {
            throw new InvalidOperationException($"Two contract types are called {type.Name}.");
        }

        _file.Import(FileOf(type), type.Name);
        return type.Name;
    }

    private void WriteShapes()
    {
        // Naming a shape may discover others, so walk until none is new.
        var written = new HashSet<string>(StringComparer.Ordinal);
        while (_shapes.Keys.FirstOrDefault(written.Add) is { } next)
        {
            var type = _shapes[next];
            WriteIn(FileOf(type), file => file.AddShape(next, Shape(type)));
        }
    }

    private string Shape(Type type)
    {
        if (type.IsEnum)
        {
            var values = Enum.GetNames(type).Select(value => $"'{WireNames.OwnNameOf(type, value) ?? Camel(value)}'");
            return $"export type {type.Name} = {string.Join(" | ", values)};\n";
        }

        var text = new StringBuilder($"export interface {type.Name} {{\n");
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSent))
        {
            text.Append($"  {Camel(property.Name)}: {TypeOf(property.PropertyType, Nullability.Create(property))};\n");
        }

        return text.Append("}\n").ToString();
    }

    private static bool IsSent(PropertyInfo property) => property.GetCustomAttribute<JsonIgnoreAttribute>() is null;

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
