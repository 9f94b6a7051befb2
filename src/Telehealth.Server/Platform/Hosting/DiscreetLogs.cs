using Npgsql;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>
/// Makes every logger of the server: PostgreSQL's error texts quote what was to be stored (<c>Where:</c>,
/// <c>Detail:</c>, the message itself), so of an exception that comes from the database a log gets the
/// types, the code of the error and the stack, whoever writes it and however deep it lies.
/// </summary>
internal sealed class DiscreetLogs(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new DiscreetLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class DiscreetLogger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(
                logLevel, eventId, state,
                exception is not null && DatabaseFailure.IsIn(exception) ? new DatabaseFailure(exception) : exception, formatter);
    }
}

/// <summary>What may be said of an exception that the database caused.</summary>
internal sealed class DatabaseFailure(Exception cause) : Exception(Describe(cause))
{
    public override string? StackTrace { get; } = cause.StackTrace;

    public static bool IsIn(Exception exception) =>
        exception is PostgresException || Inner(exception).Any(IsIn);

    public override string ToString() => $"{Message}{Environment.NewLine}{StackTrace}";

    private static string Describe(Exception exception) =>
        string.Join(" < ", new[] { Name(exception) }.Concat(Inner(exception).Select(Describe)));

    private static string Name(Exception exception) =>
        exception is PostgresException database ? $"{exception.GetType().Name} {database.SqlState}" : exception.GetType().Name;

    private static IReadOnlyList<Exception> Inner(Exception exception) => exception switch
    {
        AggregateException many => many.InnerExceptions,
        { InnerException: { } one } => new[] { one },
        _ => [],
    };
}
