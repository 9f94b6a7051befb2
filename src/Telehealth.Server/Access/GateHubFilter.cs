using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Telehealth.Server.Contracts;

namespace Telehealth.Server.Access;

/// <summary>
/// The gate in front of every hub method: who may, whether the sign-in still holds, how fast, and whether the arguments are whole.
/// Refusals are replies of the method's own kind. Also enters and removes connections in the registry.
/// </summary>
internal sealed class GateHubFilter(
    ConnectionRegistry connections, Sessions sessions, AccessMetrics metrics, IOptions<AccessOptions> options, TimeProvider time, ILogger<GateHubFilter> log)
    : IHubFilter
{
    private static readonly Rejection TooMany =
        new("hub.too_many_requests", "This connection asks for more than the server gives to one. Wait a moment and try again.");

    /// <summary>Bounded by the number of hub methods there are.</summary>
    private readonly ConcurrentDictionary<MethodInfo, HubMethodRule> _rules = new();

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var hub = context.Context;
        var caller = Caller.Of(hub.User);
        var connection = new LiveConnection(hub, caller, new TokenBucket(options.Value.HubCallsPerSecond, options.Value.HubCallBurst, time));
        hub.Items[typeof(LiveConnection)] = connection;
        connections.Add(hub.ConnectionId, connection);
        try
        {
            // The sign-in may have ended between the handshake and the line above, when there was no connection yet that could be told.
            if (await sessions.Find(caller.Tenant, caller.SessionId, hub.ConnectionAborted) is null)
                connection.End();
            else
                await next(context);
        }
        catch
        {
            connections.Remove(hub.ConnectionId);
            throw;
        }
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        connections.Remove(context.Context.ConnectionId);
        await next(context, exception);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var rule = _rules.GetOrAdd(invocationContext.HubMethod, HubMethodRule.Of);
        var started = time.GetTimestamp();
        var outcome = "failed";
        try
        {
            if (Refuses(rule, invocationContext) is { } rejection)
            {
                outcome = "refused";
                return rule.Refuse(rejection);
            }

            var reply = await next(invocationContext);
            outcome = rule.IsRefusal(reply) ? "refused" : "ok";
            return reply;
        }
        finally
        {
            metrics.Invoked(rule.Name, outcome, time.GetElapsedTime(started));
        }
    }

    private Rejection? Refuses(HubMethodRule rule, HubInvocationContext invocation)
    {
        if (invocation.Context.Items[typeof(LiveConnection)] is not LiveConnection { IsEnded: false } connection)
            return Gate.SignedOut;
        if (!connection.Bucket.TryTake())
            return TooMany;
        if (rule.Allow is null)
            log.NobodyAllowed(rule.Name);
        return Gate.Refuses(rule.Allow, connection.Caller) ?? rule.Arguments.Refuses(invocation.HubMethodArguments);
    }
}

/// <summary>What the gate knows about one hub method, found out once.</summary>
internal sealed record HubMethodRule(string Name, AllowAttribute? Allow, ArgumentCheck Arguments, IReplyKind? Reply)
{
    public static HubMethodRule Of(MethodInfo method)
    {
        var result = method.ReturnType is { IsGenericType: true } task ? task.GetGenericArguments()[0] : method.ReturnType;
        var reply = result is { IsGenericType: true } && result.GetGenericTypeDefinition() == typeof(Reply<>)
            ? (IReplyKind?)Activator.CreateInstance(typeof(ReplyKind<>).MakeGenericType(result.GetGenericArguments()))
            : null;
        return new HubMethodRule($"{method.DeclaringType?.Name}.{method.Name}", method.GetCustomAttribute<AllowAttribute>(), new ArgumentCheck(method), reply);
    }

    /// <summary>A method that does not answer with a <see cref="Reply{T}"/> can only be refused by an exception; its message is the code and the text.</summary>
    public object? Refuse(Rejection rejection) => Reply is null ? throw new HubException($"{rejection.Code}: {rejection.Text}") : Reply.Refuse(rejection);

    public bool IsRefusal(object? reply) => Reply is not null && Reply.IsRefusal(reply);
}

internal interface IReplyKind
{
    object Refuse(Rejection rejection);

    bool IsRefusal(object? reply);
}

internal sealed class ReplyKind<T> : IReplyKind
{
    public object Refuse(Rejection rejection) => (Reply<T>)rejection;

    public bool IsRefusal(object? reply) => reply is Reply<T> { Error: not null };
}
