using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Holds what arrived against what the contract promises: no null where the type allows none, no
/// enumeration value without a name, which JSON leaves out silently; and every text and list is
/// bounded and clean (<see cref="WholeText"/>). What a thing means is the capability's to judge.
/// </summary>
internal sealed class ArgumentCheck(MethodInfo method)
{
    /// <summary>Deeper than any contract; a cycle is impossible, since the values came from JSON.</summary>
    private const int Deepest = 8;

    private static readonly ConcurrentDictionary<Type, Member[]> MembersOf = new();

    private readonly Part[] _parameters =
    [
        .. method
            .GetParameters()
            .Select(parameter => new Part(
                parameter.Name ?? "argument", AllowsNull(new NullabilityInfoContext().Create(parameter)),
                LongestOf(parameter.GetCustomAttribute<LongTextAttribute>()))),
    ];

    /// <summary>Null when the arguments are whole. Streams and tokens that the framework adds are left alone.</summary>
    public Rejection? Refuses(IReadOnlyList<object?> arguments)
    {
        for (var index = 0; index < Math.Min(arguments.Count, _parameters.Length); index++)
        {
            if (FirstFault(arguments[index], _parameters[index], _parameters[index].Name, 0) is { } path)
                return BadArgument(path);
        }

        return null;
    }

    private static Rejection BadArgument(string path) =>
        Rejection.Invalid("hub.bad_argument", $"'{path}' is missing, too long, or holds something that is not expected there.");

    private static string? FirstFault(object? value, Part part, string path, int depth) => value switch
    {
        null => part.AllowsNull ? null : path,
        string text => WholeText.IsWhole(text, part.Longest) ? null : path,
        Enum => Enum.IsDefined(value.GetType(), value) ? null : path,
        _ when depth == Deepest => path,
        IEnumerable items when !WholeText.IsBounded(items) => path,
        IEnumerable items =>
            items.Cast<object?>().Select((item, index) => FirstFault(item, part with { AllowsNull = false }, $"{path}[{index}]", depth + 1))
                .FirstOrDefault(fault => fault is not null),
        _ when IsContract(value.GetType()) =>
            MembersOf.GetOrAdd(value.GetType(), Members)
                .Select(member => FirstFault(member.Property.GetValue(value), member.Part, $"{path}.{member.Part.Name}", depth + 1))
                .FirstOrDefault(fault => fault is not null),
        _ => null,
    };

    private static bool IsContract(Type type) => type.Namespace is { } name && name.StartsWith("Telehealth.", StringComparison.Ordinal);

    private static Member[] Members(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetIndexParameters().Length == 0)
                .Select(property => new Member(property, new Part(
                    char.ToLowerInvariant(property.Name[0]) + property.Name[1..],
                    AllowsNull(nullability.Create(property)),
                    LongestOf(property.GetCustomAttribute<LongTextAttribute>())))),
        ];
    }

    private static bool AllowsNull(NullabilityInfo info) => info.ReadState != NullabilityState.NotNull;

    private static int LongestOf(LongTextAttribute? declared) => declared?.Most ?? WholeText.Longest;

    private sealed record Part(string Name, bool AllowsNull, int Longest);

    private sealed record Member(PropertyInfo Property, Part Part);
}
