using Mono.Cecil;

namespace Telehealth.Architecture.Tests.Server;

/// <summary>Where grains may stand, and that what they say between nodes has a name that stays.</summary>
public sealed class GrainTests
{
    [Fact]
    public void The_deciding_projects_know_nothing_of_Orleans() => Rule.HasNoOffenders(
        from module in new[] { Assemblies.Domain, Assemblies.Dispatch, Assemblies.Media }
        from reference in module.AssemblyReferences
        where reference.Name.StartsWith("Orleans", StringComparison.Ordinal)
        select $"{module.Assembly.Name.Name} uses {reference.Name}");

    [Fact]
    public void Grains_stand_in_files_that_are_called_after_them()
    {
        var grains = Assemblies.Server.WrittenTypes().Where(IsGrain).ToList();
        Assert.NotEmpty(grains);

        Rule.HasNoOffenders(
            from grain in grains
            let name = grain.Name.Split('`')[0]
            let file = grain.IsInterface ? $"{name[1..]}.cs" : $"{name}.cs"
            where !name.EndsWith("Grain", StringComparison.Ordinal) || !FilesOf(grain).All(path => path == file)
            select $"{grain.Name} in {string.Join(", ", FilesOf(grain))}");
    }

    /// <summary>Nodes of two versions run side by side during an update: a type's own name may change, its alias may not.</summary>
    [Fact]
    public void Whatever_crosses_between_nodes_has_an_alias()
    {
        var crossing = Assemblies.Server.WrittenTypes()
            .Where(type => (IsGrain(type) && (type.IsInterface || !type.IsAbstract))
                || type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "GenerateSerializerAttribute"))
            .ToList();

        Rule.HasNoOffenders(
            crossing.Where(type => AliasOf(type) is null).Select(type => type.FullName)
                .Concat(from type in crossing.Where(type => type.IsInterface)
                        from method in type.Methods
                        where AliasOf(method) is null
                        select $"{type.Name}.{method.Name}"));
        var twice = crossing.GroupBy(type => (AliasOf(type), type.IsInterface)).Where(same => same.Count() > 1);
        Rule.HasNoOffenders(twice.Select(same => $"{same.Key.Item1}: {string.Join(", ", same.Select(type => type.Name))}"));
    }

    private static bool IsGrain(TypeDefinition type)
    {
        if (type.IsInterface)
            return type.Interfaces.Any(inherited => inherited.InterfaceType.FullName.StartsWith("Orleans.IGrain", StringComparison.Ordinal));
        var parent = type.BaseType;
        while (parent is not null && parent.Namespace.StartsWith("Telehealth", StringComparison.Ordinal))
            parent = parent.Resolve().BaseType;
        return parent is { Namespace: "Orleans", Name: "Grain" or "Grain`1" };
    }

    // A grain's own is called its type.
    private static string? AliasOf(ICustomAttributeProvider named) => named.CustomAttributes
        .FirstOrDefault(attribute => attribute.AttributeType.Name is "AliasAttribute" or "GrainTypeAttribute")
        ?.ConstructorArguments[0].Value as string;

    // An interface has no code, so it stands where the class does that has its name.
    private static IEnumerable<string> FilesOf(TypeDefinition type) => type.Methods
        .SelectMany(method => method.DebugInformation.SequencePoints)
        .Select(point => Path.GetFileName(point.Document.Url))
        .Where(path => !path.EndsWith(".g.cs", StringComparison.Ordinal))
        .Distinct();
}
