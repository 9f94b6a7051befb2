using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Hosting;

/// <summary>What somebody wrote never reaches a log by way of the database's error texts.</summary>
public sealed class DiscreetLogsTests : IAsyncLifetime
{
    private TestDatabase? _database;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.Create("empty", _ => Task.CompletedTask);

    public async ValueTask DisposeAsync() => await _database!.DisposeAsync();

    [Fact]
    public async Task An_error_of_the_database_is_logged_by_its_code_however_deep_it_lies()
    {
        var written = new Written();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(written);
        builder.Configuration["Postgres:ConnectionString"] = _database!.ConnectionString + ";Include Error Detail=true";
        builder.Services.AddHosting(builder.Configuration);
        await using var app = builder.Build();
        var log = app.Services.GetRequiredService<ILogger<DiscreetLogsTests>>();
        var error = await Assert.ThrowsAsync<PostgresException>(async () =>
        {
            await using var command = app
                .Services.GetRequiredService<NpgsqlDataSource>()
                .CreateCommand("select ('{\"text\": \"my diagnosis is secret\\u0000\"}')::jsonb");
            await command.ExecuteScalarAsync();
        });

        Failed(log, error);
        Failed(log, new InvalidOperationException($"Around it: {error.Message} {error.Where}", error));
        Failed(log, new AggregateException(new TimeoutException("Late."), error));
        Failed(app.Logger, error);

        Assert.Contains("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, written.Lines.Count(line => line.Contains("22P05", StringComparison.Ordinal)));
        Assert.DoesNotContain(written.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    private static void Failed(ILogger log, Exception cause) => log.AppendFailed(cause, "jar", Guid.Empty);

    /// <summary>A log that keeps what a file would hold.</summary>
    private sealed class Written : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
