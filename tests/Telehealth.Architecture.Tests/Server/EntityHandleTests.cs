using Mono.Cecil;
using Mono.Cecil.Cil;
using Telehealth.Architecture.Tests.Dependencies;

namespace Telehealth.Architecture.Tests.Server;

/// <summary>
/// A command is said in one way: by the handle of its kind of entity, in a context that its sender makes, with an answer that is asked
/// for its refusal. Whatever keeps an entity's state can then change without anybody above it.
/// </summary>
public sealed class EntityHandleTests
{
    private const string Root = "Telehealth.Server.Platform.";
    private const string EventStore = Root + "EventStore";
    private const string Entities = Root + "Entities";
    private const string Execution = EventStore + ".Execution";

    [Fact]
    public void Only_the_handles_and_the_grains_know_how_an_entity_is_kept()
    {
        string[] kept = [EventStore + ".EntityLog", EventStore + ".EntityType`3", Entities + ".EntityRouter"];
        string[] keepers = [Entities + ".EntityHandle`3", Entities + ".EntityGrain`3"];
        var knowing = from type in Outside(EventStore, Entities)
                      where !keepers.Contains(type.Outermost().Resolve().BaseType?.GetElementType().FullName, StringComparer.Ordinal)
                      from used in UsedTypes.Of(type)
                      where kept.Contains(used.FullName, StringComparer.Ordinal)
                      select $"{type.Outermost().Name} -> {used.Name}";

        Rule.HasNoOffenders(knowing);
    }

    [Fact]
    public void The_senders_of_commands_make_their_contexts_in_one_place()
    {
        var making = from type in Outside(EventStore, Entities, Root + "Access")
                     from method in type.Methods
                     where method.Instructions().Any(instruction => instruction.OpCode == OpCodes.Newobj
                         && instruction.Operand is MethodReference { DeclaringType.FullName: EventStore + ".CommandContext" })
                     select $"{type.Outermost().Name}.{method.Name}";

        Rule.HasNoOffenders(making);
    }

    [Fact]
    public void An_answer_is_asked_for_its_refusal_and_not_for_its_type()
    {
        var casting = from type in Outside(EventStore, Entities)
                      from method in type.Methods
                      from instruction in method.Instructions()
                      where (instruction.OpCode == OpCodes.Isinst || instruction.OpCode == OpCodes.Castclass)
                          && instruction.Operand is TypeReference cast && cast.GetElementType().DeclaringType?.FullName == Execution
                      select $"{type.Outermost().Name}.{method.Name}: {((TypeReference)instruction.Operand).Name}";

        Rule.HasNoOffenders(casting);
    }

    [Fact]
    public void Each_kind_of_entity_has_a_grain_of_its_name()
    {
        var kinds = Derived("EntityHandle`3");
        var grains = Derived("EntityGrain`3");

        Assert.NotEmpty(kinds);
        Assert.Equal(kinds.Select(Kind).Order(), grains.Select(Kind).Order());
        Rule.HasNoOffenders(grains.Where(grain => grain.CustomAttributes.All(has => has.AttributeType.Name != "GrainTypeAttribute"))
            .Select(grain => $"{grain.Name} has no [GrainType]"));

        static List<TypeDefinition> Derived(string from) =>
            [.. Assemblies.Server.Types().Where(type => type.BaseType?.GetElementType().FullName == $"{Entities}.{from}")];
        static string Kind(TypeDefinition type) =>
            string.Join(", ", ((GenericInstanceType)type.BaseType).GenericArguments.Select(argument => argument.FullName));
    }

    private static IEnumerable<TypeDefinition> Outside(params string[] places) =>
        Assemblies.Server.Types().Where(type => !places.Contains(type.Outermost().Namespace, StringComparer.Ordinal));
}
