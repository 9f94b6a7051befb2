using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// The gate in front of every hub method: who may, whether the sign-in still holds, how fast, and whether the arguments are whole.
/// Refusals are replies of the method's own kind. Also enters and removes connections in the registry.
/// </summary>
internal sealed class GateHubFilter(
    ConnectionRegistry connections, CallBudgets budgets, Sessions sessions, AccessMetrics metrics, TimeProvider time, GateRefusals refusals)
    : IHubFilter
{
    private static readonly Rejection TooManyConnections = new(
        RejectionKind.TooMany, "hub.too_many_connections", "Too many pages of yours are connected. Close some of them, or wait a minute.");

    /// <summary>Nobody reads it: whoever asked is gone.</summary>
    private static readonly Rejection Gone = new(
        RejectionKind.Unavailable, "hub.gone", "The connection ended before the answer was there.");

    /// <summary>Bounded by the number of hub methods there are.</summary>
    private readonly ConcurrentDictionary<MethodInfo, HubMethodRule> _rules = new();

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var hub = context.Context;
        var caller = Caller.Of(hub.User);
        var address = hub.GetHttpContext()?.Connection.RemoteIpAddress ?? IPAddress.None;
        var connection = new LiveConnection(hub, caller, budgets.OfConnection(), address);
        hub.Items[typeof(LiveConnection)] = connection;
        foreach (var crowdedOut in connections.Add(hub.ConnectionId, connection))
        {
            metrics.ConnectionCrowdedOut();
            // By itself, within the time of an outbox: whoever comes does not wait for whoever goes.
            _ = crowdedOut.Refuse(TooManyConnections);
        }

        try
        {
            // The sign-in may have ended between the handshake and the line above, when there was no connection yet that could be told.
            if (await sessions.Find(caller.Tenant, caller.SessionId, hub.ConnectionAborted) is null)
                connection.End();
            else
                await next(context);
        }
        catch (OperationCanceledException) when (hub.ConnectionAborted.IsCancellationRequested)
        {
            // Gone before it was let in.
            connections.Remove(hub.ConnectionId);
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

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
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
        catch (OperationCanceledException)
            when (rule.Reply is not null && invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            // Not a fault of ours: a line broke, or somebody closed the page.
            outcome = "gone";
            return rule.Refuse(Gone);
        }
        catch (Exception cause) when (PostgresFailures.IsOutage(cause))
        {
            return rule.Refuse(StoreRejections.Unavailable);
        }
        finally
        {
            metrics.Invoked(rule.Name, outcome, time.GetElapsedTime(started));
        }
    }

    private Rejection? Refuses(HubMethodRule rule, HubInvocationContext invocation)
    {
        if (invocation.Context.Items[typeof(LiveConnection)] is not LiveConnection connection)
            return Gate.SignedOut;
        if (connection.Ended is { } ended)
            return ended;
        if (budgets.Refuses(connection) is { } spent)
            return spent;
        if (rule.Allow is null)
            refusals.NobodyAllowed(rule.Name);
        if (Gate.Refuses(rule.Allow, connection.Caller) is { } refused)
        {
            refusals.Note(connection.Caller, refused, rule.Name);
            return refused;
        }

        return rule.Arguments.Refuses(invocation.HubMethodArguments) ?? (rule.IsCostly ? budgets.RefusesCostly(connection.Caller) : null);
    }
}

/// <summary>What the gate knows about one hub method, found out once.</summary>
internal sealed record HubMethodRule(string Name, AllowAttribute? Allow, bool IsCostly, ArgumentCheck Arguments, IReplyKind? Reply)
{
    public static HubMethodRule Of(MethodInfo method)
    {
        var result = method.ReturnType is { IsGenericType: true } task ? task.GetGenericArguments()[0] : method.ReturnType;
        var reply = result is { IsGenericType: true } && result.GetGenericTypeDefinition() == typeof(Reply<>)
            ? (IReplyKind?)Activator.CreateInstance(typeof(ReplyKind<>).MakeGenericType(result.GetGenericArguments()))
            : null;
        return new HubMethodRule(
            $"{method.DeclaringType?.Name}.{method.Name}", method.GetCustomAttribute<AllowAttribute>(),
            method.GetCustomAttribute<CostlyAttribute>() is not null, new ArgumentCheck(method), reply);
    }

    /// <summary>
    /// A method that does not answer with a <see cref="Reply{T}"/> can only
    /// be refused by an exception; its message is the code and the text.
    /// </summary>
    public object? Refuse(Rejection rejection) =>
        Reply is null ? throw new HubException($"{rejection.Code}: {rejection.Text}") : Reply.Refuse(rejection);

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
