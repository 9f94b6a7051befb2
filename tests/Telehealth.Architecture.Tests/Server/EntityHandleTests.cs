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
    private const string Execution = EventStore + ".Execution`1";

    [Fact]
    public void Only_the_event_store_and_the_handles_know_how_an_entity_is_kept()
    {
        string[] kept = [EventStore + ".EntityStore", EventStore + ".EntityType`3"];
        var knowing = from type in Outside(EventStore)
                      where type.Outermost().Resolve().BaseType?.GetElementType().FullName != EventStore + ".EntityHandle`3"
                      from used in UsedTypes.Of(type)
                      where kept.Contains(used.FullName, StringComparer.Ordinal)
                      select $"{type.Outermost().Name} -> {used.Name}";

        Rule.HasNoOffenders(knowing);
    }

    [Fact]
    public void The_senders_of_commands_make_their_contexts_in_one_place()
    {
        var making = from type in Outside(EventStore, Root + "Access")
                     from method in type.Methods
                     where method.Instructions().Any(instruction => instruction.OpCode == OpCodes.Newobj
                         && instruction.Operand is MethodReference { DeclaringType.FullName: EventStore + ".CommandContext" })
                     select $"{type.Outermost().Name}.{method.Name}";

        Rule.HasNoOffenders(making);
    }

    [Fact]
    public void An_answer_is_asked_for_its_refusal_and_not_for_its_type()
    {
        var casting = from type in Outside(EventStore)
                      from method in type.Methods
                      from instruction in method.Instructions()
                      where (instruction.OpCode == OpCodes.Isinst || instruction.OpCode == OpCodes.Castclass)
                          && instruction.Operand is TypeReference cast && cast.GetElementType().DeclaringType?.FullName == Execution
                      select $"{type.Outermost().Name}.{method.Name}: {((TypeReference)instruction.Operand).Name}";

        Rule.HasNoOffenders(casting);
    }

    private static IEnumerable<TypeDefinition> Outside(params string[] places) =>
        Assemblies.Server.Types().Where(type => !places.Contains(type.Outermost().Namespace, StringComparer.Ordinal));
}
