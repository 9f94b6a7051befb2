using System.Collections;
using System.Reflection;
using System.Text;
using Telehealth.Server.Contracts;

namespace Telehealth.Architecture.Tests.Contracts;

/// <summary>Writes the hub and HTTP shapes of the server as TypeScript, so that page and server cannot disagree unseen.</summary>
internal sealed class TypeScriptContract
{
    private static readonly NullabilityInfoContext Nullability = new();
    private readonly SortedDictionary<string, Type> _shapes = new(StringComparer.Ordinal);

    public static string Generate(Assembly server)
    {
        var contract = new TypeScriptContract();
        var hubs = server.GetTypes()
            .Where(type => type.GetCustomAttribute<HubContractAttribute>() is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(contract.Hub)
            .ToList();
        foreach (var type in server.GetTypes().Where(type => type.GetCustomAttribute<HttpContractAttribute>() is not null))
        {
            contract.Name(type);
        }

        return "// Generated from the server's C# contracts; a test fails when it is out of date.\n\n"
            + "export interface Refusal {\n  code: string;\n  text: string;\n}\n\n"
            + "export type Reply<T> = { value: T; error: null } | { value: null; error: Refusal };\n\n"
            + contract.Shapes() + string.Join("\n", hubs);
    }

    private string Hub(Type hub)
    {
        var attribute = hub.GetCustomAttribute<HubContractAttribute>()!;
        var name = hub.Name[1..];
        var text = new StringBuilder($"export const {Camel(name)}Path = '{attribute.Path}';\n\nexport interface {name} {{\n");
        foreach (var method in hub.GetMethods())
        {
            text.Append($"  {method.Name}({Parameters(method)}): Promise<{TypeOf(method.ReturnType.GetGenericArguments()[0], Nullability.Create(method.ReturnParameter).GenericTypeArguments[0])}>;\n");
        }

        text.Append($"}}\n\nexport interface {attribute.Client.Name[1..]} {{\n");
        foreach (var method in attribute.Client.GetMethods())
        {
            text.Append($"  {method.Name}({Parameters(method)}): void;\n");
        }

        return text.Append("}\n").ToString();
    }

    private string Parameters(MethodInfo method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{parameter.Name}: {TypeOf(parameter.ParameterType, Nullability.Create(parameter))}"));

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

        return type.Name;
    }

    private string Shapes()
    {
        // Naming a shape may discover others, so walk until none is new.
        var written = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (_shapes.Keys.Except(written.Keys).FirstOrDefault() is { } next)
        {
            written[next] = Shape(_shapes[next]);
        }

        return string.Concat(written.Values);
    }

    private string Shape(Type type)
    {
        if (type.IsEnum)
        {
            return $"export type {type.Name} = {string.Join(" | ", Enum.GetNames(type).Select(value => $"'{Camel(value)}'"))};\n\n";
        }

        var text = new StringBuilder($"export interface {type.Name} {{\n");
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            text.Append($"  {Camel(property.Name)}: {TypeOf(property.PropertyType, Nullability.Create(property))};\n");
        }

        return text.Append("}\n\n").ToString();
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
