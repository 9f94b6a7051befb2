using System.Collections.Concurrent;
using Npgsql;

namespace Telehealth.Testing.Postgres;

/// <summary>A fresh database for one test class, copied from a template that is prepared once a run. Dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Templates = new(StringComparer.Ordinal);

    // Copying a template needs it to be without connections, so copies are made one after another.
    private static readonly SemaphoreSlim Copying = new(1, 1);
    private static int _number;

    private readonly TestPostgres _postgres;
    private readonly string _name;

    private TestDatabase(TestPostgres postgres, string name)
    {
        _postgres = postgres;
        _name = name;
    }

    /// <summary>How to reach it.</summary>
    public string ConnectionString => _postgres.ConnectionString(_name);

    /// <summary>Makes a database.</summary>
    /// <param name="template">Name of the template: lower case letters and underscores.</param>
    /// <param name="prepare">Fills the template, given its connection string without pooling; called once a run for each name.</param>
    public static async Task<TestDatabase> Create(string template, Func<string, Task> prepare)
    {
        var postgres = await TestPostgres.Shared;
        await Templates.GetOrAdd(template, name => new Lazy<Task>(() => Prepare(postgres, name, prepare))).Value;

        var database = $"test_{Interlocked.Increment(ref _number)}";
        await Copying.WaitAsync();
        try
        {
            await postgres.Execute($"create database {database} template template_{template}");
        }
        finally
        {
            Copying.Release();
        }
        return new TestDatabase(postgres, database);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _postgres.Execute($"drop database if exists {_name} with (force)");

    private static async Task Prepare(TestPostgres postgres, string template, Func<string, Task> prepare)
    {
        await postgres.Execute($"create database template_{template}");
        await prepare(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString($"template_{template}")) { Pooling = false }.ConnectionString);
    }
}
