using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Architecture.Tests.Contracts;

/// <summary>
/// Writes down all that nodes say to each other: the grains' calls, what Orleans carries by number, the topics of the bus and what is said
/// there as JSON, and the commands and events of the entities. While a deploy is under way, two builds speak it.
/// </summary>
internal sealed class BetweenNodes
{
    private const string Root = "Telehealth.";

    private static readonly Assembly Code = typeof(HubContractAttribute).Assembly;
    private static readonly NullabilityInfoContext Nullability = new();

    private readonly SortedDictionary<string, Type> _shapes = new(StringComparer.Ordinal);
    private readonly StringBuilder _text = new();

    /// <summary>By topic: the type that is written there as JSON, or in words what is.</summary>
    private static IReadOnlyDictionary<string, string> Payloads { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["access.sessions_ended"] = "16 bytes for each sign-in",
        ["consults.seat_lost"] = "Server.Visits.Consults.LostSeat",
        ["live.{hub}"] = "Server.Platform.Live.WideLetter",
        ["log.grew"] = "16 bytes that name the node",
        ["node.ends"] = "the name of the node in ASCII",
        ["node.full"] = "the kind of grain and the name of the node in ASCII, with a space between them",
        ["units.fixes"] = "a batch that begins with its version, see UnitFixBatch",
    };

    public static string Write()
    {
        var contract = new BetweenNodes();
        contract.Append(
            "# Made from the code; a test fails when it is out of date. While a deploy is under way, nodes of two builds say this to each",
            "# other: a name or a number here stays, nothing is taken away or given another type, and what is new may be absent (?).");
        contract.Grains();
        contract.Placements();
        contract.Serialized();
        contract.Topics();
        contract.Entities();
        contract.Shapes();
        return contract._text.ToString();
    }

    private void Append(params string[] lines)
    {
        foreach (var line in lines)
            _text.Append(line).Append('\n');
    }

    private void Grains()
    {
        foreach (var grain in Code.GetTypes()
            .Where(type => type.IsInterface && AliasOf(type) is not null).OrderBy(AliasOf, StringComparer.Ordinal))
        {
            Append(string.Empty, $"grain {AliasOf(grain)}");
            foreach (var method in grain.GetMethods().OrderBy(AliasOf, StringComparer.Ordinal))
            {
                var parameters = method.GetParameters().Select(parameter => NameOf(parameter.ParameterType));
                Append($"  {AliasOf(method)}({string.Join(", ", parameters)}): {NameOf(method.ReturnType)}");
            }
        }
    }

    /// <summary>A node looks up in another's words how a kind of grain is placed, and fails at a word that it does not know.</summary>
    private void Placements()
    {
        Append(string.Empty);
        foreach (var grain in Code.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && GrainTypeOf(type) is not null)
            .OrderBy(GrainTypeOf, StringComparer.Ordinal))
        {
            var placement = grain.GetCustomAttributes().Select(attribute => attribute.GetType())
                .FirstOrDefault(attribute => attribute.BaseType?.Name == "PlacementAttribute");
            Append($"placed {GrainTypeOf(grain)}: {placement?.Name ?? "as all"}");
        }
    }

    /// <summary>What Orleans writes member by member, under the numbers of their <c>[Id]</c>.</summary>
    private void Serialized()
    {
        foreach (var type in Code.GetTypes()
            .Where(type => !type.IsInterface && Has(type, "GenerateSerializerAttribute")).OrderBy(AliasOf, StringComparer.Ordinal))
        {
            Append(string.Empty, $"message {AliasOf(type)}");
            foreach (var (number, property) in type.GetProperties()
                .Select(property => (Number: NumberOf(property), Property: property)).Where(member => member.Number is not null)
                .OrderBy(member => member.Number))
                Append($"  {number} {property.Name}: {NameOf(property)}");
        }
    }

    private void Topics()
    {
        Append(string.Empty);
        var topics = Code.GetTypes()
            .Select(type => type.GetField("Topic", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)).OfType<FieldInfo>()
            .Select(field => field.IsLiteral ? (string)field.GetRawConstantValue()! : "live.{hub}");
        foreach (var topic in topics.Order(StringComparer.Ordinal))
        {
            var payload = Payloads.GetValueOrDefault(topic, "not described in BetweenNodes.Payloads");
            Append($"topic {topic}: {(Code.GetType(Root + payload) is { } type ? NameOf(type) : payload)}");
        }

        Append($"json {NameOf(Code.GetType("Telehealth.Server.Visits.Consults.RoomRequest", throwOnError: true)!)}");
    }

    /// <summary>Commands go to an entity's grain, and its events come back, as JSON under the names of their types.</summary>
    private void Entities()
    {
        var handles = Code.GetTypes().Select(type => type.BaseType)
            .Where(parent => parent is { IsGenericType: true, Name: "EntityHandle`3" }).OfType<Type>();
        foreach (var root in handles.SelectMany(handle => (Type[])[handle.GenericTypeArguments[0], handle.GenericTypeArguments[2]])
            .OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            Append($"entity {Shorten(root)}");
            foreach (var one in root.Assembly.GetTypes().Where(type => type.IsSubclassOf(root) && !type.IsAbstract))
                NameOf(one);
        }
    }

    private void Shapes()
    {
        HashSet<string> written = new(StringComparer.Ordinal);
        while (_shapes.FirstOrDefault(shape => !written.Contains(shape.Key)) is { Value: { } type } next)
        {
            written.Add(next.Key);
            // Finds further ones; all are written in the order of their names below.
            Members(type);
        }

        foreach (var (name, type) in _shapes)
            Append([string.Empty, $"shape {name}", .. Members(type).Select(member => $"  {member}")]);
    }

    private List<string> Members(Type type)
    {
        if (type.IsEnum)
            return [.. Enum.GetNames(type).Order(StringComparer.Ordinal)];
        List<string> members = [];
        foreach (var kind in type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
            .OrderBy(kind => kind.TypeDiscriminator?.ToString(), StringComparer.Ordinal))
        {
            members.Add($"{kind.TypeDiscriminator} = {NameOf(kind.DerivedType)}");
            // What is asked also says what is answered.
            for (var parent = kind.DerivedType.BaseType; parent is not null && parent != type; parent = parent.BaseType)
                parent.GenericTypeArguments.Select(NameOf).ToList().ForEach(answer => members.Add($"{kind.TypeDiscriminator} : {answer}"));
        }

        members.AddRange(type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.GetIndexParameters().Length == 0
                && IsSet(type, property))
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name}: {NameOf(property)}"));
        return [.. members.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What is only computed is written, but nobody reads it.</summary>
    private static bool IsSet(Type type, PropertyInfo property) => property.SetMethod is not null
        || type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase));

    private string NameOf(PropertyInfo property)
    {
        var underlying = Nullable.GetUnderlyingType(property.PropertyType);
        var mayBeAbsent = underlying is not null
            || (!property.PropertyType.IsValueType && Nullability.Create(property).ReadState == NullabilityState.Nullable)
            || property.DeclaringType!.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter =>
                parameter.HasDefaultValue && string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase));
        return NameOf(underlying ?? property.PropertyType) + (mayBeAbsent ? "?" : string.Empty);
    }

    private string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return NameOf(underlying) + "?";
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (type.IsGenericType)
        {
            var arguments = string.Join(", ", type.GenericTypeArguments.Select(NameOf));
            var isList = type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)) && type.GenericTypeArguments.Length == 1;
            return isList ? $"{arguments}[]" : $"{type.Name.Split('`')[0]}<{arguments}>";
        }

        if (AliasOf(type) is { } alias)
            return alias;
        if (type.FullName?.StartsWith(Root, StringComparison.Ordinal) != true)
            return type.Name;
        var name = Shorten(type);
        _shapes.TryAdd(name, type);
        return name;
    }

    private static string Shorten(Type type) => type.FullName![Root.Length..];

    private static bool Has(MemberInfo member, string attribute) =>
        member.GetCustomAttributesData().Any(data => data.AttributeType.Name == attribute);

    private static string? AliasOf(MemberInfo member) => member.GetCustomAttributesData()
        .FirstOrDefault(data => data.AttributeType.FullName == "Orleans.AliasAttribute")?.ConstructorArguments[0].Value as string;

    private static string? GrainTypeOf(MemberInfo member) => member.GetCustomAttributesData()
        .FirstOrDefault(data => data.AttributeType.FullName == "Orleans.GrainTypeAttribute")?.ConstructorArguments[0].Value as string;

    private static uint? NumberOf(PropertyInfo property) => property.GetCustomAttributesData()
        .FirstOrDefault(data => data.AttributeType.FullName == "Orleans.IdAttribute")?.ConstructorArguments[0].Value as uint?;
}
