using Mono.Cecil;
using Telehealth.Architecture.Tests.Dependencies;

namespace Telehealth.Architecture.Tests.Files;

/// <summary>Whoever looks for a type finds it, and finds all of it.</summary>
public sealed class TypeFileTests
{
    [Fact]
    public void What_somebody_wrote_of_a_type_stands_in_one_file() =>
        Rule.HasNoOffenders(
            TypeFiles.All
                .Where(type => type.Count() > 1)
                .Select(type => $"{type.Key}: {string.Join(", ", type.Order(StringComparer.Ordinal))}"));

    /// <summary>Types that nobody else uses may share a file, as the messages of a capability do in its contracts.</summary>
    [Fact]
    public void A_type_that_another_folder_or_project_uses_stands_in_a_file_of_its_own_name()
    {
        var hidden = from module in Projects
                     from type in module.Types()
                     // What is made from the code knows all of it.
                     where !type.Outermost().Namespace.StartsWith("OrleansCodeGen", StringComparison.Ordinal)
                     from used in UsedTypes.Of(type)
                     where used.Outermost().Namespace != type.Outermost().Namespace
                     let name = $"{used.Outermost().Namespace}.{used.Outermost().Name}"
                     from path in TypeFiles.All[name]
                     where Path.GetFileNameWithoutExtension(path) != used.Outermost().Name.Split('`')[0]
                     select $"{name}: {path}, used by {type.Outermost().Namespace}";

        Rule.HasNoOffenders(hidden);
    }

    private static ModuleDefinition[] Projects => [Assemblies.Domain, Assemblies.Dispatch, Assemblies.Media, Assemblies.Server];
}
