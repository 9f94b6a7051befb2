using Npgsql;

namespace Telehealth.Server.EventStore;

/// <summary>Which failures of PostgreSQL are worth another try.</summary>
internal static class PostgresFailures
{
    /// <summary>True when a constraint said no: the statement was understood, and the connection is as sound as before.</summary>
    public static bool IsViolation(Exception cause) => cause is PostgresException { SqlState: ['2', '3', ..] };

    /// <summary>
    /// True when the same statements may succeed a moment later: a lost or refused connection, a restart, a timeout, a deadlock, or
    /// a key of the log itself, which means that another writer was faster and the next try will see it.
    /// </summary>
    public static bool MayPass(Exception cause) => cause switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "command_pkey" or "event_pkey" or "stream_pkey" } => true,
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or "25P03" } => true,
        NpgsqlException { IsTransient: true } => true,
        PostgresException => false,
        NpgsqlException => true,
        TimeoutException or IOException => true,
        _ => false,
    };
}
