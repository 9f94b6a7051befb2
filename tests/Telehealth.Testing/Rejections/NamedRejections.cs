using System.Reflection;
using Telehealth.Domain.Deciding;

namespace Telehealth.Testing.Rejections;

/// <summary>Every rejection that has a name in some assemblies, of whatever capability.</summary>
public static class NamedRejections
{
    private const BindingFlags OwnStatics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // What a text that varies may be made of.
    private static readonly Dictionary<Type, object> Samples = new()
    {
        [typeof(string)] = "sample",
        [typeof(int)] = 1,
        [typeof(long)] = 1L,
        [typeof(TimeSpan)] = TimeSpan.FromMinutes(1),
    };

    /// <summary>Those in static fields, and one of each method that makes one from a few values.</summary>
    public static IReadOnlyList<Rejection> In(params IEnumerable<Assembly> assemblies)
    {
        var types = assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type != typeof(Rejection) && !type.ContainsGenericParameters)
            .ToList();
        var fields = types
            .SelectMany(type => type.GetFields(OwnStatics))
            .Where(named => named.FieldType == typeof(Rejection))
            .Select(named => (Rejection)named.GetValue(null)!);
        var methods = types
            .SelectMany(type => type.GetMethods(OwnStatics))
            .Where(method =>
                method.ReturnType == typeof(Rejection)
                && !method.IsGenericMethod
                && method.GetParameters() is [_, ..] given
                && given.All(one => Samples.ContainsKey(one.ParameterType)))
            .Select(method => method.Invoke(null, [.. method.GetParameters().Select(one => Samples[one.ParameterType])]))
            // A check has no rejection for what is in order.
            .OfType<Rejection>();
        return [.. fields, .. methods];
    }
}
