using Npgsql;

namespace Telehealth.Server.Platform.EventStore;

/// <summary>Which failures of PostgreSQL are worth another try.</summary>
internal static class PostgresFailures
{
    /// <summary>True when a constraint said no: the statement was understood, and the connection is as sound as before.</summary>
    public static bool IsViolation(Exception cause) => cause is PostgresException { SqlState: ['2', '3', ..] };

    /// <summary>
    /// True when the same statements may succeed a moment later: a lost or refused connection, a restart, a timeout, a deadlock, or
    /// a key of the log itself, which means that another writer was faster and the next try will see it.
    /// </summary>
    public static bool MayPass(Exception cause) =>
        cause switch
        {
            PostgresException
            {
                SqlState: PostgresErrorCodes.UniqueViolation,
                ConstraintName: "command_pkey" or "event_pkey" or "stream_pkey"
            } => true,
            PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or "25P03" } => true,
            NpgsqlException { IsTransient: true } => true,
            PostgresException => false,
            NpgsqlException => true,
            TimeoutException or IOException => true,
            _ => false,
        };

    /// <summary>
    /// True when the database itself says that it cannot write: no disk, no
    /// memory, an error of the disk, read only. Waiting a moment does not help.
    /// </summary>
    public static bool CannotWrite(Exception cause) =>
        cause
            is PostgresException
            {
                SqlState: PostgresErrorCodes.ReadOnlySqlTransaction
                    or PostgresErrorCodes.DiskFull
                    or PostgresErrorCodes.OutOfMemory
                    or PostgresErrorCodes.InsufficientResources
                    or ['5', '8', ..],
            };

    /// <summary>
    /// True when it is the database that failed, not the command: nobody knows what became of it, and it may be sent again with its id.
    /// </summary>
    public static bool IsOutage(Exception cause) =>
        cause is LogUnavailableException
        || CannotWrite(cause)
        || cause is NpgsqlException { IsTransient: true } or NpgsqlException and not PostgresException;

    /// <summary>Why nothing can be written, in the middle of a sentence for people.</summary>
    public static string ReasonOf(Exception cause) => cause switch
    {
        LogUnavailableException { InnerException: { } inner } => ReasonOf(inner),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "the disk of the database is full",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "the database is read-only",
        PostgresException refused => $"the database refuses to write ({refused.SqlState})",
        _ => "the database does not answer",
    };
}
