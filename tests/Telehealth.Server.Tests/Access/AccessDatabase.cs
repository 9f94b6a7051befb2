using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Access;

/// <summary>A fresh database with the server's schema.</summary>
public sealed class AccessDatabase : IAsyncLifetime
{
    private TestDatabase? _database;

    public string ConnectionString =>
        _database?.ConnectionString ?? throw new InvalidOperationException("The database has not been made yet.");

    public async ValueTask InitializeAsync() => _database = await TestDatabase.Create("server", JarDatabase.Migrate);

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
