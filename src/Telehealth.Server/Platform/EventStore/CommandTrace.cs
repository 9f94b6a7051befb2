using System.Buffers.Binary;
using System.Diagnostics;
using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Spans from a command to those who follow the log. A command's id is its trace's: a page sends it so (<c>traceparent</c>), every event
/// stores it, and so whoever handles the event later, on any node, belongs to the trace without anything being kept for it
/// (docs/adr/0022). Tags say kinds, codes and counts; no entity, person or place.
/// </summary>
internal static class CommandTrace
{
    public const string SourceName = "Telehealth.EventStore";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Where a page puts the sending of this command: the trace is the id, and the span its second half.</summary>
    public static ActivityContext ContextOf(CommandId command)
    {
        Span<byte> id = stackalloc byte[16];
        command.Value.TryWriteBytes(id, bigEndian: true, out _);
        // An id of zeros, which nobody makes, would be no valid context.
        if (BinaryPrimitives.ReadInt64BigEndian(id[8..]) == 0)
            return default;
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(id), ActivitySpanId.CreateFromBytes(id[8..]), ActivityTraceFlags.None, isRemote: true);
    }

    /// <summary>
    /// In the trace of whoever asked. The server's own command, and that of a client which sent no trace, has another id than this trace:
    /// a link leads to where its events are handled.
    /// </summary>
    public static Activity? Execute(string entity, string command, CommandId id)
    {
        var asked = Activity.Current;
        var own = ContextOf(id);
        var span = asked is null
            ? Source.StartActivity("execute", ActivityKind.Internal, own)
            : Source.StartActivity("execute", ActivityKind.Internal);
        if (span is not { IsAllDataRequested: true })
            return span;
        span.DisplayName = $"{entity} {command}";
        span.SetTag("telehealth.entity", entity).SetTag("telehealth.command", command);
        if (own.TraceId != span.TraceId)
            span.AddLink(new ActivityLink(own));
        return span;
    }

    /// <summary>At the entity's grain, which may be on another node than the one that was asked.</summary>
    /// <param name="trace">As <c>traceparent</c>; null when nobody traces.</param>
    public static Activity? Arrive(string? trace) =>
        ActivityContext.TryParse(trace, null, isRemote: true, out var asked)
            ? Source.StartActivity("grain", ActivityKind.Server, asked)
            : null;

    public static Activity? Decide() => Source.StartActivity("decide");

    /// <summary>From when the append waits for a place in a commit to when it is told that it stands in the log.</summary>
    public static Activity? Append() => Source.StartActivity("append");

    /// <summary>One commit of many appends: a trace of its own that is linked to those of all its commands.</summary>
    public static Activity? Commit(IReadOnlyList<PendingAppend> batch)
    {
        if (!Source.HasListeners())
            return null;
        var span = Source.StartActivity(
            "commit", ActivityKind.Internal, parentContext: default,
            links: batch.Where(append => append.Trace.TraceId != default).Select(append => new ActivityLink(append.Trace)));
        span?.SetTag("telehealth.appends", batch.Count);
        return span;
    }

    /// <param name="follower">The name of the subscriber, or <c>feeds</c>.</param>
    public static Activity? Follow(string follower, StoredEvent stored)
    {
        if (!Source.HasListeners())
            return null;
        var span = Source.StartActivity("follow", ActivityKind.Consumer, ContextOf(stored.Command));
        if (span is { IsAllDataRequested: true })
        {
            span.DisplayName = $"{follower} {stored.Name}";
            span.SetTag("telehealth.follower", follower).SetTag("telehealth.event", stored.Name);
        }

        return span;
    }

    public static void Answer(this Activity? span, Rejection? refusal, bool wasRepeated)
    {
        if (span is not { IsAllDataRequested: true })
            return;
        span.SetTag("telehealth.outcome", refusal is not null ? "refused" : wasRepeated ? "repeated" : "done");
        if (refusal is not null)
            span.SetTag("telehealth.code", refusal.Code);
    }

    /// <summary>The type alone: the text of an exception may quote what was to be stored.</summary>
    public static void Fail(this Activity? span, Exception cause) =>
        span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", cause.GetType().Name);
}
