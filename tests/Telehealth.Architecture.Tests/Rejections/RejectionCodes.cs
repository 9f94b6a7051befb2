using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Telehealth.Architecture.Tests.Rejections;

/// <summary>The codes of every rejection that the server can give, read from what was compiled.</summary>
internal static partial class RejectionCodes
{
    // A text that is put together takes about ten instructions a piece; none has more than four.
    private const int MostStepsToRejection = 60;

    public static IReadOnlyList<string> All { get; } = [.. Find().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Find() =>
        from module in (ModuleDefinition[])[Assemblies.Domain, Assemblies.Dispatch, Assemblies.Server]
        from type in module.Types()
        from method in type.Methods
        from instruction in method.Instructions()
        where IsCode(instruction) && MakesRejection(instruction)
        select (string)instruction.Operand;

    private static bool IsCode(Instruction instruction) =>
        instruction.OpCode == OpCodes.Ldstr && Code().IsMatch((string)instruction.Operand);

    /// <summary>A code is loaded shortly before the rejection that carries it is made, and no other code in between.</summary>
    private static bool MakesRejection(Instruction code)
    {
        var next = code.Next;
        for (var steps = 0; next is not null && steps < MostStepsToRejection && !IsCode(next); steps++, next = next.Next)
        {
            if (next.Operand is MethodReference { DeclaringType.Name: "Rejection", Name: ".ctor" or "Invalid" or "NotNow" or "NotFound" })
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^[a-z]+(_[a-z]+|[a-z_]*\.[a-z][a-z_]*)$")]
    private static partial Regex Code();
}
