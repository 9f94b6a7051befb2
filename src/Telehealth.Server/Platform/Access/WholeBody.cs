using System.Reflection;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Holds the body of a request against its contract, as the gate does with the arguments of hubs: JSON leaves out silently what is missing.
/// </summary>
internal static class WholeBody
{
    /// <summary>Refuses a body with a missing part before the endpoint sees it.</summary>
    public static TBuilder NeedsWholeBody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilterFactory((context, next) =>
        {
            var check = new ArgumentCheck(context.MethodInfo);
            return invocation => check.Refuses([.. invocation.Arguments.Select(BodyOrNothing)]) is { } fault
                ? ValueTask.FromResult<object?>(Problems.Of(Problems.Invalid(fault.Text)))
                : next(invocation);
        });

    /// <summary>What the container supplies is no part of the request.</summary>
    private static object BodyOrNothing(object? argument) =>
        argument?.GetType().GetCustomAttribute<HttpContractAttribute>() is null ? string.Empty : argument;
}
