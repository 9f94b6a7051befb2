using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Telehealth.Architecture.Tests;

/// <summary>The compiled projects, read as data.</summary>
internal static class Assemblies
{
    public static ModuleDefinition Domain { get; } = Read("Telehealth.Domain");

    public static ModuleDefinition Dispatch { get; } = Read("Telehealth.Dispatch");

    public static ModuleDefinition Media { get; } = Read("Telehealth.Media");

    public static ModuleDefinition Server { get; } = Read("Telehealth.Server");

    public static ModuleDefinition Testing { get; } = Read("Telehealth.Testing");

    public static IReadOnlyList<ModuleDefinition> All { get; } =
    [Domain, Dispatch, Media, Server, Testing, Read("Telehealth.Architecture.Tests")];

    /// <summary>Every type, with those inside others and those that the compiler made.</summary>
    public static IEnumerable<TypeDefinition> Types(this ModuleDefinition module) => module.GetTypes();

    /// <summary>Types that somebody wrote: no closures, state machines, generated code or module initialisers.</summary>
    public static IEnumerable<TypeDefinition> WrittenTypes(this ModuleDefinition module) =>
        module
            .GetTypes()
            .Where(type =>
                !type.OutermostName().Contains('<', StringComparison.Ordinal)
                && !type.Name.Contains('<', StringComparison.Ordinal)
                && !type.IsGenerated());

    /// <summary>A record has the method that copies it.</summary>
    public static bool IsRecord(this TypeDefinition type) => type.Methods.Any(method => method.Name is "<Clone>$" or "PrintMembers");

    public static IEnumerable<Instruction> Instructions(this MethodDefinition method) => method.HasBody ? method.Body.Instructions : [];

    /// <summary>The outermost type that this one stands in.</summary>
    public static TypeReference Outermost(this TypeReference type)
    {
        var outer = type;
        while (outer.DeclaringType is not null)
        {
            outer = outer.DeclaringType;
        }

        return outer;
    }

    private static string OutermostName(this TypeReference type) => type.Outermost().Name;

    private static bool IsGenerated(this TypeDefinition type) =>
        type.CustomAttributes.Any(attribute => attribute.AttributeType.Name is "GeneratedCodeAttribute" or "CompilerGeneratedAttribute")
        || (type.DeclaringType?.IsGenerated() ?? false);

    private static ModuleDefinition Read(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        return ModuleDefinition.ReadModule(path, new ReaderParameters { ReadSymbols = true, AssemblyResolver = resolver });
    }
}
