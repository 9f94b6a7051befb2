namespace Telehealth.Server.Platform.EventStore;

internal static partial class EventStoreLog
{
    [LoggerMessage(1000, LogLevel.Error, "The append loop failed on a batch and goes on")]
    public static partial void AppendLoopFailed(this ILogger log, Exception cause);

    [LoggerMessage(1001, LogLevel.Error, "The log could not be reached; {Count} appends were given up")]
    public static partial void AppendsGivenUp(this ILogger log, Exception cause, int count);

    [LoggerMessage(1002, LogLevel.Warning, "{Failure} while appending; {Count} appends are tried again")]
    public static partial void AppendsTriedAgain(this ILogger log, string failure, int count);

    [LoggerMessage(1003, LogLevel.Information, "{Failure} in a commit of {Count} appends; each is written alone")]
    public static partial void BatchSplit(this ILogger log, string failure, int count);

    [LoggerMessage(1004, LogLevel.Error, "An append to {StreamType} {StreamId} failed")]
    public static partial void AppendFailed(this ILogger log, Exception cause, string streamType, Guid streamId);

    [LoggerMessage(1005, LogLevel.Information, "The log takes appends again")]
    public static partial void StoreTakesAgain(this ILogger log);

    [LoggerMessage(1010, LogLevel.Warning, "{Failure} while reading the log; it is read again")]
    public static partial void TailInterrupted(this ILogger log, string failure);

    [LoggerMessage(1011, LogLevel.Error, "The feed {Feed} threw on the event at {Position}")]
    public static partial void FeedFailed(this ILogger log, Exception cause, string feed, long position);

    [LoggerMessage(1012, LogLevel.Error, "The log cannot be read past {Position}")]
    public static partial void TailStuck(this ILogger log, Exception cause, long position);

    [LoggerMessage(1013, LogLevel.Error, "{Reason}: the feeds pass by {Name} at {Position}. Is this server older than its database?")]
    public static partial void EventUnreadable(this ILogger log, string reason, string name, long position);

    [LoggerMessage(1020, LogLevel.Information, "This node now runs the subscriber {Subscriber}")]
    public static partial void SubscriberTaken(this ILogger log, string subscriber);

    [LoggerMessage(1021, LogLevel.Warning, "{Failure} in the subscriber {Subscriber}; it starts again from its cursor")]
    public static partial void SubscriberInterrupted(this ILogger log, string failure, string subscriber);

    [LoggerMessage(1022, LogLevel.Warning, "The subscriber {Subscriber} failed with {Failure} on the event at {Position}, try {Try}")]
    public static partial void SubscriberRetries(this ILogger log, string subscriber, string failure, long position, int @try);

    [LoggerMessage(1023, LogLevel.Error, "The subscriber {Subscriber} parked the event at {Position} after {Tries} tries")]
    public static partial void EventParked(this ILogger log, Exception cause, string subscriber, long position, int tries);

    [LoggerMessage(1024, LogLevel.Error, "The subscriber {Subscriber} could not tell that the event at {Position} is parked")]
    public static partial void ParkedUnheard(this ILogger log, Exception cause, string subscriber, long position);

    [LoggerMessage(
        1025, LogLevel.Warning, "The node that runs the subscriber {Subscriber} is silent; its connection, process {Process}, is ended")]
    public static partial void SilentHolderEnded(this ILogger log, string subscriber, int process);

    [LoggerMessage(1030, LogLevel.Information, "Rebuilding {Tables} tables from the log")]
    public static partial void RebuildStarted(this ILogger log, int tables);

    [LoggerMessage(1031, LogLevel.Information, "Rebuilt from {Events} events")]
    public static partial void RebuildEnded(this ILogger log, long events);

    [LoggerMessage(1040, LogLevel.Warning, "The log was restored from a dump; {Events} events were put in order again")]
    public static partial void RestoredLogPutInOrder(this ILogger log, int events);
}
